//! The columns of a composed answer, and what it can be ordered by.

use super::data_until::DataUntil;
use super::partial::condition;
use super::rows::Shape;
use super::{meeting, qualified, time_items};
use crate::comparison::Ranges;
use crate::error::Problem;
use crate::index::Index;
use crate::item::Item;
use crate::layer::{ColumnRole, OutputColumn, role};
use crate::request::MetricRequest;
use crate::resolve::order_by::OrderKey;
use crate::resolve::{Gathered, ResolvedRequest, TimeRange};
use crate::sql::ident::ident;
use crate::top_n::ResolvedTop;

const IS_PARTIAL: &str = "is_partial";
const GROUPING: &str = "grouping";
const IS_OTHER: &str = "__is_other";
const ADDED: [&str; 3] = ["__compared", "__difference", "__change"];

/// Keys of the request's order: those that a plain request knows, and where the others stand among them.
#[derive(Debug)]
pub(super) struct OwnKeys {
    pub(super) plain: Vec<String>,
    /// `None` stands for the next plain key.
    order: Vec<Option<OrderKey>>,
}

pub(super) fn own_keys(request: &MetricRequest) -> OwnKeys {
    let mut keys = OwnKeys { plain: Vec::new(), order: Vec::new() };
    for text in &request.order_by {
        let name = text.trim().trim_start_matches('-').trim().to_lowercase();
        let is_own = name == IS_PARTIAL
            || name == GROUPING
            || name.ends_with(IS_OTHER)
            || ADDED.iter().any(|added| name.ends_with(added));
        if is_own {
            let descending = text.trim().starts_with('-');
            keys.order.push(Some(OrderKey { column: name, descending }));
        } else {
            keys.plain.push(text.clone());
            keys.order.push(None);
        }
    }
    keys
}

/// Adds the composed answer's own columns to what can be ordered by.
pub(super) fn name_own(problems: &mut [Problem], request: &MetricRequest, metrics: &[String]) {
    for problem in problems {
        let Problem::UnknownOrderBy { columns, .. } = problem else { continue };
        if request.comparison.is_some() {
            columns.extend(metrics.iter().flat_map(|metric| ADDED.map(|added| format!("{metric}{added}"))));
        }
        if request.comparison.is_some() || request.flag_partial {
            columns.push(IS_PARTIAL.to_owned());
        }
        columns.extend(request.totals.map(|_| GROUPING.to_owned()));
    }
}

/// Orders by columns that the answer has not, and columns of one name. Where a name that was asked for is wrong itself, a
/// column of it may be meant.
pub(super) fn check(
    keys: &OwnKeys,
    index: &Index,
    request: &MetricRequest,
    gathered: &Gathered,
    top: Option<&ResolvedTop>,
) -> Vec<Problem> {
    let resolved = &gathered.resolved;
    let names = names(index, request, resolved, top);
    let mut problems = Vec::new();
    for key in keys.order.iter().flatten() {
        let is_guess = !gathered.has_all_names() || request.top.is_some() && top.is_none();
        let is_known = names.contains(&key.column) || is_guess && may_be(&key.column, request);
        if !is_known {
            problems.push(Problem::UnknownOrderBy { name: key.column.clone(), columns: names.clone() });
        }
    }
    for (at, name) in names.iter().enumerate() {
        if names.iter().take(at).any(|before| before == name) {
            problems.push(Problem::DuplicateColumn { column: name.clone() });
        }
    }
    problems
}

/// Could the request, with its names mended, have such a column?
fn may_be(column: &str, request: &MetricRequest) -> bool {
    let is_added = ADDED.iter().any(|added| column.ends_with(added));
    request.comparison.is_some() && is_added || request.top.is_some() && column.ends_with(IS_OTHER)
}

/// The answer's columns, in order.
fn names(index: &Index, request: &MetricRequest, resolved: &ResolvedRequest, top: Option<&ResolvedTop>) -> Vec<String> {
    let is_compared = request.comparison.is_some();
    let mut names: Vec<String> = resolved.items.iter().map(Item::column).collect();
    if is_compared {
        let times = time_items(index, resolved).unwrap_or_default();
        names.extend(times.iter().map(|(item, _)| format!("{}{}", item.column(), ADDED[0])));
    }
    names.extend(top.map(ResolvedTop::marker));
    names.extend(request.totals.map(|_| GROUPING.to_owned()));
    if is_compared || request.flag_partial {
        names.push(IS_PARTIAL.to_owned());
    }
    if is_compared {
        names.push(format!("{IS_PARTIAL}{}", ADDED[0]));
    }
    for metric in &resolved.metrics {
        names.push(metric.clone());
        names.extend(ADDED.iter().filter(|_| is_compared).map(|added| format!("{metric}{added}")));
    }
    names
}

/// The ORDER BY. Totals come behind the rows. Without an order of its own, a list of the largest values has the
/// largest first and "other" last.
pub(super) fn ordering(keys: &OwnKeys, resolved: &ResolvedRequest, shape: &Shape<'_>) -> String {
    let mut plain = resolved.order_by.iter();
    let mut sorted: Vec<String> = shape.has_grouping.then(|| ident(GROUPING)).into_iter().collect();
    let asked: Vec<&OrderKey> = if keys.order.is_empty() {
        plain.collect()
    } else {
        keys.order.iter().filter_map(|key| key.as_ref().or_else(|| plain.next())).collect()
    };
    if let Some((top, _)) = shape.top.as_ref().filter(|_| asked.is_empty()) {
        let times = shape.request.items.iter().filter(|item| item.is_metric_time());
        sorted.extend(times.map(|item| ident(&item.column())));
        sorted.push(ident(&top.marker()));
        sorted.push(format!("{} DESC NULLS LAST", ident(&top.metric)));
        sorted.push(format!("{} NULLS LAST", ident(&top.item.column())));
    }
    for key in asked {
        sorted.push(format!("{}{} NULLS LAST", ident(&key.column), if key.descending { " DESC" } else { "" }));
    }
    if sorted.is_empty() { String::new() } else { format!("\nORDER BY {}", sorted.join(", ")) }
}

/// Expressions with the columns that they become.
#[derive(Debug, Default)]
pub(super) struct Columns {
    list: Vec<(String, OutputColumn)>,
}

impl Columns {
    fn push(&mut self, expression: String, name: String, role: ColumnRole) {
        self.list.push((expression, OutputColumn { name, role }));
    }

    /// Without a comparison.
    pub(super) fn plain(
        &mut self,
        shape: &Shape<'_>,
        step: &str,
        range: Option<TimeRange>,
        until: Option<&DataUntil>,
    ) -> Result<(), Problem> {
        let from = |name: &str| qualified(step, name);
        for item in &shape.request.items {
            self.push(from(&item.column()), item.column(), role(item));
        }
        self.markers(shape, &from);
        if let Some(until) = until {
            let times = time_items(shape.index, shape.request)?;
            let periods = times.into_iter().map(|(item, grain)| (from(&item.column()), grain)).collect();
            let marker = shape.has_grouping.then(|| from(GROUPING));
            let sql = condition(periods, range, until, marker.as_deref());
            self.push(sql, IS_PARTIAL.to_owned(), ColumnRole::IsPartial);
        }
        for metric in &shape.request.metrics {
            self.push(from(metric), metric.clone(), ColumnRole::Metric);
        }
        Ok(())
    }

    fn markers(&mut self, shape: &Shape<'_>, from: &dyn Fn(&str) -> String) {
        if let Some((top, _)) = &shape.top {
            let item = top.item.column();
            self.push(from(&top.marker()), top.marker(), ColumnRole::IsOther { item });
        }
        if shape.has_grouping {
            self.push(from(GROUPING), GROUPING.to_owned(), ColumnRole::Grouping);
        }
    }

    /// With another range beside the current one.
    pub(super) fn compared(
        &mut self,
        index: &Index,
        shape: &Shape<'_>,
        (current, compared): (&str, &str),
        ranges: &Ranges,
        until: Option<&DataUntil>,
    ) -> Result<(), Problem> {
        let times = time_items(index, shape.request)?;
        let is_time = |name: &str| times.iter().any(|(item, _)| item.column() == name);
        let first =
            |name: &str, other: &str| format!("COALESCE({}, {})", qualified(current, name), qualified(compared, other));
        for item in &shape.request.items {
            let name = item.column();
            let other = if is_time(&name) { meeting(item) } else { name.clone() };
            self.push(first(&name, &other), name, role(item));
        }
        for (item, _) in &times {
            let name = item.column();
            let role = ColumnRole::ComparedTime { item: name.clone() };
            self.push(qualified(compared, &name), format!("{name}__compared"), role);
        }
        self.markers(shape, &|name| first(name, name));
        if let Some(until) = until {
            for (step, range, suffix, role) in [
                (current, ranges.current, "", ColumnRole::IsPartial),
                (compared, ranges.compared, "__compared", ColumnRole::ComparedIsPartial),
            ] {
                let periods = times.iter().map(|(item, grain)| (qualified(step, &item.column()), *grain)).collect();
                let marker = shape.has_grouping.then(|| qualified(step, GROUPING));
                let sql = condition(periods, Some(range), until, marker.as_deref());
                self.push(sql, format!("{IS_PARTIAL}{suffix}"), role);
            }
        }
        for metric in &shape.request.metrics {
            let (now, before) = (qualified(current, metric), qualified(compared, metric));
            let share = format!("CAST({now} - {before} AS DOUBLE) / NULLIF(ABS(CAST({before} AS DOUBLE)), 0)");
            let named = |suffix: &str| format!("{metric}{suffix}");
            let metric = metric.clone();
            self.push(now.clone(), metric.clone(), ColumnRole::Metric);
            self.push(before.clone(), named(ADDED[0]), ColumnRole::Compared { metric: metric.clone() });
            self.push(format!("{now} - {before}"), named(ADDED[1]), ColumnRole::Difference { metric: metric.clone() });
            self.push(share, named(ADDED[2]), ColumnRole::Change { metric });
        }
        Ok(())
    }

    pub(super) fn sql(&self) -> String {
        let column = |(sql, column): &(String, OutputColumn)| format!("{sql} AS {}", ident(&column.name));
        self.list.iter().map(column).collect::<Vec<_>>().join(",\n  ")
    }

    pub(super) fn outputs(self) -> Vec<OutputColumn> {
        self.list.into_iter().map(|(_, column)| column).collect()
    }
}
