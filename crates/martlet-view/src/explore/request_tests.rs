//! Requests as they are written.

use super::*;
use crate::explore::{Action, reduce};
use crate::first;
use crate::fixture;
use crate::overview::OverviewState;
use crate::period::Range;

fn written(requests: &[MetricRequest]) -> String {
    requests.iter().map(MetricRequest::key).collect::<Vec<_>>().join("\n")
}

fn state(actions: impl IntoIterator<Item = Action>, catalog: &Catalog) -> ExploreState {
    let first = ExploreState::of(&catalog.metrics[0]);
    actions.into_iter().fold(first, |state, action| reduce(&state, action, catalog).0)
}

#[test]
fn the_first_view_asks_what_was_computed_in_advance() {
    let catalog = fixture::catalog();
    let first = first::requests(&catalog);
    for metric in &catalog.metrics {
        let requests = Requests::of(&ExploreState::of(metric), metric, &catalog);
        assert!(first.contains(&requests.total), "{}", metric.name);
        assert_eq!((requests.parts, requests.compared), (None, None));
    }
}

#[test]
fn the_head_asks_what_the_overviews_tile_asks() {
    let catalog = fixture::catalog();
    let metric = &catalog.metrics[0];
    let tile = |compare| Some(OverviewState { compare, ..OverviewState::default() }.request(metric, &catalog));
    let requests = Requests::of(&ExploreState::of(metric), metric, &catalog);
    let asked = (requests.previous.clone(), requests.last_year.clone());
    assert_eq!(asked, (tile(Comparison::PreviousPeriod), tile(Comparison::PreviousYear)));
    assert_eq!(requests.all().len(), 2, "the series is in the first one");

    // Time without a beginning has nothing before it, and its head is still that of the newest periods.
    let state = ExploreState { range: Range::All, ..ExploreState::of(metric) };
    let all_time = Requests::of(&state, metric, &catalog);
    assert_eq!((all_time.previous.clone(), all_time.last_year.clone()), asked);
    assert_eq!((all_time.total.comparison.clone(), all_time.all().len()), (None, 3));
}

#[test]
fn breakdown_filter_and_comparison_are_one_question() {
    let catalog = fixture::catalog();
    let state = state(
        [
            Action::BreakDown(Some("customer__industry".to_owned())),
            Action::only("customer__country", Some("O'Land")),
            Action::Compare(Some(Comparison::PreviousYear)),
        ],
        &catalog,
    );
    let requests = Requests::of(&state, &catalog.metrics[0], &catalog);
    expect_test::expect![[r#"
        {"metrics":["mrr"],"group_by":["metric_time__month"],"where":["{{ Dimension('customer__country') }} = 'O''Land'"],"time_constraint":["2024-11-01","2026-11-21"],"order_by":["metric_time__month"],"comparison":{"kind":"custom","range":["2024-10-01","2026-10-21"]},"as_of":"2026-11-21"}
        {"metrics":["mrr"],"group_by":["metric_time__month"],"where":["{{ Dimension('customer__country') }} = 'O''Land'"],"time_constraint":["2024-11-01","2026-11-21"],"order_by":["metric_time__month"],"comparison":{"kind":"same_period_last_year"},"as_of":"2026-11-21"}
        {"metrics":["mrr"],"group_by":["metric_time__month","customer__industry"],"where":["{{ Dimension('customer__country') }} = 'O''Land'"],"time_constraint":["2024-11-01","2026-11-21"],"order_by":["metric_time__month","customer__industry"],"comparison":{"kind":"same_period_last_year"},"top":{"count":8,"item":"customer__industry","by":"mrr"},"as_of":"2026-11-21"}"#]].assert_eq(&written(&requests.drawn()));
    let whole = whole_range_request(&state, &catalog.metrics[0], &catalog);
    expect_test::expect![[r#"{"metrics":["mrr"],"group_by":["customer__industry"],"where":["{{ Dimension('customer__country') }} = 'O''Land'"],"time_constraint":["2024-11-01","2026-11-21"],"order_by":["customer__industry"],"comparison":{"kind":"same_period_last_year"},"totals":"grand","top":{"count":8,"item":"customer__industry","by":"mrr"},"as_of":"2026-11-21"}"#]].assert_eq(&written(whole.as_slice()));
}

#[test]
fn what_needs_time_is_not_asked_over_the_range_as_a_whole() {
    let mut catalog = fixture::catalog();
    catalog.metrics[0].needs_time = true;
    let state = state([Action::BreakDown(Some("customer__industry".to_owned()))], &catalog);
    assert_eq!(whole_range_request(&state, &catalog.metrics[0], &catalog), None);
}

#[test]
fn a_change_is_explained_over_equal_times() {
    let catalog = fixture::catalog();
    let metric = &catalog.metrics[0];
    let as_of = as_of_date(&catalog);
    let asked = |grain: Grain, compare: Option<Comparison>, day: &str| {
        let state = ExploreState { grain: Some(grain), compare, range: Range::All, ..ExploreState::of(metric) };
        let requests = explain_requests(&state, metric, day.parse().expect(day), as_of);
        let request = requests.into_iter().next().expect("it has a grain and dimensions");
        let (from, to) = request.time_constraint.expect("a range");
        format!("{from}..{to} {}", serde_json::to_string(&request.comparison).unwrap_or_default())
    };
    let year = Some(Comparison::PreviousYear);
    expect_test::expect![[r#"
        2026-10-01..2026-10-31 {"kind":"previous_period"}
        2026-10-01..2026-10-31 {"kind":"same_period_last_year"}
        2026-11-01..2026-11-21 {"kind":"to_date","grain":"month","against":"previous"}
        2026-11-01..2026-11-21 {"kind":"to_date","grain":"month","against":"last_year"}
        2026-11-09..2026-11-15 {"kind":"custom","range":["2025-11-10","2025-11-16"]}"#]]
    .assert_eq(
        &[
            asked(Grain::Month, None, "2026-10-01"),
            asked(Grain::Month, year, "2026-10-01"),
            asked(Grain::Month, None, "2026-11-01"),
            asked(Grain::Month, year, "2026-11-01"),
            asked(Grain::Week, year, "2026-11-09"),
        ]
        .join("\n"),
    );
}

#[test]
fn dimensions_of_one_table_are_explained_together() {
    let mut catalog = fixture::catalog();
    let option = catalog.metrics[0].group_by[1].clone();
    let named = |name: &str| martlet_site::catalog::GroupByOption { name: name.to_owned(), ..option.clone() };
    catalog.metrics[0].group_by.extend(["a__b", "a__c", "a__d", "a__far__e"].map(named));
    let state = state([Action::BreakDown(Some("a__d".to_owned()))], &catalog);
    let as_of = as_of_date(&catalog);
    let requests = explain_requests(&state, &catalog.metrics[0], "2026-10-01".parse().expect("a day"), as_of);
    let asked: Vec<_> = requests.into_iter().filter_map(|request| Some(request.contribution?.dimensions)).collect();
    assert_eq!(
        asked,
        [vec!["a__d", "a__b", "a__c"], vec!["customer__country", "customer__industry"]],
        "first the breakdown's table, and nothing two joins away"
    );
}
