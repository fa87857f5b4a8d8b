//! The plainest request: one metric over time.

use chrono::NaiveDate;
use martlet_semantic::{GroupByItem, MetricRequest};
use martlet_site::catalog::{GroupByKind, Metric};

use crate::period::{Comparison, Grain, Range};

pub const METRIC_TIME: &str = "metric_time";

/// Grains by which the metric can be shown, finest first; empty when it has no time.
pub fn grains(metric: &Metric) -> Vec<Grain> {
    metric
        .group_by
        .iter()
        .find(|option| option.name == METRIC_TIME && option.kind == GroupByKind::Time)
        .map(|option| Grain::ALL.into_iter().filter(|g| option.grains.iter().any(|n| n == g.name())).collect())
        .unwrap_or_default()
}

/// Month where it is offered, else the next coarser, else the coarsest there is.
pub fn default_grain(metric: &Metric) -> Option<Grain> {
    let grains = grains(metric);
    grains.iter().copied().find(|grain| *grain >= Grain::Month).or(grains.last().copied())
}

/// `metric_time__month`
pub fn time_item(grain: Grain) -> String {
    format!("{METRIC_TIME}__{}", grain.name())
}

/// One metric by time, oldest first; its total when it has no time.
///
pub fn series_request(metric: &Metric, grain: Option<Grain>, range: &Range, as_of: Option<NaiveDate>) -> MetricRequest {
    let mut request = MetricRequest { metrics: vec![metric.name.clone()], ..MetricRequest::default() };
    if let Some(grain) = grain {
        let item = time_item(grain);
        request.group_by.push(GroupByItem::Name(item.clone()));
        request.order_by.push(item);
        request.time_constraint = range.resolve(as_of).map(|span| span.to_constraint());
        // Without a data day of the project, the tables themselves say where their data ends.
        request.flag_partial = as_of.is_none();
    }
    request
}

/// The same, each period beside the one before it, or beside the same one a year earlier: what a head and a tile show.
/// None where time is not limited, so that nothing lies before it.
pub fn compared_request(series: &MetricRequest, compare: Comparison, at: Times) -> Option<MetricRequest> {
    let span = at.range.resolve(at.as_of)?;
    let comparison = match compare {
        Comparison::PreviousPeriod => {
            martlet_semantic::Comparison::Custom { range: span.one_period_before(at.grain).to_constraint() }
        }
        Comparison::PreviousYear => martlet_semantic::Comparison::SamePeriodLastYear,
    };
    Some(MetricRequest {
        time_constraint: Some(span.to_constraint()),
        comparison: Some(comparison),
        flag_partial: false,
        as_of: at.as_of.map(|day| day.to_string()),
        ..series.clone()
    })
}

/// When a series is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    pub grain: Grain,
    pub range: Range,
    pub as_of: Option<NaiveDate>,
}
