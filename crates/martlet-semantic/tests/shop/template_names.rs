//! Group-by items and orders named by templates mean what their dundered names mean.

use expect_test::expect;

use crate::{check_refused, layer, request};

fn same(by_template: &str, dundered: &str) {
    let sql = |json: &str| layer().compile(&request(json)).unwrap_or_else(|error| panic!("{json}: {error}")).sql;
    assert_eq!(sql(by_template), sql(dundered));
}

#[test]
fn either_form_is_the_same_request() {
    same(
        r#"{"metrics": ["orders"], "group_by": ["TimeDimension('metric_time', 'month')", "Dimension('customer__segment')"],
            "order_by": ["TimeDimension('metric_time', 'month').descending(True)", "-Metric('orders')"]}"#,
        r#"{"metrics": ["orders"], "group_by": ["metric_time__month", "customer__segment"],
            "order_by": ["-metric_time__month", "-orders"]}"#,
    );
    same(
        r#"{"metrics": ["orders"], "group_by": ["Dimension('metric_time').grain('MONTH')", "Entity('customer')"]}"#,
        r#"{"metrics": ["orders"], "group_by": ["metric_time__month", "customer"]}"#,
    );
    same(
        r#"{"metrics": ["orders"], "group_by": ["TimeDimension('metric_time', date_part_name='year')"]}"#,
        r#"{"metrics": ["orders"], "group_by": [{"name": "metric_time", "date_part": "year"}]}"#,
    );
}

#[test]
fn a_grain_in_a_name_counts_for_time_dimensions_only() {
    same(
        r#"{"metrics": ["orders"], "where": ["{{ TimeDimension('metric_time__month') }} = '2024-02-01'"]}"#,
        r#"{"metrics": ["orders"], "where": ["{{ TimeDimension('metric_time', 'month') }} = '2024-02-01'"]}"#,
    );
    same(
        r#"{"metrics": ["orders"], "where": ["{{ Dimension('metric_time__month') }} = '2024-02-01'"]}"#,
        r#"{"metrics": ["orders"], "where": ["{{ TimeDimension('metric_time', 'day') }} = '2024-02-01'"]}"#,
    );
}

#[test]
fn what_is_no_name() {
    check_refused(
        r#"{"metrics": ["orders"], "group_by": ["Metric('orders')"], "order_by": ["Orders("],
            "where": ["{{ Dimension('order__customer__segment') }} = 'x'",
                      "{{ TimeDimension('metric_time__month', 'day') }} = '2024-02-01'"]}"#,
        expect![[r#"
            MRT-S011 filter `Metric('orders')`: a metric is nothing to group by; name it among the metrics
            MRT-S011 filter `order__customer__segment`: it names more than one entity; write 'customer__segment', entity_path=['order']
            MRT-S011 filter `metric_time__month`: it names two grains, month and day
            MRT-S011 filter `Orders(`: there is Dimension, TimeDimension, Entity and Metric, but no `Orders`"#]],
    );
    check_refused(
        r#"{"group_by": ["order__channel"], "min_max_only": true, "limit": 3}"#,
        expect![
            "MRT-S017 smallest and largest values are asked for one group-by item at a time, without metrics, order or limit"
        ],
    );
    check_refused(
        r#"{"metrics": ["orders"], "group_by": ["segment"]}"#,
        expect![
            "MRT-S004 there is no dimension or entity named 'segment' that can be combined with 'orders' [Did you mean customer__segment?]"
        ],
    );
}
