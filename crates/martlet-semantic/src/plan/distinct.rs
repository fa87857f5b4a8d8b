//! Values of group-by items, without metrics.
//!
//! Tables are joined fully, so that values appear that nothing refers to. `metric_time` is every period of the
//! time spine, combined with every row.

use martlet_project::semantic_manifest::Granularity;

use crate::error::Problem;
use crate::item::{Item, ItemKind};
use crate::resolve::ResolvedRequest;
use crate::sql::ident::ident;
use crate::sql::select::{Column, JoinKind, Select};

use super::finish::order_by;
use super::join::push_new;
use super::join_order::elements;
use super::read::{Source, range_filters};
use super::{Planner, Rows};

impl Planner<'_> {
    pub(crate) fn distinct_values(&mut self, request: &ResolvedRequest) -> Result<Select, Problem> {
        let mut needed = request.items.clone();
        for item in request.filters.iter().flat_map(crate::filter::Filter::items) {
            push_new(&mut needed, item);
        }
        let (times, others): (Vec<Item>, Vec<Item>) = needed.into_iter().partition(Item::is_metric_time);
        let range = request.range.filter(|_| !others.is_empty());
        let limited = range.and_then(|range| Some((range, self.limited_period(&times)?)));
        let mut periods = times.clone();
        limited.iter().for_each(|(_, (time, _))| push_new(&mut periods, time));
        let mut rows = if others.is_empty() {
            self.spine_rows(&times, request.range.as_ref())?.0
        } else {
            self.read_values(&others, periods)?
        };
        for filter in &request.filters {
            rows.add_filter(filter);
        }
        if let Some((range, (time, grain))) = limited {
            // Rows that only a full join added have no time, so they lie outside any range.
            rows.filters.extend(range_filters(&range, grain, &rows.item(&time)));
        }
        let columns = request.items.iter().map(|item| Column::new(rows.item(item), item.column())).collect();
        let mut select = rows.select(columns);
        select.distinct = request.distinct && !request.min_max_only;
        if request.min_max_only {
            let column = request.items.first().map(Item::column).unwrap_or_default();
            let step = self.script.step("all_values", select);
            let value = ident(&column);
            let ends = [("MIN", "min"), ("MAX", "max")];
            let columns =
                ends.map(|(function, end)| Column::new(format!("{function}({value})"), format!("{column}__{end}")));
            return Ok(Select {
                columns: columns.to_vec(),
                from: ident(&step),
                group_by: Some(0),
                limit: request.limit,
                ..Select::default()
            });
        }
        select.order_by = order_by(request);
        select.limit = request.limit;
        Ok(select)
    }

    /// The period for which a range holds: the finest `metric_time` that is asked for or filtered by, or of which a custom
    /// grain or a date part is told.
    fn limited_period(&self, times: &[Item]) -> Option<(Item, Granularity)> {
        let standard = times.iter().filter_map(|time| {
            let time = self.base_item(time);
            let grain = time.grain()?.standard()?;
            Some((time, grain))
        });
        let days = || times.first().map(|time| (time.at_grain(Granularity::Day), Granularity::Day));
        standard.min_by_key(|(_, grain)| *grain).or_else(days)
    }

    /// Reads the items from the model from which the fewest joins reach them all; of several, the smallest.
    fn read_values(&mut self, items: &[Item], periods: Vec<Item>) -> Result<Rows, Problem> {
        let mut best: Option<((usize, usize), usize)> = None;
        for model in 0..self.index.manifest.semantic_models.len() {
            let mut foreign = Vec::new();
            let mut own = 0_usize;
            let mut reachable = true;
            for item in items {
                let base = self.base_item(item);
                match self.access(model, &base) {
                    // A metric's value is joined on, so the entity that it takes does not make a model the first one.
                    Ok(Some(access)) if access.hops.is_empty() => {
                        own += usize::from(!matches!(item.kind, ItemKind::Metric { .. }));
                    }
                    Ok(_) => push_new(&mut foreign, &base),
                    Err(_) => reachable = false,
                }
            }
            if !reachable || own == 0 {
                continue;
            }
            let Ok(branches) = self.branches(model, &foreign, JoinKind::Full) else { continue };
            let metrics = items.iter().filter(|item| matches!(item.kind, ItemKind::Metric { .. })).count();
            let cost = (branches.len() + metrics, elements(self.index, model));
            if best.is_none_or(|(known, _)| cost < known) {
                best = Some((cost, model));
            }
        }
        let Some((_, model)) = best else {
            return Err(Problem::NoJoinPath { names: items.iter().map(Item::base_name).collect() });
        };
        let source = Source { model, time_of: None, range: None, values: Vec::new(), join: JoinKind::Full, periods };
        self.read(&source, items)
    }
}
