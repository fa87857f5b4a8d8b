//! State → metric requests.

use chrono::NaiveDate;
use martlet_semantic::{GroupByItem, MetricRequest};
use martlet_site::catalog::{Catalog, Metric};

use super::series::series_request;
use super::state::{ExploreState, dimension};
use crate::period::as_of_date;

/// What has to be asked to show one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requests {
    /// The metric over time, without the breakdown: for the head, and to know whether the parts add up.
    pub total: MetricRequest,
    /// The metric over time and breakdown.
    pub breakdown: Option<MetricRequest>,
    /// The metric over the range it is compared with.
    pub comparison: Option<MetricRequest>,
}

impl Requests {
    pub fn of(state: &ExploreState, metric: &Metric, catalog: &Catalog) -> Self {
        let as_of = as_of_date(catalog);
        let mut total = series_request(metric, state.grain, &state.range, as_of);
        total.where_filters = templates(state, metric);
        Self { breakdown: breakdown(state, &total), comparison: comparison(state, &total, as_of), total }
    }
}

fn templates(state: &ExploreState, metric: &Metric) -> Vec<String> {
    state.filters.iter().filter_map(|filter| Some(filter.template(dimension(metric, &filter.dimension)?))).collect()
}

fn breakdown(state: &ExploreState, total: &MetricRequest) -> Option<MetricRequest> {
    let by = state.by.as_ref()?;
    let mut request = total.clone();
    request.group_by.push(GroupByItem::Name(by.clone()));
    request.order_by.push(by.clone());
    Some(request)
}

fn comparison(state: &ExploreState, total: &MetricRequest, as_of: Option<NaiveDate>) -> Option<MetricRequest> {
    let span = state.compare?.span(&state.range, state.grain?, as_of)?;
    let mut request = total.clone();
    request.time_constraint = Some(span.to_constraint());
    Some(request)
}

/// The values of one dimension of a metric, by name: for a filter whose values the catalog lacks.
pub fn values_request(metric: &Metric, dimension: &str, limit: u64) -> MetricRequest {
    MetricRequest {
        metrics: vec![metric.name.clone()],
        group_by: vec![GroupByItem::Name(dimension.to_owned())],
        order_by: vec![dimension.to_owned()],
        limit: Some(limit),
        ..MetricRequest::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::{Action, reduce};
    use crate::first;
    use crate::fixture;
    use crate::period::Comparison;

    #[test]
    fn the_first_view_asks_what_was_computed_in_advance() {
        let catalog = fixture::catalog();
        let first = first::requests(&catalog);
        for metric in &catalog.metrics {
            let requests = Requests::of(&ExploreState::of(metric), metric, &catalog);
            assert!(first.contains(&requests.total), "{}", metric.name);
            assert_eq!((requests.breakdown, requests.comparison), (None, None));
        }
    }

    #[test]
    fn breakdown_filter_and_comparison_come_along() {
        let catalog = fixture::catalog();
        let mut state = ExploreState::of(&catalog.metrics[0]);
        for action in [
            Action::BreakDown(Some("customer__industry".to_owned())),
            Action::only("customer__country", "O'Land"),
            Action::Compare(Some(Comparison::PreviousYear)),
        ] {
            state = reduce(&state, action, &catalog).0;
        }
        let requests = Requests::of(&state, &catalog.metrics[0], &catalog);
        let written: Vec<String> = [Some(requests.total), requests.breakdown, requests.comparison]
            .into_iter()
            .flatten()
            .map(|request| request.key())
            .collect();
        expect_test::expect![[r#"
            {"metrics":["mrr"],"group_by":["metric_time__month"],"where":["{{ Dimension('customer__country') }} = 'O''Land'"],"time_constraint":["2024-11-01","2026-11-21"],"order_by":["metric_time__month"]}
            {"metrics":["mrr"],"group_by":["metric_time__month","customer__industry"],"where":["{{ Dimension('customer__country') }} = 'O''Land'"],"time_constraint":["2024-11-01","2026-11-21"],"order_by":["metric_time__month","customer__industry"]}
            {"metrics":["mrr"],"group_by":["metric_time__month"],"where":["{{ Dimension('customer__country') }} = 'O''Land'"],"time_constraint":["2023-11-01","2025-11-21"],"order_by":["metric_time__month"]}"#]]
        .assert_eq(&written.join("\n"));
    }
}
