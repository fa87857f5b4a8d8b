//! Which tables are joined for the items wanted, and in which order.
//!
//! Both follow MetricFlow: first what gives the most of what is missing, of equals what is smaller by itself. Where
//! keys repeat on the joined side each further table repeats rows, and where tables are joined fully a period that
//! was combined earlier is null in the rows that come later; so the order is part of the answer.

use std::cmp::Reverse;

use martlet_project::semantic_manifest::{DimensionType, Granularity, TimeSpine};

use super::Planner;
use super::join::push_new;
use super::read::Source;
use super::spine::finest_grain;
use crate::error::Problem;
use crate::index::{Access, Hop, Index};
use crate::item::{DatePart, Item, ItemKind};
use crate::sql::select::JoinKind;

/// Tables to join, one behind the other, and the items taken from them.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    pub(super) hops: Vec<Hop>,
    pub(super) items: Vec<(Item, Access)>,
}

/// What is joined next.
#[derive(Debug, Clone)]
pub(super) enum Turn {
    Branch(Branch),
    /// A metric's value, which a filter of a list of values names.
    Metric(Item),
    /// The periods of the time spine, combined with every row.
    Periods,
}

#[derive(Debug)]
struct Candidate {
    turn: Turn,
    /// How many of the items wanted it gives. In the first round an item counts as often as MetricFlow lists it.
    gives: usize,
    /// How many different items it offers, wanted or not.
    offers: usize,
}

impl Planner<'_> {
    /// Which tables to join for the items.
    pub(super) fn branches(&self, model: usize, items: &[Item], join: JoinKind) -> Result<Vec<Branch>, Problem> {
        let order = greedy(self.candidates(model, items, join)?);
        let branches = order.into_iter().filter_map(|turn| match turn {
            Turn::Branch(branch) => Some(branch),
            Turn::Metric(_) | Turn::Periods => None,
        });
        Ok(branches.collect())
    }

    /// Everything to join to the source's rows. `foreign` are items of other tables; `items` are all that are wanted.
    pub(super) fn join_order(&self, source: &Source, foreign: &[Item], items: &[Item]) -> Result<Vec<Turn>, Problem> {
        let mut candidates = self.candidates(source.model, foreign, source.join)?;
        for candidate in &mut candidates {
            if let Turn::Branch(branch) = &candidate.turn {
                candidate.gives = branch.items.iter().map(|(item, _)| self.times_listed(item, items)).sum();
            }
        }
        if !source.periods.is_empty() {
            let mut periods: Vec<Item> = Vec::new();
            source.periods.iter().for_each(|item| push_new(&mut periods, &self.base_item(item)));
            let finest = periods.iter().map(|item| finest_grain(self.index, item)).min().unwrap_or(Granularity::Day);
            let offers = self.index.spine_for(finest).map_or(usize::MAX, elements_of_spine);
            candidates.push(Candidate { turn: Turn::Periods, gives: periods.len(), offers });
        }
        if source.join == JoinKind::Full {
            let metrics = items.iter().filter(|item| matches!(item.kind, ItemKind::Metric { .. }));
            for item in metrics.filter(|item| !foreign.contains(&self.base_item(item))) {
                // The entity by which it is joined, and the value.
                candidates.push(Candidate { turn: Turn::Metric(item.clone()), gives: 1, offers: 2 });
            }
        }
        Ok(greedy(candidates))
    }

    /// How often MetricFlow lists an item of the source: itself, and a time once more for each custom grain that is told
    /// from it.
    fn times_listed(&self, base: &Item, items: &[Item]) -> usize {
        1 + items.iter().filter(|item| item.custom_grain().is_some() && self.base_item(item) == *base).count()
    }

    /// Every way to a table that has some of the items. Lists of values, which join fully, take tables without
    /// `metric_time`.
    fn candidates(&self, model: usize, items: &[Item], join: JoinKind) -> Result<Vec<Candidate>, Problem> {
        let reach = self.index.reach(model);
        let mut found = Vec::new();
        for item in items {
            let element = reach.find(&item.links, &item.element, item.kind == ItemKind::Entity);
            found.push((item, element.ok_or_else(|| Problem::NoJoinPath { names: vec![item.base_name()] })?));
        }
        let mut branches: Vec<Branch> = Vec::new();
        for (_, element) in &found {
            for access in element.accesses() {
                if !branches.iter().any(|known| known.hops == access.hops) {
                    branches.push(Branch { hops: access.hops.clone(), items: Vec::new() });
                }
            }
        }
        for branch in &mut branches {
            for (item, element) in &found {
                if let Some(access) = element.accesses().find(|access| branch.hops.starts_with(&access.hops)) {
                    branch.items.push(((*item).clone(), access.clone()));
                }
            }
        }
        // Of equal size, single tables come before pairs.
        branches.sort_by_key(|branch| branch.hops.len());
        let candidate = |branch: Branch| {
            let sizes = branch.hops.iter().map(|hop| match join {
                JoinKind::Full => elements(self.index, hop.model),
                _ => elements(self.index, hop.model) + metric_times(self.index, hop.model),
            });
            Candidate { gives: branch.items.len(), offers: sizes.sum(), turn: Turn::Branch(branch) }
        };
        Ok(branches.into_iter().map(candidate).collect())
    }
}

/// Takes the best, strikes from the others what it gives, and so on. Among equals the sequence of the round before
/// stays.
fn greedy(mut candidates: Vec<Candidate>) -> Vec<Turn> {
    candidates.sort_by_key(|candidate| candidate.offers);
    let mut order = Vec::new();
    loop {
        candidates.retain(|candidate| candidate.gives > 0);
        candidates.sort_by_key(|candidate| Reverse(candidate.gives));
        if candidates.is_empty() {
            return order;
        }
        let best = candidates.remove(0);
        for candidate in &mut candidates {
            if let Turn::Branch(branch) = &mut candidate.turn {
                if let Turn::Branch(taken) = &best.turn {
                    branch.items.retain(|(item, _)| !taken.items.iter().any(|(known, _)| known == item));
                }
                candidate.gives = branch.items.len();
            }
        }
        order.push(best.turn);
    }
}

/// How many different items a model offers by itself, every grain and date part counted.
pub(super) fn elements(index: &Index, model: usize) -> usize {
    let Some(definition) = index.model(model) else { return usize::MAX };
    let links = index.local_links(model).len().max(1);
    let dimensions: usize = definition
        .dimensions
        .iter()
        .map(|dimension| match (dimension.kind, dimension.granularity()) {
            (DimensionType::Time, Some(finest)) => times(finest),
            _ => 1,
        })
        .sum();
    (dimensions + definition.entities.len()) * (links + 1)
}

/// What `metric_time` adds to a model with measures: the fewest that any of their times gives.
fn metric_times(index: &Index, model: usize) -> usize {
    let measures = index.model(model).map_or(0, |definition| definition.measures.len());
    let grains = (0..measures).map(|measure| index.agg_time_grain(crate::index::InputRef { model, measure }));
    grains.map(times).min().unwrap_or_default()
}

/// A time spine offers its calendars as its own time and as `metric_time`.
fn elements_of_spine(spine: &TimeSpine) -> usize {
    2 * (times(spine.primary_column.time_granularity) + spine.custom_granularities.len())
}

/// Grains and date parts of a time.
fn times(finest: Granularity) -> usize {
    Granularity::ALL.iter().filter(|grain| **grain >= finest).count()
        + DatePart::ALL.iter().filter(|part| part.coarsest_grain() >= finest).count()
}
