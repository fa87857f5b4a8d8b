//! The rows of one range: the plain request, its totals, and the largest values with all others.

use super::steps::Steps;
use crate::error::RequestError;
use crate::filter::Filter;
use crate::index::Index;
use crate::item::Item;
use crate::layer::{Wanted, plan};
use crate::metrics::is_null_of_nothing;
use crate::resolve::{ResolvedRequest, TimeRange, time_rules};
use crate::sql::ident::ident;
use crate::top_n::{self, ResolvedTop};
use crate::totals::grouping;

/// What is computed for each range.
#[derive(Debug)]
pub(crate) struct Shape<'a> {
    pub(crate) index: &'a Index,
    pub(crate) request: &'a ResolvedRequest,
    /// Places of the items kept by each total.
    pub(crate) totals: Vec<Vec<usize>>,
    pub(crate) has_grouping: bool,
    /// With the step of the largest values.
    pub(crate) top: Option<(ResolvedTop, String)>,
}

impl Shape<'_> {
    /// A step with all rows of the range. Columns: items, the marker of other values, `grouping`, metrics.
    pub(crate) fn rows(&self, range: Option<TimeRange>, hint: &str, steps: &mut Steps) -> Result<String, RequestError> {
        let all: Vec<usize> = (0..self.request.items.len()).collect();
        let mut parts = Vec::new();
        for kept in std::iter::once(&all).chain(&self.totals) {
            parts.push(self.part(kept, None, range, hint, steps)?);
            if let Some((top, _)) = self.top.as_ref().filter(|(top, _)| top.other && kept.contains(&top.place)) {
                parts.push(self.part(kept, Some(top), range, hint, steps)?);
            }
        }
        match parts.as_slice() {
            [Part { step, is_whole: true, .. }] => Ok(step.clone()),
            parts => {
                let sql: Vec<&str> = parts.iter().map(|part| part.select.as_str()).collect();
                Ok(steps.add(hint, sql.join("\nUNION ALL\n")))
            }
        }
    }

    fn part(
        &self,
        kept: &[usize],
        other: Option<&ResolvedTop>,
        range: Option<TimeRange>,
        hint: &str,
        steps: &mut Steps,
    ) -> Result<Part, RequestError> {
        let request = self.request;
        let top = self.top.as_ref();
        let mut grouped: Vec<usize> = kept.to_vec();
        let mut filters = Vec::new();
        if let (Some(other), Some((_, step))) = (other, top) {
            grouped.retain(|place| *place != other.place);
            filters.push(other.others(step.trim_matches('"')));
        }
        let (metrics, without): (Vec<String>, Vec<String>) =
            request.metrics.iter().cloned().partition(|metric| has_value(self.index, request, metric, kept));
        let variant = variant(self.index, request, &metrics, &grouped, &filters, range)?;
        let wanted: Vec<Wanted> = metrics.iter().map(|name| Wanted::metric(name)).collect();
        let step = steps.add_planned(&self.step_name(hint, kept, other), plan(self.index, &variant, &wanted)?);
        let mut columns = Vec::new();
        for (place, item) in request.items.iter().enumerate() {
            let name = ident(&item.column());
            columns.push(if grouped.contains(&place) { name } else { format!("NULL AS {name}") });
        }
        if let Some((top, _)) = top {
            columns.push(format!("{} AS {}", other.is_some(), ident(&top.marker())));
        }
        if self.has_grouping {
            columns.push(format!("{} AS grouping", grouping(kept, request.items.len())));
        }
        columns.extend(request.metrics.iter().map(|metric| {
            let name = ident(metric);
            if without.contains(metric) { format!("NULL AS {name}") } else { name }
        }));
        let mut select = format!("SELECT\n  {}\nFROM {step}", columns.join(",\n  "));
        match (top, other) {
            (Some((top, largest)), None) if kept.contains(&top.place) => {
                let key = top_n::key(&ident(&top.item.column()));
                select.push_str(&format!("\nWHERE {key} IN (SELECT top_key FROM {largest})"));
            }
            (Some((_, largest)), Some(other)) if grouped.is_empty() => {
                if metrics.iter().any(|metric| !is_null_of_nothing(self.index, metric)) {
                    // A count of nothing is 0, so that there is something is asked for. No metric has two underscores. It is
                    // a join, since DataFusion moves a condition on a subquery below the aggregate that it is about.
                    let plain = self.part(kept, None, range, hint, steps)?.step;
                    let key = top_n::key(&ident(&other.item.column()));
                    let counted = format!(
                        "SELECT COUNT(*) AS other__values\nFROM {plain}\nWHERE {key} NOT IN (SELECT top_key FROM {largest})"
                    );
                    let counted = steps.add(&format!("{hint}_other_values"), counted);
                    select.push_str(&format!("\nINNER JOIN {counted}\n  ON other__values > 0"));
                }
                let any: Vec<String> = metrics.iter().map(|metric| format!("{} IS NOT NULL", ident(metric))).collect();
                select.push_str(&format!("\nWHERE {}", any.join(" OR ")));
            }
            _ => {}
        }
        Ok(Part { step, select, is_whole: top.is_none() && !self.has_grouping })
    }

    fn step_name(&self, hint: &str, kept: &[usize], other: Option<&ResolvedTop>) -> String {
        let items = &self.request.items;
        let is_rows = kept.len() == items.len();
        let mut name = hint.to_owned();
        if !is_rows {
            name = match kept {
                [] => format!("{hint}_total"),
                kept => {
                    let names: Vec<String> =
                        kept.iter().filter_map(|place| items.get(*place)).map(Item::column).collect();
                    format!("{hint}_total_by_{}", names.join("_and_"))
                }
            };
        }
        if other.is_some() {
            name.push_str("_other");
        } else if is_rows && (self.has_grouping || self.top.is_some()) {
            name.push_str("_plain");
        }
        name
    }
}

/// Has the metric a value by these of the request's items?
pub(super) fn has_value(index: &Index, request: &ResolvedRequest, metric: &str, kept: &[usize]) -> bool {
    let items: Vec<Item> = kept.iter().filter_map(|place| request.items.get(*place)).cloned().collect();
    time_rules::needs_time(index, metric, &items).is_none()
}

struct Part {
    step: String,
    select: String,
    /// The step has exactly the columns wanted.
    is_whole: bool,
}

/// The request for some of its metrics and items. What needs time and lost it is refused.
pub(crate) fn variant(
    index: &Index,
    request: &ResolvedRequest,
    metrics: &[String],
    kept: &[usize],
    filters: &[Filter],
    range: Option<TimeRange>,
) -> Result<ResolvedRequest, RequestError> {
    let items: Vec<Item> = kept.iter().filter_map(|place| request.items.get(*place)).cloned().collect();
    let filters: Vec<Filter> = request.filters.iter().chain(filters).cloned().collect();
    let filtered: Vec<Item> = filters.iter().flat_map(Filter::items).cloned().collect();
    let mut problems = Vec::new();
    for metric in metrics {
        time_rules::check(index, metric, &items, &filtered, &mut problems);
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    Ok(ResolvedRequest { items, filters, range, order_by: Vec::new(), limit: None, ..request.clone() })
}
