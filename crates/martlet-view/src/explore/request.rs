//! State → metric requests.

use chrono::NaiveDate;
use martlet_semantic::{Contribution, GroupByItem, MetricRequest, Top, Totals, Values};
use martlet_site::catalog::{Catalog, GroupByKind, Metric};

use super::filter::Filter;
use super::mark::Mark;
use super::series::{Times, compared_request, series_request, time_item};
use super::state::{ExploreState, dimension, dimensions};
use crate::period::{Comparison, DateSpan, Grain, Range, as_of_date};

/// Values of each dimension that an explanation shows by themselves.
const EXPLAINED_VALUES: u64 = 5;

/// Rows behind a mark that are listed; the statement says so, and can be changed.
const MOST_ROWS: u64 = 1_000;

/// What has to be asked to show one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requests {
    /// The metric over time, without the breakdown; as `previous` where that has the same periods.
    pub total: MetricRequest,
    /// The same beside the range it is compared with.
    pub compared: Option<MetricRequest>,
    /// The metric over time and breakdown: its largest values and all others, beside the range compared with.
    pub parts: Option<MetricRequest>,
    /// Each period beside the one before it, for the head.
    pub previous: Option<MetricRequest>,
    /// Each period beside the same one a year earlier, for the head.
    pub last_year: Option<MetricRequest>,
}

impl Requests {
    pub fn of(state: &ExploreState, metric: &Metric, catalog: &Catalog) -> Self {
        let as_of = as_of_date(catalog);
        let mut series = series_request(metric, state.grain, &state.range, as_of);
        series.where_filters = templates(state, metric);
        // Time without a beginning has nothing before it; its newest periods do.
        let is_limited = state.range.resolve(as_of).is_some();
        let range = if is_limited { state.range } else { Range::default() };
        let beside = |compare| {
            let grain = state.grain?;
            compared_request(&series, compare, Times { grain, range, as_of })
        };
        let previous = beside(Comparison::PreviousPeriod);
        // Weeks of two years begin on different days, and the year before is the period before.
        let has_last_year = !matches!(state.grain, Some(Grain::Week | Grain::Year));
        let last_year = beside(Comparison::PreviousYear).filter(|_| has_last_year);
        let comparison =
            state.compare.zip(state.grain).and_then(|(compare, grain)| compare.asked(&state.range, grain, as_of));
        let compared = comparison.map(|comparison| MetricRequest {
            comparison: Some(comparison),
            flag_partial: false,
            as_of: as_of.map(|day| day.to_string()),
            ..series.clone()
        });
        let parts = state.by.as_ref().map(|by| {
            let mut request = compared.clone().unwrap_or_else(|| series.clone());
            request.flag_partial = false;
            request.group_by.push(GroupByItem::Name(by.clone()));
            request.order_by.push(by.clone());
            request.top = Some(largest(state, metric, by));
            request
        });
        // Without an as-of the plain series is what says which periods are partial.
        let is_in_previous = is_limited && as_of.is_some();
        let total = previous.clone().filter(|_| is_in_previous).unwrap_or(series);
        Self { total, compared, parts, previous, last_year }
    }

    /// What is drawn, in a fixed order: total, compared, parts.
    pub fn drawn(&self) -> Vec<MetricRequest> {
        [Some(&self.total), self.compared.as_ref(), self.parts.as_ref()].into_iter().flatten().cloned().collect()
    }

    /// What is drawn, and behind it what the head alone needs; without repeats.
    pub fn all(&self) -> Vec<MetricRequest> {
        let mut all = self.drawn();
        for request in [&self.previous, &self.last_year].into_iter().flatten() {
            if !all.contains(request) {
                all.push(request.clone());
            }
        }
        all
    }
}

/// One number over the whole range, for the foot of the table: for each of the largest values, all others, and
/// in total. None for a metric that has no value without periods.
pub fn whole_range_request(state: &ExploreState, metric: &Metric, catalog: &Catalog) -> Option<MetricRequest> {
    if metric.needs_time {
        return None;
    }
    let as_of = as_of_date(catalog);
    let grain = state.grain?;
    let mut request = MetricRequest {
        metrics: vec![metric.name.clone()],
        where_filters: templates(state, metric),
        time_constraint: state.range.resolve(as_of).map(DateSpan::to_constraint),
        comparison: state.compare.and_then(|compare| compare.asked_of_whole(&state.range, grain, as_of)),
        ..MetricRequest::default()
    };
    if request.comparison.is_some() {
        request.as_of = as_of.map(|day| day.to_string());
    }
    if let Some(by) = &state.by {
        request.group_by.push(GroupByItem::Name(by.clone()));
        request.order_by.push(by.clone());
        request.top = Some(largest(state, metric, by));
        request.totals = Some(Totals::Grand);
    }
    Some(request)
}

/// The change of one period, split over the values of the metric's dimensions, those of one table at a time, as they
/// are read together; the first ones can be read while the others are computed. `period` is the first day. The running
/// period is compared up to the same day of the other.
pub fn explain_requests(
    state: &ExploreState,
    metric: &Metric,
    period: NaiveDate,
    as_of: Option<NaiveDate>,
) -> Vec<MetricRequest> {
    let Some(request) = explain_request(state, metric, period, as_of) else { return Vec::new() };
    let mut tables: Vec<Vec<String>> = Vec::new();
    for name in explained_dimensions(state, metric) {
        let table = |name: &str| name.rsplit_once("__").map(|(table, _)| table.to_owned());
        match tables.iter_mut().find(|names| names.first().is_some_and(|first| table(first) == table(&name))) {
            Some(names) => names.push(name),
            None => tables.push(vec![name]),
        }
    }
    tables
        .into_iter()
        .map(|dimensions| MetricRequest {
            contribution: Some(Contribution { dimensions, values: Some(EXPLAINED_VALUES) }),
            ..request.clone()
        })
        .collect()
}

/// Categories of the metric's own table and one join away; the one that it is broken down by first.
fn explained_dimensions(state: &ExploreState, metric: &Metric) -> Vec<String> {
    let is_near = |name: &str| name.matches("__").count() <= 1;
    let mut names: Vec<String> = dimensions(metric)
        .filter(|option| option.kind == GroupByKind::Categorical && is_near(&option.name))
        .map(|option| option.name.clone())
        .collect();
    names.sort_by_key(|name| state.by.as_ref() != Some(name));
    names
}

fn explain_request(
    state: &ExploreState,
    metric: &Metric,
    period: NaiveDate,
    as_of: Option<NaiveDate>,
) -> Option<MetricRequest> {
    use martlet_semantic::{Against, Comparison as Asked};
    let grain = state.grain?;
    let is_last_year = state.compare == Some(Comparison::PreviousYear) && grain != Grain::Year;
    let running_until = as_of.filter(|day| !grain.is_complete(period, *day) && *day >= period);
    let span = DateSpan { from: period, to: running_until.unwrap_or_else(|| grain.end(period)) };
    let comparison = match (running_until, is_last_year, grain) {
        (Some(_), is_last_year, _) => {
            let against = if is_last_year { Against::LastYear } else { Against::Previous };
            Asked::ToDate { grain: grain.name().to_owned(), against }
        }
        (None, false, _) => Asked::PreviousPeriod,
        // Weeks of two years begin on different days.
        (None, true, Grain::Week) => {
            let back = |day| Grain::Week.shift(day, -52);
            Asked::Custom { range: DateSpan { from: back(span.from), to: back(span.to) }.to_constraint() }
        }
        (None, true, _) => Asked::SamePeriodLastYear,
    };
    Some(MetricRequest {
        metrics: vec![metric.name.clone()],
        where_filters: templates(state, metric),
        time_constraint: Some(span.to_constraint()),
        comparison: Some(comparison),
        ..MetricRequest::default()
    })
}

/// The values of one dimension with the number of rows that have them, the most frequent first; those that begin
/// with `prefix` unless it is empty.
pub fn values_request(dimension: &str, prefix: &str, limit: u64) -> MetricRequest {
    MetricRequest {
        group_by: vec![GroupByItem::Name(dimension.to_owned())],
        limit: Some(limit),
        values: Some(Values { prefix: (!prefix.is_empty()).then(|| prefix.to_owned()) }),
        ..MetricRequest::default()
    }
}

/// The rows behind a mark, with the periods and values by which they were counted.
pub fn rows_request(state: &ExploreState, metric: &Metric, mark: &Mark, catalog: &Catalog) -> MetricRequest {
    let as_of = as_of_date(catalog);
    let range = mark.period.and_then(|period| mark.range(period, state, as_of)).unwrap_or(state.range);
    let mut names: Vec<String> = state.grain.map(time_item).into_iter().collect();
    names.extend(mark.part.as_ref().map(|part| &part.dimension).or(state.by.as_ref()).cloned());
    MetricRequest {
        metrics: vec![metric.name.clone()],
        group_by: names.into_iter().map(GroupByItem::Name).collect(),
        where_filters: written(&mark.filters(state), metric),
        time_constraint: range.resolve(as_of).map(DateSpan::to_constraint).filter(|_| state.grain.is_some()),
        rows: true,
        limit: Some(MOST_ROWS),
        ..MetricRequest::default()
    }
}

fn templates(state: &ExploreState, metric: &Metric) -> Vec<String> {
    written(&state.filters, metric)
}

fn written(filters: &[Filter], metric: &Metric) -> Vec<String> {
    filters.iter().filter_map(|filter| Some(filter.template(dimension(metric, &filter.dimension)?))).collect()
}

/// The breakdown's largest values and all others. What looks back over time is ranked by its last period.
fn largest(state: &ExploreState, metric: &Metric, by: &str) -> Top {
    Top { count: u64::from(state.top), item: Some(by.to_owned()), by: Some(metric.name.clone()), other: true }
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
