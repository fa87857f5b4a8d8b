//! Each rule, on a project that breaks it.

use expect_test::{Expect, expect};
use martlet_project::{
    ColumnFacts, TableFacts,
    checks::{check_project, check_tables},
    locate_issues,
};
use serde_json::json;

use crate::shop::{Shop, shown};

fn check(shop: Shop, expected: Expect) {
    expected.assert_eq(&shown(&check_project(&shop.read())));
}

/// The key of dim_customer is not tested for null in the fixture, which is the only finding of the project as it is.
const BASE: &str =
    "warning[MRT-P022] models/marts/marts.yml: key column `customer_id` of `dim_customer` has no not_null test
  add `data_tests: [not_null]` to the column";

/// What a change adds to the findings of the project as it is.
fn check_added(shop: Shop, expected: Expect) {
    let issues: Vec<_> = check_project(&shop.read()).into_iter().filter(|issue| issue.to_string() != BASE).collect();
    expected.assert_eq(&shown(&issues));
}

#[test]
fn the_project_as_it_is() {
    assert_eq!(shown(&check_project(&Shop::new().read())), BASE);
}

#[test]
fn no_metrics() {
    let shop = Shop { semantic_manifest: Some(json!({"semantic_models": [], "metrics": []})), ..Shop::new() };
    check(
        shop,
        expect![[r#"
            warning[MRT-P011] semantic_manifest.json: the project defines no metrics; every number of the site will be ad hoc
              define semantic models and metrics in the project's YAML, then run `dbt parse`"#]],
    );
}

#[test]
fn duplicate_metrics() {
    let again = json!({"name": "revenue", "type": "simple", "type_params": {"measure": {"name": "orders"}}});
    check_added(
        Shop::new().semantic("/metrics/-", again),
        expect![[r#"
            error[MRT-P012] models/marts/metrics.yml: metric `revenue` is defined 2 times
              rename or remove all but one, so that the name means one number"#]],
    );
}

#[test]
fn missing_measures_and_metrics() {
    check_added(
        Shop::new()
            .semantic("/metrics/0/type_params/measure/name", json!("orders_total"))
            .semantic("/metrics/2/type_params/denominator/name", json!("zzz")),
        expect![[r#"
            error[MRT-P013] models/marts/metrics.yml: metric `revenue` uses measure `orders_total`, which does not exist
              did you mean `order_total`?
            error[MRT-P014] models/marts/metrics.yml: metric `revenue_per_customer` uses metric `zzz`, which does not exist
              define the metric, or correct the name"#]],
    );
}

#[test]
fn a_semantic_model_on_nothing() {
    check_added(
        Shop::new().semantic("/semantic_models/0/node_relation/alias", json!("fct_orders")),
        expect![[r#"
            error[MRT-P015] models/marts/semantic.yml: semantic model `orders` stands on `fct_orders`, which is not a model of the project
              did you mean `fact_orders`?"#]],
    );
}

#[test]
fn metrics_without_words_or_owner() {
    check_added(
        Shop::new()
            .manifest("/metrics/metric.shop.revenue/label", json!(null))
            .manifest("/metrics/metric.shop.revenue/description", json!(" "))
            .manifest("/metrics/metric.shop.customers/meta", json!({})),
        expect![[r#"
            warning[MRT-P016] models/marts/metrics.yml: metric `revenue` has no label and no description
              write the label and the description that the dictionary should show
            warning[MRT-P017] models/marts/metrics.yml: metric `customers` has no owner
              set `config.meta.owner`, or `config.group` to a group with an owner"#]],
    );
}

#[test]
fn marts_and_columns_without_words() {
    check_added(
        Shop::new()
            .manifest("/nodes/model.shop.fact_orders/description", json!(""))
            .manifest("/nodes/model.shop.fact_orders/columns/amount/description", json!(""))
            .manifest("/nodes/model.shop.fact_orders/columns/ordered_at/description", json!("")),
        expect![[r#"
            warning[MRT-P020] models/marts/marts.yml: mart `fact_orders` has no description
              say in its YAML what one row is
            warning[MRT-P021] models/marts/marts.yml: mart `fact_orders`: columns `ordered_at` and `amount` without description
              describe each column in the mart's YAML"#]],
    );
}

#[test]
fn groups_and_exposures_that_point_nowhere() {
    check_added(
        Shop::new()
            .manifest("/metrics/metric.shop.revenue/config/group", json!("finances"))
            .manifest("/exposures/exposure.shop.board/depends_on/nodes/0", json!("metric.shop.revenues")),
        expect![[r#"
            error[MRT-P024] models/exposures.yml: exposure `board` depends on `metric.shop.revenues`, which does not exist
              did you mean `revenue`?
            error[MRT-P023] models/marts/metrics.yml: metric `revenue` is in group `finances`, which does not exist
              did you mean `finance`?"#]],
    );
}

#[test]
fn sources_without_freshness() {
    let none = json!({"warn_after": null, "error_after": null});
    let mut shop = Shop::new().manifest("/sources/source.shop.raw.orders/freshness", none);
    let results = shop.sources.as_mut().and_then(|file| file["results"].as_array_mut()).expect("a list");
    results.retain(|result| result["unique_id"] != "source.shop.raw.orders");
    check_added(
        shop,
        expect![[r#"
            note[MRT-P025] models/staging/sources.yml: source `raw.orders` has no freshness threshold, so it may grow old unnoticed
              set `freshness` with `warn_after` or `error_after`, and `loaded_at_field`"#]],
    );
}

#[test]
fn places_that_cannot_be_read() {
    check_added(
        Shop::new()
            .manifest("/nodes/model.shop.dim_customer/config/location", json!("{{ var('x') }}/c.parquet"))
            .manifest("/nodes/model.shop.fact_orders/config/format", json!("csv")),
        expect![[r#"
            error[MRT-P035] models/marts/dim_customer.sql: mart `dim_customer` is written to `{{ var('x') }}/c.parquet`, whose value only dbt knows
              write the location out, or name the folder with --marts
            error[MRT-P035] models/marts/fact_orders.sql: mart `fact_orders` is written as csv, not as Parquet
              set `format: parquet` on the model"#]],
    );
}

fn table(name: &str, columns: &[(&str, &str)], rows: u64, files: usize) -> TableFacts {
    let column =
        |(name, data_type): &(&str, &str)| ColumnFacts { name: (*name).into(), data_type: (*data_type).into() };
    TableFacts { name: name.into(), columns: columns.iter().map(column).collect(), rows, files }
}

const ORDERS: &[(&str, &str)] = &[
    ("order_id", "Int64"),
    ("customer_id", "Int64"),
    ("ordered_at", "Timestamp(Microsecond, None)"),
    ("amount", "Decimal128(18, 2)"),
];
const CUSTOMERS: &[(&str, &str)] = &[("customer_id", "Int64"), ("country", "Utf8")];

fn check_files(tables: &[TableFacts], expected: Expect) {
    expected.assert_eq(&shown(&check_tables(&Shop::new().read(), tables)));
}

#[test]
fn files_that_agree() {
    check_files(&[table("fact_orders", ORDERS, 9, 1), table("dim_customer", CUSTOMERS, 3, 2)], expect![""]);
}

#[test]
fn files_that_are_missing_or_empty() {
    check_files(
        &[table("fact_orders", ORDERS, 0, 1)],
        expect![[r#"
            error[MRT-P030] models/marts/dim_customer.sql: mart `dim_customer` has no Parquet file
              run `dbt build`, which writes `exports/dim_customer.parquet`, or name the folder with --marts
            warning[MRT-P034] models/marts/fact_orders.sql: mart `fact_orders` has no rows; its metrics will be empty
              see why the model selects nothing, or whether its sources were loaded"#]],
    );
    check_files(
        &[table("fact_orders", ORDERS, 9, 1), table("dim_customer", &[], 0, 0)],
        expect![[r#"
            error[MRT-P030] models/marts/dim_customer.sql: the folder of mart `dim_customer` holds no Parquet file
              run `dbt build`, which writes `exports/dim_customer.parquet`, or name the folder with --marts"#]],
    );
}

#[test]
fn columns_that_are_missing_or_other() {
    let orders = &[("order_id", "Utf8"), ("customer_id", "Int64"), ("ordered_at", "Date32"), ("amounts", "Int64")];
    let customers = &[("customer_id", "Float64"), ("country", "Utf8")];
    check_files(
        &[table("fact_orders", orders, 9, 1), table("dim_customer", customers, 3, 1)],
        expect![[r#"
            error[MRT-P032] models/marts/marts.yml: column `order_id` of `fact_orders` is Utf8 in the file, but the project declares bigint (string and integer)
              run `dbt build`, or correct `data_type`
            error[MRT-P032] models/marts/marts.yml: column `ordered_at` of `fact_orders` is Date32 in the file, but the project declares timestamp (date and timestamp)
              run `dbt build`, or correct `data_type`
            error[MRT-P033] models/marts/marts.yml: column `amount` of `fact_orders` is described but not in the file
              did you mean `amounts`?
            error[MRT-P031] models/marts/semantic.yml: semantic model `orders`: measure `order_total` needs column `amount`, which table `fact_orders` lacks
              did you mean `amounts`?
            warning[MRT-P032] models/marts/marts.yml: column `customer_id` of `dim_customer` is Float64 in the file, but the warehouse has BIGINT (float and integer)
              run `dbt build`, or correct `data_type`"#]],
    );
}

#[test]
fn a_time_spine_needs_its_column() {
    let relation = json!({"alias": "dim_customer", "schema_name": "main"});
    let spine = json!({"node_relation": relation, "primary_column": {"name": "date_day", "time_granularity": "day"}});
    let shop = Shop::new().semantic("/project_configuration/time_spines", json!([spine]));
    let issues =
        check_tables(&shop.read(), &[table("fact_orders", ORDERS, 9, 1), table("dim_customer", CUSTOMERS, 3, 1)]);
    expect![[r#"
        error[MRT-P031] models/marts/marts.yml: time spine: the primary column needs column `date_day`, which table `dim_customer` lacks
          add the column to the model, or correct `expr`"#]]
    .assert_eq(&shown(&issues));
}

#[test]
fn lines_are_found_when_the_yaml_is_at_hand() {
    let yaml = "models:\n  - name: fact_orders\n  - name: dim_customer\n    columns:\n      - name: customer_id\n";
    let mut issues = check_project(&Shop::new().read());
    locate_issues(&mut issues, |file| (file == "models/marts/marts.yml").then(|| yaml.to_owned()));
    assert_eq!(issues.iter().map(|issue| issue.line).collect::<Vec<_>>(), [Some(5)]);
}
