//! Composed requests cross to the worker as they were made.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use martlet_protocol::{Asker, ToEngine};
use martlet_semantic::{Against, Comparison, Contribution, MetricRequest, Top, Totals, Values};
use serde_json::json;

fn crosses(request: MetricRequest, expected: &serde_json::Value) {
    let message = ToEngine::Metrics { id: 7, request };
    let sent = serde_json::to_value(&message).unwrap();
    assert_eq!(sent["request"], *expected);
    assert_eq!(serde_json::from_value::<ToEngine>(sent).unwrap(), message);
}

#[test]
fn comparisons_totals_and_top_values() {
    let request = MetricRequest {
        metrics: vec!["revenue".to_owned()],
        group_by: vec!["customer__country".into()],
        time_constraint: Some(("2026-11-01".to_owned(), "2026-11-21".to_owned())),
        comparison: Some(Comparison::ToDate { grain: "month".to_owned(), against: Against::LastYear }),
        totals: Some(Totals::Rollup),
        top: Some(Top { count: 5, item: None, by: Some("revenue".to_owned()), other: true }),
        as_of: Some("2026-11-21".to_owned()),
        ..MetricRequest::default()
    };
    let expected = json!({
        "metrics": ["revenue"], "group_by": ["customer__country"], "time_constraint": ["2026-11-01", "2026-11-21"],
        "comparison": {"kind": "to_date", "grain": "month", "against": "last_year"},
        "totals": "rollup", "top": {"count": 5, "by": "revenue"}, "as_of": "2026-11-21",
    });
    // What is as usual is not sent.
    crosses(request, &expected);
}

#[test]
fn contributions_and_values() {
    let request = MetricRequest {
        metrics: vec!["revenue".to_owned()],
        time_constraint: Some(("2026-10-01".to_owned(), "2026-10-31".to_owned())),
        comparison: Some(Comparison::Custom { range: ("2026-08-01".to_owned(), "2026-08-31".to_owned()) }),
        contribution: Some(Contribution { dimensions: vec!["customer__country".to_owned()], values: Some(3) }),
        ..MetricRequest::default()
    };
    crosses(
        request,
        &json!({
            "metrics": ["revenue"], "time_constraint": ["2026-10-01", "2026-10-31"],
            "comparison": {"kind": "custom", "range": ["2026-08-01", "2026-08-31"]},
            "contribution": {"dimensions": ["customer__country"], "values": 3},
        }),
    );
    let values = MetricRequest {
        group_by: vec!["customer__country".into()],
        limit: Some(20),
        values: Some(Values { prefix: Some("ge".to_owned()) }),
        ..MetricRequest::default()
    };
    crosses(values, &json!({"group_by": ["customer__country"], "limit": 20, "values": {"prefix": "ge"}}));
}

#[test]
fn what_cannot_be_read_still_says_who_asked() {
    let text = r#"{"type": "metrics", "id": 7, "request": {"metrics": ["revenue"], "limit": -1}}"#;
    assert!(serde_json::from_str::<ToEngine>(text).is_err());
    assert_eq!(serde_json::from_str::<Asker>(text).unwrap().id, 7);
    for nobody in ["", "[]", r#"{"id": -1}"#, r#"{"type": "open"}"#] {
        assert!(serde_json::from_str::<Asker>(nobody).is_err(), "{nobody}");
    }
}
