//! Values of enumerations that only a newer dbt knows: what uses one is refused by name, all else answers as before.

use expect_test::{Expect, expect};
use martlet_project::semantic_manifest::SemanticManifest;
use martlet_semantic::SemanticLayer;
use serde_json::Value;

use crate::{layer, request};

const REQUESTS: [&str; 10] = [
    r#"{"metrics": ["revenue"], "group_by": ["order__channel"]}"#,
    r#"{"metrics": ["revenue"], "group_by": ["customer__segment"]}"#,
    r#"{"metrics": ["buyers"], "group_by": ["metric_time__month"]}"#,
    r#"{"metrics": ["balance"], "group_by": ["metric_time__month"]}"#,
    r#"{"metrics": ["visit_to_order"]}"#,
    r#"{"metrics": ["buyers_28d"], "group_by": ["metric_time__month"]}"#,
    r#"{"metrics": ["revenue_ytd"], "group_by": ["metric_time__month"]}"#,
    r#"{"metrics": ["revenue_per_order", "orders_per_visit"]}"#,
    r#"{"metrics": ["revenue_growth"], "group_by": ["metric_time__month"]}"#,
    r#"{"metrics": ["orders"], "group_by": ["metric_time__fiscal_quarter"]}"#,
];

/// The shop's manifest with another value; what is refused then, beside the issues.
fn check(pointer: &str, value: &str, expected: Expect) {
    let mut manifest: Value = serde_json::from_str(include_str!("../fixtures/shop.json")).unwrap();
    let (owner, field) = pointer.rsplit_once('/').unwrap();
    let owner = manifest.pointer_mut(owner).unwrap_or_else(|| panic!("there is no {owner}"));
    owner[field] = Value::from(value);
    let manifest = SemanticManifest::from_json(&manifest.to_string()).unwrap();
    let (known, changed) = (layer(), SemanticLayer::new(manifest).unwrap());
    let mut lines: Vec<String> = changed
        .issues()
        .iter()
        .map(ToString::to_string)
        .filter(|issue| !known.issues().iter().any(|known| known.to_string() == *issue))
        .collect();
    for json in REQUESTS {
        let before = known.compile(&request(json)).unwrap();
        match changed.compile(&request(json)) {
            Ok(after) => assert_eq!(before, after, "{json}"),
            Err(error) => {
                lines.push(format!("{json}\n  {} {error} [{}]", error.code(), error.hint().unwrap_or_default()))
            }
        }
    }
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn metrics() {
    check(
        "/metrics/0/type",
        "funnel",
        expect![[r#"
            MRT-S041 metric revenue_per_order: metric 'revenue_per_order' cannot be used: the type of metric 'revenue' is 'funnel', which this version does not know
            MRT-S041 metric revenue_growth: metric 'revenue_growth' cannot be used: the type of metric 'revenue' is 'funnel', which this version does not know
            MRT-S204 metric revenue: it is left out: the type of metric 'revenue' is 'funnel', which this version does not know; known are simple, ratio, cumulative, derived, conversion
            {"metrics": ["revenue"], "group_by": ["order__channel"]}
              MRT-S041 metric 'revenue' cannot be used: its type is 'funnel', which this version does not know [Known are simple, ratio, cumulative, derived, conversion. A newer version of Martlet may know it.]
            {"metrics": ["revenue"], "group_by": ["customer__segment"]}
              MRT-S041 metric 'revenue' cannot be used: its type is 'funnel', which this version does not know [Known are simple, ratio, cumulative, derived, conversion. A newer version of Martlet may know it.]
            {"metrics": ["revenue_per_order", "orders_per_visit"]}
              MRT-S041 metric 'revenue_per_order' cannot be used: the type of metric 'revenue' is 'funnel', which this version does not know [Known are simple, ratio, cumulative, derived, conversion. A newer version of Martlet may know it.]
            {"metrics": ["revenue_growth"], "group_by": ["metric_time__month"]}
              MRT-S041 metric 'revenue_growth' cannot be used: the type of metric 'revenue' is 'funnel', which this version does not know [Known are simple, ratio, cumulative, derived, conversion. A newer version of Martlet may know it.]"#]],
    );
    check(
        "/metrics/10/type_params/cumulative_type_params/period_agg",
        "middle",
        expect![[r#"
            MRT-S204 metric buyers_28d: it is left out: the type_params.cumulative_type_params.period_agg of metric 'buyers_28d' is 'middle', which this version does not know; known are first, last, average
            {"metrics": ["buyers_28d"], "group_by": ["metric_time__month"]}
              MRT-S041 metric 'buyers_28d' cannot be used: its type_params.cumulative_type_params.period_agg is 'middle', which this version does not know [Known are first, last, average. A newer version of Martlet may know it.]"#]],
    );
    check(
        "/metrics/11/type_params/cumulative_type_params/period_agg",
        "middle",
        expect![[r#"
        MRT-S204 metric revenue_ytd: it is left out: the type_params.cumulative_type_params.period_agg of metric 'revenue_ytd' is 'middle', which this version does not know; known are first, last, average
        {"metrics": ["revenue_ytd"], "group_by": ["metric_time__month"]}
          MRT-S041 metric 'revenue_ytd' cannot be used: its type_params.cumulative_type_params.period_agg is 'middle', which this version does not know [Known are first, last, average. A newer version of Martlet may know it.]"#]],
    );
    check(
        "/metrics/12/type_params/conversion_type_params/calculation",
        "conversion_speed",
        expect![[r#"
        MRT-S204 metric visit_to_order: it is left out: the type_params.conversion_type_params.calculation of metric 'visit_to_order' is 'conversion_speed', which this version does not know; known are conversions, conversion_rate
        {"metrics": ["visit_to_order"]}
          MRT-S041 metric 'visit_to_order' cannot be used: its type_params.conversion_type_params.calculation is 'conversion_speed', which this version does not know [Known are conversions, conversion_rate. A newer version of Martlet may know it.]"#]],
    );
    check(
        "/metrics/1/time_granularity",
        "fortnight",
        expect![[r#"
        MRT-S041 metric orders: metric 'orders' cannot be used: its time_granularity is 'fortnight', which this version does not know
        MRT-S041 metric revenue_per_order: metric 'orders' cannot be used: its time_granularity is 'fortnight', which this version does not know
        MRT-S041 metric web_share: metric 'orders' cannot be used: its time_granularity is 'fortnight', which this version does not know
        MRT-S041 metric orders_per_visit: metric 'orders' cannot be used: its time_granularity is 'fortnight', which this version does not know
        {"metrics": ["revenue_per_order", "orders_per_visit"]}
          MRT-S041 metric 'orders' cannot be used: its time_granularity is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter. A newer version of Martlet may know it.]
        {"metrics": ["orders"], "group_by": ["metric_time__fiscal_quarter"]}
          MRT-S041 metric 'orders' cannot be used: its time_granularity is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter. A newer version of Martlet may know it.]"#]],
    );
}

#[test]
fn grains_of_metrics() {
    check(
        "/metrics/9/type_params/metrics/1/offset_window/granularity",
        "fortnight",
        expect![[r#"
            MRT-S041 metric revenue_growth: metric 'revenue_growth' cannot be used: its type_params.metrics[].offset_window.granularity is 'fortnight', which this version does not know
            {"metrics": ["revenue_growth"], "group_by": ["metric_time__month"]}
              MRT-S041 metric 'revenue_growth' cannot be used: its type_params.metrics[].offset_window.granularity is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter. A newer version of Martlet may know it.]"#]],
    );
    check(
        "/metrics/9/type_params/metrics/1/offset_to_grain",
        "fortnight",
        expect![[r#"
        MRT-S041 metric revenue_growth: metric 'revenue_growth' cannot be used: its type_params.metrics[].offset_to_grain is 'fortnight', which this version does not know
        {"metrics": ["revenue_growth"], "group_by": ["metric_time__month"]}
          MRT-S041 metric 'revenue_growth' cannot be used: its type_params.metrics[].offset_to_grain is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter. A newer version of Martlet may know it.]"#]],
    );
    check(
        "/metrics/10/type_params/cumulative_type_params/window/granularity",
        "fortnight",
        expect![[r#"
            MRT-S041 metric buyers_28d: metric 'buyers_28d' cannot be used: its type_params.cumulative_type_params.window.granularity is 'fortnight', which this version does not know
            {"metrics": ["buyers_28d"], "group_by": ["metric_time__month"]}
              MRT-S041 metric 'buyers_28d' cannot be used: its type_params.cumulative_type_params.window.granularity is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter. A newer version of Martlet may know it.]"#]],
    );
    check(
        "/metrics/11/type_params/cumulative_type_params/grain_to_date",
        "fortnight",
        expect![[r#"
            MRT-S041 metric revenue_ytd: metric 'revenue_ytd' cannot be used: its type_params.cumulative_type_params.grain_to_date is 'fortnight', which this version does not know
            {"metrics": ["revenue_ytd"], "group_by": ["metric_time__month"]}
              MRT-S041 metric 'revenue_ytd' cannot be used: its type_params.cumulative_type_params.grain_to_date is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter. A newer version of Martlet may know it.]"#]],
    );
    check(
        "/metrics/12/type_params/conversion_type_params/window/granularity",
        "fortnight",
        expect![[r#"
            MRT-S041 metric visit_to_order: metric 'visit_to_order' cannot be used: its type_params.conversion_type_params.window.granularity is 'fortnight', which this version does not know
            {"metrics": ["visit_to_order"]}
              MRT-S041 metric 'visit_to_order' cannot be used: its type_params.conversion_type_params.window.granularity is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter. A newer version of Martlet may know it.]"#]],
    );
}

#[test]
fn measures() {
    check(
        "/semantic_models/0/measures/0/agg",
        "mode",
        expect![[r#"
            MRT-S041 metric revenue: metric 'revenue' cannot be used: the agg of measure 'revenue' of semantic model 'orders' is 'mode', which this version does not know
            MRT-S041 metric revenue_per_order: metric 'revenue' cannot be used: the agg of measure 'revenue' of semantic model 'orders' is 'mode', which this version does not know
            MRT-S041 metric revenue_growth: metric 'revenue' cannot be used: the agg of measure 'revenue' of semantic model 'orders' is 'mode', which this version does not know
            MRT-S041 metric revenue_ytd: metric 'revenue_ytd' cannot be used: the agg of measure 'revenue' of semantic model 'orders' is 'mode', which this version does not know
            MRT-S204 measure revenue of semantic model orders: it is left out: the agg of measure 'revenue' of semantic model 'orders' is 'mode', which this version does not know; known are sum, min, max, count_distinct, sum_boolean, average, percentile, median, count
            {"metrics": ["revenue"], "group_by": ["order__channel"]}
              MRT-S041 metric 'revenue' cannot be used: the agg of measure 'revenue' of semantic model 'orders' is 'mode', which this version does not know [Known are sum, min, max, count_distinct, sum_boolean, average, percentile, median, count. A newer version of Martlet may know it.]
            {"metrics": ["revenue"], "group_by": ["customer__segment"]}
              MRT-S041 metric 'revenue' cannot be used: the agg of measure 'revenue' of semantic model 'orders' is 'mode', which this version does not know [Known are sum, min, max, count_distinct, sum_boolean, average, percentile, median, count. A newer version of Martlet may know it.]
            {"metrics": ["revenue_ytd"], "group_by": ["metric_time__month"]}
              MRT-S041 metric 'revenue_ytd' cannot be used: the agg of measure 'revenue' of semantic model 'orders' is 'mode', which this version does not know [Known are sum, min, max, count_distinct, sum_boolean, average, percentile, median, count. A newer version of Martlet may know it.]
            {"metrics": ["revenue_per_order", "orders_per_visit"]}
              MRT-S041 metric 'revenue' cannot be used: the agg of measure 'revenue' of semantic model 'orders' is 'mode', which this version does not know [Known are sum, min, max, count_distinct, sum_boolean, average, percentile, median, count. A newer version of Martlet may know it.]
            {"metrics": ["revenue_growth"], "group_by": ["metric_time__month"]}
              MRT-S041 metric 'revenue' cannot be used: the agg of measure 'revenue' of semantic model 'orders' is 'mode', which this version does not know [Known are sum, min, max, count_distinct, sum_boolean, average, percentile, median, count. A newer version of Martlet may know it.]"#]],
    );
    check(
        "/semantic_models/2/measures/0/non_additive_dimension/window_choice",
        "middle",
        expect![[r#"
        MRT-S041 metric balance: metric 'balance' cannot be used: the non_additive_dimension.window_choice of measure 'balance' of semantic model 'balances' is 'middle', which this version does not know
        MRT-S204 measure balance of semantic model balances: it is left out: the non_additive_dimension.window_choice of measure 'balance' of semantic model 'balances' is 'middle', which this version does not know; known are min, max
        {"metrics": ["balance"], "group_by": ["metric_time__month"]}
          MRT-S041 metric 'balance' cannot be used: the non_additive_dimension.window_choice of measure 'balance' of semantic model 'balances' is 'middle', which this version does not know [Known are min, max. A newer version of Martlet may know it.]"#]],
    );
}

#[test]
fn dimensions_and_entities() {
    check(
        "/semantic_models/0/dimensions/1/type",
        "hierarchy",
        expect![[r#"
        MRT-S204 dimension channel of semantic model orders: it is left out: the type of dimension 'channel' of semantic model 'orders' is 'hierarchy', which this version does not know; known are categorical, time
        {"metrics": ["revenue"], "group_by": ["order__channel"]}
          MRT-S041 'order__channel' cannot be used: the type of dimension 'channel' of semantic model 'orders' is 'hierarchy', which this version does not know [Known are categorical, time. A newer version of Martlet may know it.]"#]],
    );
    check(
        "/semantic_models/0/dimensions/0/type_params/time_granularity",
        "fortnight",
        expect![[r#"
            MRT-S041 metric revenue: metric 'revenue' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know
            MRT-S041 metric orders: metric 'orders' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know
            MRT-S041 metric web_orders: metric 'web_orders' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know
            MRT-S041 metric buyers: metric 'buyers' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know
            MRT-S041 metric revenue_per_order: metric 'revenue' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know
            MRT-S041 metric web_share: metric 'web_orders' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know
            MRT-S041 metric orders_per_visit: metric 'orders' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know
            MRT-S041 metric revenue_growth: metric 'revenue' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know
            MRT-S041 metric buyers_28d: metric 'buyers_28d' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know
            MRT-S041 metric revenue_ytd: metric 'revenue_ytd' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know
            MRT-S204 measure revenue of semantic model orders: it is left out: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know; known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year
            MRT-S204 measure orders of semantic model orders: it is left out: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know; known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year
            MRT-S204 measure buyers of semantic model orders: it is left out: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know; known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year
            MRT-S204 measure median_amount of semantic model orders: it is left out: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know; known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year
            MRT-S204 dimension ordered_at of semantic model orders: it is left out: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know; known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year
            {"metrics": ["revenue"], "group_by": ["order__channel"]}
              MRT-S041 metric 'revenue' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]
            {"metrics": ["revenue"], "group_by": ["customer__segment"]}
              MRT-S041 metric 'revenue' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]
            {"metrics": ["buyers"], "group_by": ["metric_time__month"]}
              MRT-S041 metric 'buyers' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]
            {"metrics": ["visit_to_order"]}
              MRT-S041 metric 'visit_to_order' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]
            {"metrics": ["buyers_28d"], "group_by": ["metric_time__month"]}
              MRT-S041 metric 'buyers_28d' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]
            {"metrics": ["revenue_ytd"], "group_by": ["metric_time__month"]}
              MRT-S041 metric 'revenue_ytd' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]
            {"metrics": ["revenue_per_order", "orders_per_visit"]}
              MRT-S041 metric 'revenue' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know
            metric 'orders' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]
            {"metrics": ["revenue_growth"], "group_by": ["metric_time__month"]}
              MRT-S041 metric 'revenue' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]
            {"metrics": ["orders"], "group_by": ["metric_time__fiscal_quarter"]}
              MRT-S041 metric 'orders' cannot be used: the type_params.time_granularity of dimension 'ordered_at' of semantic model 'orders' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]"#]],
    );
    check(
        "/semantic_models/0/entities/1/type",
        "shared",
        expect![[r#"
            MRT-S204 entity customer of semantic model orders: it is left out: the type of entity 'customer' of semantic model 'orders' is 'shared', which this version does not know; known are primary, unique, foreign, natural
            {"metrics": ["revenue"], "group_by": ["customer__segment"]}
              MRT-S041 'customer__segment' cannot be used: the type of entity 'customer' of semantic model 'orders' is 'shared', which this version does not know [Known are primary, unique, foreign, natural. A newer version of Martlet may know it.]
            {"metrics": ["visit_to_order"]}
              MRT-S041 metric 'visit_to_order' cannot be used: the type of entity 'customer' of semantic model 'orders' is 'shared', which this version does not know [Known are primary, unique, foreign, natural. A newer version of Martlet may know it.]"#]],
    );
    check(
        "/semantic_models/3/entities/0/type",
        "shared",
        expect![[r#"
        MRT-S204 entity customer of semantic model customers: it is left out: the type of entity 'customer' of semantic model 'customers' is 'shared', which this version does not know; known are primary, unique, foreign, natural
        {"metrics": ["revenue"], "group_by": ["customer__segment"]}
          MRT-S041 'customer__segment' cannot be used: the type of entity 'customer' of semantic model 'customers' is 'shared', which this version does not know [Known are primary, unique, foreign, natural. A newer version of Martlet may know it.]"#]],
    );
}

#[test]
fn time_spines() {
    check(
        "/project_configuration/time_spines/0/primary_column/time_granularity",
        "fortnight",
        expect![[r#"
            MRT-S203 metric visits: it needs a time spine of grain day or finer, and the project has none
            MRT-S203 metric revenue_growth: it needs a time spine of grain day or finer, and the project has none
            MRT-S203 metric buyers_28d: it needs a time spine of grain day or finer, and the project has none
            MRT-S203 metric revenue_ytd: it needs a time spine of grain day or finer, and the project has none
            MRT-S204 custom granularity fiscal_quarter: it is left out: the primary_column.time_granularity of time spine 'dim_date' is 'fortnight', which this version does not know; known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year
            MRT-S204 time spine dim_date: it is left out: the primary_column.time_granularity of time spine 'dim_date' is 'fortnight', which this version does not know; known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year
            {"metrics": ["buyers_28d"], "group_by": ["metric_time__month"]}
              MRT-S041 a time spine of grain day or finer cannot be used: the primary_column.time_granularity of time spine 'dim_date' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]
            {"metrics": ["revenue_ytd"], "group_by": ["metric_time__month"]}
              MRT-S041 a time spine of grain day or finer cannot be used: the primary_column.time_granularity of time spine 'dim_date' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]
            {"metrics": ["revenue_growth"], "group_by": ["metric_time__month"]}
              MRT-S041 a time spine of grain month or finer cannot be used: the primary_column.time_granularity of time spine 'dim_date' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]
            {"metrics": ["orders"], "group_by": ["metric_time__fiscal_quarter"]}
              MRT-S041 'metric_time__fiscal_quarter' cannot be used: the primary_column.time_granularity of time spine 'dim_date' is 'fortnight', which this version does not know [Known are nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year. A newer version of Martlet may know it.]"#]],
    );
}

#[test]
fn a_model_without_its_validity_is_joined_to_nothing() {
    let mut manifest: Value =
        serde_json::from_str(include_str!("../../../../tests/awkward/artifacts/1.10.json")).unwrap();
    let known = SemanticLayer::new(SemanticManifest::from_json(&manifest.to_string()).unwrap()).unwrap();
    let models = manifest["semantic_models"].as_array_mut().unwrap();
    let plans = models.iter_mut().find(|model| model["name"] == "customer_plans").unwrap();
    let dimensions = plans["dimensions"].as_array_mut().unwrap();
    let validity = dimensions.iter_mut().find(|dimension| dimension["name"] == "valid_to").unwrap();
    validity["type_params"]["time_granularity"] = Value::from("fortnight");
    let changed = SemanticLayer::new(SemanticManifest::from_json(&manifest.to_string()).unwrap()).unwrap();
    let by = |item: &str| request(&format!(r#"{{"metrics": ["revenue"], "group_by": ["{item}"]}}"#));
    assert_eq!(known.compile(&by("customer__tier")), changed.compile(&by("customer__tier")));
    assert!(known.compile(&by("customer__plan")).is_ok());
    expect!["'customer__plan' cannot be used: the type_params.time_granularity of dimension 'valid_to' of semantic model 'customer_plans' is 'fortnight', which this version does not know"]
        .assert_eq(&changed.compile(&by("customer__plan")).unwrap_err().to_string());
}
