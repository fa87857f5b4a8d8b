//! A whole request, resolved. Every problem is reported, not the first one only.

use martlet_project::semantic_manifest::Granularity;

use super::name::{Kinds, Wanted};
use super::order_by::{OrderKey, order_by};
use super::{Resolver, TimeRange, filter, metrics, saved_query, template, time_range, time_rules};
use crate::error::{Problem, RequestError};
use crate::filter::Filter;
use crate::index::Index;
use crate::item::{Grain, Item};
use crate::request::{GroupByItem, MetricRequest};

/// A request in which every name is known to exist and to fit.
#[derive(Debug, Clone)]
pub(crate) struct ResolvedRequest {
    pub(crate) metrics: Vec<String>,
    pub(crate) items: Vec<Item>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) range: Option<TimeRange>,
    pub(crate) order_by: Vec<OrderKey>,
    pub(crate) limit: Option<u64>,
    pub(crate) min_max_only: bool,
    pub(crate) distinct: bool,
}

/// What of a request is sound, and what is wrong with the rest.
#[derive(Debug)]
pub(crate) struct Gathered {
    pub(crate) resolved: ResolvedRequest,
    pub(crate) problems: Vec<Problem>,
    /// Nothing is wrong with the metrics …
    pub(crate) has_all_metrics: bool,
    /// … or with the group-by items.
    pub(crate) has_all_items: bool,
}

impl Gathered {
    /// Every metric and item that was asked for is known.
    pub(crate) fn has_all_names(&self) -> bool {
        self.has_all_metrics && self.has_all_items
    }
}

impl ResolvedRequest {
    /// The request without anything wrong in it, or all problems.
    pub(crate) fn resolve(index: &Index, request: &MetricRequest) -> Result<Self, RequestError> {
        let Gathered { resolved, problems, .. } = Self::gather(index, request);
        if problems.is_empty() { Ok(resolved) } else { Err(problems.into()) }
    }

    pub(crate) fn gather(index: &Index, request: &MetricRequest) -> Gathered {
        let mut problems = Vec::new();
        let request = saved_query::expand(index, request, &mut problems);
        let is_expanded = problems.is_empty();
        if request.metrics.is_empty() && request.group_by.is_empty() && is_expanded {
            problems.push(Problem::Empty);
        }
        let is_more = !request.metrics.is_empty() || !request.order_by.is_empty() || request.limit.is_some();
        if request.min_max_only && (request.group_by.len() != 1 || is_more) {
            problems.push(Problem::MinMaxShape);
        }
        if !request.apply_group_by && !request.metrics.is_empty() {
            problems.push(Problem::DuplicatesWithMetrics);
        }
        let instants = request.time_constraint.as_ref().and_then(|(start, end)| {
            time_range::parse(start, end).map_err(|mut found| problems.append(&mut found)).ok()
        });
        let known_metrics = metrics::metrics(index, &request.metrics, &mut problems);
        let resolver = Resolver::for_metrics(index, &known_metrics).unwrap_or_else(|problem| {
            problems.push(problem);
            Resolver { index, metrics: Vec::new(), inputs: Vec::new() }
        });
        // Without one sound metric, only what is wrong for any metric can be told.
        let is_open = known_metrics.is_empty() && (!request.metrics.is_empty() || !is_expanded);
        let (items, is_whole) = {
            let before = problems.len();
            let items = group_by(&resolver, &request.group_by, &mut problems);
            (items, problems.len() == before)
        };
        let mut filters = Vec::new();
        let named: Vec<Item> =
            items.iter().cloned().chain(filter::items_of_templates(&resolver, &request.where_filters)).collect();
        for text in &request.where_filters {
            match filter::filter(&resolver, text, &named) {
                Ok(filter) => filters.push(filter),
                Err(found) => problems.extend(found),
            }
        }
        for item in items.iter().filter(|item| known_metrics.contains(&item.column())) {
            problems.push(Problem::DuplicateColumn { column: item.column() });
        }
        if is_open {
            problems.retain(|problem| !problem.depends_on_metrics());
        }
        let filtered: Vec<Item> = filters.iter().flat_map(Filter::items).cloned().collect();
        for metric in &known_metrics {
            let before = problems.len();
            time_rules::check(index, metric, &items, &filtered, &mut problems);
            if !is_whole {
                // The time may be among the items that are misspelt.
                let found = problems.split_off(before);
                problems.extend(found.into_iter().filter(|problem| !matches!(problem, Problem::NeedsTime { .. })));
            }
        }
        let has_all_metrics = is_expanded && known_metrics.len() == request.metrics.len();
        let is_sound = is_whole && has_all_metrics;
        let mut unordered = Vec::new();
        let order_by = order_by(index, &request.order_by, &items, &known_metrics, &mut unordered);
        // What is misspelt among metrics and items is told once, not again for the order.
        problems.extend(unordered.into_iter().filter(|problem| is_sound || !problem.names_one_of(&request)));
        let range = instants.map(|(start, end)| {
            let asked = || items.iter().filter(|item| item.is_metric_time()).filter_map(Item::grain);
            // Custom grains count only where there is no standard one.
            let standard = asked().filter_map(Grain::standard).min();
            let finest = standard.or_else(|| asked().map(|grain| index.base_of(grain)).min());
            let grain: Granularity = finest
                .unwrap_or_else(|| index.base_of(&resolver.default_metric_time_grain(resolver.metric_time_grain())));
            TimeRange::whole_periods(start, end, grain).within_all_time()
        });
        let has_time = items.iter().chain(&filtered).any(Item::is_metric_time);
        let is_timeless = request.metrics.is_empty() && is_whole && is_expanded && !has_time;
        if request.time_constraint.is_some() && is_timeless {
            problems.push(Problem::RangeWithoutTime);
        }
        problems.dedup();
        let resolved = Self {
            metrics: known_metrics,
            items,
            filters,
            range,
            order_by,
            // As for MetricFlow, a limit of 0 is none where rows have no order.
            limit: request.limit.filter(|limit| *limit > 0 || !request.order_by.is_empty()),
            min_max_only: request.min_max_only,
            distinct: request.apply_group_by,
        };
        Gathered { resolved, problems, has_all_metrics, has_all_items: is_whole && is_expanded }
    }
}

fn group_by(resolver: &Resolver<'_>, asked: &[GroupByItem], problems: &mut Vec<Problem>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for asked in asked {
        let before = problems.len();
        match wanted(resolver.index, asked, problems).and_then(|wanted| resolver.item(&wanted)) {
            // Its grain or date part is wrong.
            Ok(_) if problems.len() > before => {}
            Ok(item) if items.contains(&item) => problems.push(Problem::DuplicateColumn { column: item.column() }),
            Ok(item) => items.push(item),
            Err(problem) => problems.push(problem),
        }
    }
    items
}

/// What is wrong with its grain or date part goes to `problems`.
fn wanted(index: &Index, asked: &GroupByItem, problems: &mut Vec<Problem>) -> Result<Wanted, Problem> {
    let (name, grain, date_part) = match asked {
        GroupByItem::Name(name) => return template::group_by_item(index, name, problems),
        GroupByItem::Parts { name, grain, date_part, .. } => (name, grain, date_part),
    };
    let mut wanted = Wanted::parse(index, name);
    wanted.refuse_date_part()?;
    if let Some(grain) = grain {
        let grain = template::known(template::grain_named(index, name, grain), problems);
        if let (Some(within), Some(grain)) = (&wanted.grain, &grain)
            && within != grain
        {
            return Err(Problem::FilterSyntax {
                filter: name.clone(),
                reason: format!("it names two grains, {within} and {grain}"),
            });
        }
        wanted.grain = grain;
        wanted.kinds = Kinds::Time;
    }
    if let Some(part) = date_part {
        wanted.date_part = template::known(template::date_part_named(name, part), problems);
        wanted.kinds = Kinds::Time;
    }
    Ok(wanted)
}
