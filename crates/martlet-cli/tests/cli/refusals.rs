//! What a request is refused for, one kind at a time and all at once, as `martlet query` says it.

use std::fs;

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use crate::support::{Run, Shop, martlet};

const SOURCE: [&str; 4] = ["--semantic-manifest", "dbt/target/semantic_manifest.json", "--tables", "dbt/exports"];

/// The shop with what it takes to be refused: refunds of orders, a balance by month, contacts that lead to a
/// customer in two ways, metrics that look back, and two metrics that are defined through each other.
fn shop() -> Shop {
    let mut shop = Shop::new();
    let relation = |name: &str| json!({"alias": name, "schema_name": "main", "database": "shop"});
    let time = |grain: &str| json!({"name": "at", "type": "time", "type_params": {"time_granularity": grain}});
    let entity = |name: &str, kind: &str| json!({"name": name, "type": kind, "expr": format!("{name}_id")});
    let models = [
        json!({
            "name": "refunds", "node_relation": relation("fact_refunds"),
            "defaults": {"agg_time_dimension": "at"},
            "entities": [entity("refund", "primary"), entity("order", "foreign")],
            "dimensions": [time("day"), {"name": "cause", "type": "categorical"}],
            "measures": [{"name": "refund_count", "agg": "sum", "expr": "1"}],
        }),
        json!({
            "name": "balances", "node_relation": relation("fact_balances"),
            "defaults": {"agg_time_dimension": "at"},
            "entities": [entity("balance", "primary"), entity("buyer", "foreign"), entity("payer", "foreign")],
            "dimensions": [time("month")],
            "measures": [{"name": "balance_sum", "agg": "sum", "expr": "amount"}],
        }),
        json!({
            "name": "buyers", "node_relation": relation("dim_buyer"),
            "entities": [entity("buyer", "primary"), entity("home", "foreign")], "dimensions": [], "measures": [],
        }),
        json!({
            "name": "payers", "node_relation": relation("dim_payer"),
            "entities": [entity("payer", "primary"), entity("home", "foreign")], "dimensions": [], "measures": [],
        }),
        json!({
            "name": "homes", "node_relation": relation("dim_home"),
            "entities": [entity("home", "primary")],
            "dimensions": [{"name": "city", "type": "categorical"}], "measures": [],
        }),
    ];
    push(&mut shop.semantic_manifest["semantic_models"], models);
    let simple = |name: &str, measure: &str| json!({"name": name, "type": "simple", "type_params": {"measure": {"name": measure}}});
    let derived = |name: &str, expr: &str, inputs: &Value| json!({"name": name, "type": "derived", "type_params": {"expr": expr, "metrics": inputs}});
    let metrics = [
        simple("refunds", "refund_count"),
        simple("balance", "balance_sum"),
        derived(
            "growth",
            "revenue - before",
            &json!([
                {"name": "revenue"},
                {"name": "revenue", "alias": "before", "offset_window": {"count": 1, "granularity": "month"}},
            ]),
        ),
        derived("hen", "egg + 1", &json!([{"name": "egg"}])),
        derived("egg", "hen - 1", &json!([{"name": "hen"}])),
    ];
    push(&mut shop.semantic_manifest["metrics"], metrics);
    shop.write_artifacts();
    shop
}

fn push(list: &mut Value, more: impl IntoIterator<Item = Value>) {
    list.as_array_mut().expect("a list").extend(more);
}

fn ask(shop: &Shop, args: &[&str]) -> Run {
    martlet(shop.dir(), [&["query"], SOURCE.as_slice(), args].concat())
}

fn refused(args: &[&str], expected: Expect) {
    refused_by(&shop(), args, expected);
}

fn refused_by(shop: &Shop, args: &[&str], expected: Expect) {
    let run = ask(shop, args).expect_code(2);
    assert_eq!(run.stdout, "");
    expected.assert_eq(&run.stderr);
}

#[test]
fn an_unknown_dimension_with_the_nearest_ones() {
    refused(
        &["--metrics", "revenue", "--group-by", "customer__contry"],
        expect![[r#"
        error: there is no dimension or entity named 'customer__contry' that can be combined with 'revenue'
          do:    Did you mean customer__country, customer?
          code:  MRT-S004

    "#]],
    );
    refused(
        &["--metrics", "revenue", "--group-by", "country"],
        expect![[r#"
            error: there is no dimension or entity named 'country' that can be combined with 'revenue'
              do:    Did you mean customer__country?
              code:  MRT-S004

        "#]],
    );
    refused(
        &["--metrics", "revenue", "--where", "{{ Dimension('order__state') }} = 'paid'"],
        expect![[r#"
        error: there is no dimension or entity named 'order__state' that can be combined with 'revenue'
          do:    Did you mean order__status, order__customer, order?
          code:  MRT-S004

    "#]],
    );
}

#[test]
fn a_function_that_is_not_there_in_the_filter_as_it_was_written() {
    let run = ask(&shop(), &["--metrics", "revenue", "--where", "lenght({{ Dimension('customer__country') }}) = 2"]);
    let run = run.expect_code(2);
    assert!(
        run.stderr.starts_with(
            "error: there is no function `lenght` \
             (in the filter: `lenght({{ Dimension('customer__country') }}) = 2`)\n  do:    Did you mean `length`"
        ),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("code:  MRT-E016"), "{}", run.stderr);
}

#[test]
fn what_a_metric_of_the_project_says_wrongly_is_named() {
    let mut shop = shop();
    let filter =
        json!({"where_filters": [{"where_sql_template": "{{ Dimension('customer__country') }} ->> 'a' = 'D'"}]});
    for metric in shop.semantic_manifest["metrics"].as_array_mut().expect("a list") {
        if metric["name"] == "revenue" {
            metric["filter"] = filter.clone();
        }
    }
    shop.write_artifacts();
    let run = ask(&shop, &["--metrics", "doubled"]).expect_code(2);
    assert!(
        run.stderr
            .contains("(in the filter of metric 'revenue': `{{ Dimension('customer__country') }} ->> 'a' = 'D'`)"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("code:  MRT-E019"), "{}", run.stderr);
}

#[test]
fn an_ambiguous_name_with_the_names_in_full() {
    refused(
        &["--metrics", "balance", "--group-by", "home__city"],
        expect![[r#"
            error: 'home__city' is ambiguous: it can mean 'buyer__home__city', 'payer__home__city'
              do:    Write buyer__home__city or payer__home__city.
              code:  MRT-S006

        "#]],
    );
}

#[test]
fn a_grain_finer_than_the_data_and_one_that_is_none() {
    refused(
        &["--metrics", "balance", "--group-by", "metric_time__day"],
        expect![[r#"
        error: 'metric_time' exists only from month upwards, so it cannot be asked for by day
          do:    Ask for metric_time__month or coarser.
          code:  MRT-S008

    "#]],
    );
    refused(
        &["--metrics", "balance", "--group-by", "metric_time__decade"],
        expect![[r#"
        error: there is no time grain named 'decade' (in 'metric_time__decade')
          do:    Known grains: nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year.
          code:  MRT-S007

    "#]],
    );
}

#[test]
fn a_join_that_would_count_rows_twice() {
    refused(
        &["--metrics", "revenue", "--group-by", "refund__cause"],
        expect![[r#"
        error: 'refund__cause' cannot be combined with metric 'revenue': refunds has many rows for one order, so joining it would count rows of orders more than once (fan-out)
          do:    Ask for it with a metric of refunds instead.
          code:  MRT-S026

    "#]],
    );
}

#[test]
fn a_dimension_that_nothing_leads_to() {
    refused(
        &["--metrics", "revenue", "--group-by", "home__city"],
        expect![[r#"
        error: 'home__city' cannot be combined with metric 'revenue': no entity leads from orders to homes within two joins
          code:  MRT-S005

    "#]],
    );
}

#[test]
fn a_look_back_without_a_time_spine() {
    let mut shop = shop();
    shop.semantic_manifest["project_configuration"] = json!({"time_spines": []});
    shop.write_artifacts();
    refused_by(
        &shop,
        &["--metrics", "growth", "--group-by", "metric_time__month"],
        expect![[r#"
        error: metric 'growth' needs a time spine: no time spine has grain month or finer
          do:    Declare a time spine of grain month or finer in the dbt project.
          code:  MRT-S022

    "#]],
    );
}

#[test]
fn a_look_back_without_time() {
    refused(
        &["--metrics", "growth"],
        expect![[r#"
        error: metric 'growth' compares with an earlier time, so the request must group by metric_time or its aggregation time dimension
          do:    Add metric_time to the group-by items.
          code:  MRT-S020

    "#]],
    );
}

#[test]
fn metrics_that_are_defined_through_each_other() {
    refused(
        &["--metrics", "hen"],
        expect![[r#"
        error: metric 'hen' is defined through itself: hen → egg → hen
          do:    Take one of these metrics out of the others' inputs.
          code:  MRT-S023

    "#]],
    );
}

#[test]
fn all_problems_at_once() {
    let mut shop = shop();
    shop.semantic_manifest["project_configuration"] = json!({"time_spines": []});
    shop.write_artifacts();
    refused_by(
        &shop,
        &[
            "--metrics",
            "revenu,growth,hen,balance",
            "--group-by",
            "metric_time__month,customer__contry,refund__cause,metric_time__decade",
            "--where",
            "{{ Dimension('order__state') }} = 'paid' and {{ Dimension('order__chanel') }} = 'web'",
            "--order-by",
            "profit,-revenu",
            "--start-time",
            "2026-13-01",
            "--end-time",
            "2026-01-01",
        ],
        expect![[r#"
            error: '2026-13-01' is not a date or a timestamp
              do:    Write 2024-01-31 or 2024-01-31 12:30:00.
              code:  MRT-S014

            error: there is no metric named 'revenu'
              do:    Did you mean revenue?
              code:  MRT-S002

            error: metric 'hen' is defined through itself: hen → egg → hen
              do:    Take one of these metrics out of the others' inputs.
              code:  MRT-S023

            error: there is no dimension or entity named 'customer__contry' that can be combined with 'growth', 'balance'
              do:    Did you mean customer__country, customer?
              code:  MRT-S004

            error: 'refund__cause' cannot be combined with metric 'growth': refunds has many rows for one order, so joining it would count rows of orders more than once (fan-out)
              do:    Ask for it with a metric of refunds instead.
              code:  MRT-S026

            error: there is no time grain named 'decade' (in 'metric_time__decade')
              do:    Known grains: nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year.
              code:  MRT-S007

            error: there is no dimension or entity named 'order__state' that can be combined with 'growth', 'balance'
              do:    Did you mean order__status, order__customer, order?
              code:  MRT-S004

            error: there is no dimension or entity named 'order__chanel' that can be combined with 'growth', 'balance'
              do:    Did you mean order, order__customer, order__status?
              code:  MRT-S004

            error: cannot order by 'profit': it is not among the metrics and group-by items asked for
              do:    Order by one of metric_time__month, growth, balance.
              code:  MRT-S013

            error: metric 'growth' needs a time spine: no time spine has grain month or finer
              do:    Declare a time spine of grain month or finer in the dbt project.
              code:  MRT-S022

            10 errors
        "#]],
    );
}

#[test]
fn without_one_sound_metric_the_rest_is_still_read() {
    refused(
        &[
            "--metrics",
            "revenu",
            "--group-by",
            "customer__contry,order__status",
            "--where",
            "{{ Dimension('customer__country') }} = 'DE'; drop table t",
            "--order-by",
            "-revenu",
        ],
        expect![[r#"
            error: there is no metric named 'revenu'
              do:    Did you mean revenue?
              code:  MRT-S002

            error: there is no dimension or entity named 'customer__contry'
              do:    Did you mean customer__country, customer?
              code:  MRT-S004

            error: filter `{{ Dimension('customer__country') }} = 'DE'; drop table t` is not a plain expression: `;` is not allowed
              code:  MRT-S012

            3 errors
        "#]],
    );
}

#[test]
fn a_saved_query_that_is_not_there_and_what_is_added_to_it() {
    refused(
        &["--saved-query", "by_contry", "--group-by", "metric_time__decade"],
        expect![[r#"
        error: there is no saved query named 'by_contry'
          do:    Did you mean by_country?
          code:  MRT-S019

        error: there is no time grain named 'decade' (in 'metric_time__decade')
          do:    Known grains: nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year.
          code:  MRT-S007

        2 errors
    "#]],
    );
}

#[test]
fn in_a_batch_each_problem_has_its_code() {
    let shop = shop();
    let requests = json!([{"name": "several", "request": {"metrics": ["revenu", "hen"], "group_by": ["country"]}}]);
    fs::write(shop.dir().join("requests.json"), requests.to_string()).expect("a file");
    let run = ask(&shop, &["--requests", "requests.json"]).expect_code(0);
    let problems = run.json()["error"]["problems"].clone();
    let codes: Vec<&str> =
        problems.as_array().expect("a list").iter().filter_map(|problem| problem["code"].as_str()).collect();
    assert_eq!(codes, ["MRT-S002", "MRT-S023", "MRT-S004"], "{problems:#}");
}
