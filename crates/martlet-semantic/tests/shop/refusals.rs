//! What is refused, and how it is said.

use expect_test::expect;

use crate::{check_refused, layer, request};

#[test]
fn all_problems_at_once() {
    check_refused(
        r#"{"metrics": ["revnue", "orders", "orders"], "group_by": ["customer__sgment", "metric_time__decade"],
            "where": ["{{ Dimension('order__chanel') }} = 'web'"], "order_by": ["profit"],
            "time_constraint": ["2024-03-01", "2041-01-01"]}"#,
        expect![[r#"
            MRT-S036 the date range ends (2041-01-01) after 2040-12-31, the last day of time as MetricFlow knows it [End with 2040-12-31 at the latest.]
            MRT-S002 there is no metric named 'revnue' [Did you mean revenue, revenue_ytd, revenue_growth?]
            MRT-S003 metric 'orders' is asked for more than once [Name it once.]
            MRT-S004 there is no dimension or entity named 'customer__sgment' that can be combined with 'orders' [Did you mean customer__segment, customer__signed_up_at, customer?]
            MRT-S007 there is no time grain named 'decade' (in 'metric_time__decade') [Known grains: nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter.]
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'orders' [Did you mean order__channel, order, order__customer?]
            MRT-S013 cannot order by 'profit': it is not among the metrics and group-by items asked for [Order by one of orders.]"#]],
    );
}

#[test]
fn what_cannot_be_combined() {
    check_refused(
        r#"{"metrics": ["visits"], "group_by": ["order__channel"]}"#,
        expect![
            "MRT-S026 'order__channel' cannot be combined with metric 'visits': many rows of visits and of orders belong to one customer, so joining them would count rows more than once (fan-out) [Ask for it with a metric of orders instead.]"
        ],
    );
    check_refused(
        r#"{"metrics": ["balance"], "group_by": ["metric_time__day"]}"#,
        expect![
            "MRT-S008 'metric_time' exists only from month upwards, so it cannot be asked for by day [Ask for metric_time__month or coarser.]"
        ],
    );
    check_refused(
        r#"{"metrics": ["revenue_growth"], "group_by": ["order__channel"]}"#,
        expect![
            "MRT-S020 metric 'revenue_growth' compares with an earlier time, so the request must group by metric_time or its aggregation time dimension [Add metric_time to the group-by items.]"
        ],
    );
    check_refused(
        r#"{"metrics": ["buyers_28d"], "group_by": [{"name": "metric_time", "date_part": "month"}]}"#,
        expect![
            "MRT-S021 metric 'buyers_28d' cannot be asked for by a date part: it adds up over time [Ask by a grain instead, such as metric_time__month.]"
        ],
    );
    check_refused(
        r#"{"metrics": ["loop_a"]}"#,
        expect![
            "MRT-S023 metric 'loop_a' is defined through itself: loop_a → loop_b → loop_a [Take one of these metrics out of the others' inputs.]"
        ],
    );
    check_refused(
        r#"{"metrics": ["future_kind"]}"#,
        expect![
            "MRT-S041 metric 'future_kind' cannot be used: its type is 'funnel', which this version does not know [Known are simple, ratio, cumulative, derived, conversion. A newer version of Martlet may know it.]"
        ],
    );
    check_refused(
        r#"{}"#,
        expect![
            "MRT-S001 the request asks for neither metrics nor group-by items [Name at least one metric or one group-by item.]"
        ],
    );
}

#[test]
fn filters_are_expressions_only() {
    for filter in [
        "1 = 1; drop table fact_order",
        "exists (select 1)",
        "channel = 'web'",
        "{{ Dimension('order__channel') }} = ('a'",
    ] {
        let json = serde_json::json!({"metrics": ["orders"], "where": [filter]}).to_string();
        let error = layer().compile(&request(&json)).err().unwrap();
        assert!(["MRT-S011", "MRT-S012"].contains(&error.code()), "{filter}: {error}");
    }
}

#[test]
fn what_needs_a_time_or_a_place_to_begin() {
    check_refused(
        r#"{"metrics": ["orders"], "where": ["{{ Metric('revenue_growth', group_by=['customer']) }} > 2"]}"#,
        expect![
            "MRT-S027 metric 'revenue_growth' cannot be in a filter: it compares with an earlier time, and there it is asked for without time"
        ],
    );
    check_refused(
        r#"{"group_by": ["metric_time__year"], "where": ["{{ Metric('orders', group_by=['customer']) }} > 2"]}"#,
        expect!["MRT-S025 no path joins 'customer__orders' [Add a metric, which says where to begin.]"],
    );
}
