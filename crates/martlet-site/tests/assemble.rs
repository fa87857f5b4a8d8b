//! A small dbt project and its files, to a catalog.

#![expect(clippy::expect_used, reason = "a test that cannot go on must fail")]

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use martlet_project::{Artifact, Artifacts, Issue, Project};
use martlet_site::{
    assemble::{FileColumn, Inputs, MetricFacts, SiteOptions, TableFiles, assemble, assemble_folder},
    catalog::{Catalog, DataFile, Direction, MetricType, NumberFormat, TrustState},
};
use serde_json::{Value, json};

const MANIFEST: &str = include_str!("../../martlet-project/tests/fixtures/shop/manifest.json");
const SEMANTIC: &str = include_str!("../../martlet-project/tests/fixtures/shop/semantic_manifest.json");
const RUN_RESULTS: &str = include_str!("../../martlet-project/tests/fixtures/shop/run_results.json");
const SOURCES: &str = include_str!("../../martlet-project/tests/fixtures/shop/sources.json");

/// The project, after a change of the value at a JSON pointer of its manifest.
fn project(changes: &[(&str, Value)]) -> Project {
    let mut manifest: Value = serde_json::from_str(MANIFEST).expect("the fixture is JSON");
    for (pointer, value) in changes {
        *manifest.pointer_mut(pointer).expect("the pointer leads somewhere") = value.clone();
    }
    let manifest = manifest.to_string();
    let file = |path, text: &'static str| Some(Artifact { path, bytes: text.as_bytes() });
    Project::read(&Artifacts {
        manifest: Some(Artifact { path: "manifest.json", bytes: manifest.as_bytes() }),
        semantic_manifest: file("semantic_manifest.json", SEMANTIC),
        catalog: None,
        run_results: file("run_results.json", RUN_RESULTS),
        sources: file("sources.json", SOURCES),
    })
    .expect("the fixture is a manifest")
}

fn table(name: &str, columns: &[(&str, &str)], rows: &[u64]) -> TableFiles {
    let column = |(name, data_type): &(&str, &str)| FileColumn {
        name: (*name).into(),
        data_type: (*data_type).into(),
        is_nullable: true,
    };
    let file = |(nth, rows): (usize, &u64)| DataFile {
        path: format!("marts/{name}/{nth}.parquet"),
        size_bytes: 1000,
        rows: *rows,
        sha256: format!("{nth}"),
    };
    TableFiles {
        name: name.into(),
        columns: columns.iter().map(column).collect(),
        files: rows.iter().enumerate().map(file).collect(),
    }
}

fn tables() -> Vec<TableFiles> {
    vec![
        table("scratch", &[("a", "Int64")], &[1]),
        table("fact_orders", &[("order_id", "Int64"), ("amount", "Decimal128(18, 2)")], &[5, 4]),
    ]
}

fn catalog(project: &Project, options: &SiteOptions) -> (Catalog, Vec<Issue>) {
    let facts = MetricFacts {
        formula: "sum of amount".into(),
        sql: Some("select 1".into()),
        tables: vec!["fact_orders".into()],
        ..MetricFacts::default()
    };
    assemble(&Inputs {
        project,
        options,
        tables: &tables(),
        metrics: &BTreeMap::from([("revenue".to_owned(), facts)]),
        built_at: "2026-01-02T11:00:00Z",
        as_of: None,
    })
}

#[test]
fn the_catalog_joins_project_files_and_semantics() {
    let (catalog, issues) = catalog(&project(&[]), &SiteOptions::default());
    assert_eq!(issues, []);
    assert_eq!((catalog.project.title.as_str(), catalog.as_of.as_deref()), ("Shop", Some("2026-01-02T09:00:00Z")));
    let lost: Vec<&str> = catalog.artifacts.iter().filter(|a| !a.is_found).map(|a| a.name.as_str()).collect();
    assert_eq!(lost, ["catalog.json"]);

    let [orders, scratch] = catalog.tables.as_slice() else { panic!("two tables, sorted") };
    assert_eq!((orders.rows, orders.size_bytes, orders.group.as_deref()), (9, 2000, Some("finance")));
    assert_eq!(orders.columns[0].tests, ["not_null", "unique"]);
    assert_eq!(orders.columns[1].description, "Net");
    assert_eq!(orders.upstream, ["model.shop.stg_orders"]);
    assert_eq!(orders.downstream, ["semantic_model.shop.orders"]);
    assert_eq!((orders.trust.state, scratch.trust.state), (TrustState::Official, TrustState::AdHoc));
    assert_eq!(scratch.unique_id, None);

    let reconcile = catalog.tests.iter().find(|test| test.name == "orders_reconcile").expect("it is a test");
    assert_eq!(reconcile.attached_to.as_deref(), Some("model.shop.dim_customer"));
    assert_eq!(reconcile.also_attached_to, ["model.shop.fact_orders"]);
    assert_eq!(catalog.saved_queries[0].label, "Monthly");
    assert_eq!(catalog.trust.state, TrustState::Official);
}

#[test]
fn metrics_carry_presentation_and_relations() {
    let options = SiteOptions { domains: vec!["Sales".into()], ..SiteOptions::default() };
    let (catalog, _) = catalog(&project(&[]), &options);
    let [revenue, customers, ratio] = catalog.metrics.as_slice() else { panic!("three metrics") };
    assert_eq!([&revenue.name, &customers.name, &ratio.name], ["revenue", "customers", "revenue_per_customer"]);
    assert_eq!((revenue.format, revenue.currency.as_deref()), (NumberFormat::Currency, Some("EUR")));
    assert_eq!((revenue.sql.as_deref(), revenue.unavailable.as_deref()), (Some("select 1"), None));
    assert_eq!(revenue.owner.as_ref().map(|owner| owner.name.as_str()), Some("Finance"));
    assert_eq!(revenue.exposures, ["exposure.shop.board"]);
    assert_eq!(revenue.used_by_metrics, ["revenue_per_customer"]);
    assert_eq!(
        (ratio.metric_type, &ratio.input_metrics),
        (MetricType::Ratio, &vec!["revenue".into(), "customers".into()])
    );
    assert_eq!(ratio.upstream, ["model.shop.dim_customer", "model.shop.fact_orders"]);
    assert_eq!(customers.unavailable.as_deref(), Some("it was not compiled"));
    assert_eq!((customers.format, customers.direction), (NumberFormat::Integer, Direction::Neutral));
}

fn check_meta(meta: Value, expected: Expect) {
    let changed = project(&[("/metrics/metric.shop.revenue/config/meta", meta)]);
    let (_, issues) = catalog(&changed, &SiteOptions::default());
    expected.assert_eq(&issues.iter().map(Issue::to_string).collect::<Vec<_>>().join("\n"));
}

#[test]
fn unknown_presentation_is_reported() {
    check_meta(
        json!({"format": "percentage", "direction": "up", "currency": "euro"}),
        expect![[r#"
            warning[MRT-P018] models/marts/metrics.yml: metric `revenue`: meta.format is `percentage`, which is not known
              did you mean `percent`? allowed: currency, percent, integer, decimal
            warning[MRT-P018] models/marts/metrics.yml: metric `revenue`: meta.direction is `up`, which is not known
              allowed: up_is_good, down_is_good, neutral
            warning[MRT-P018] models/marts/metrics.yml: metric `revenue`: meta.currency is "euro", which is not a currency code
              write the three capital letters of ISO 4217, such as `USD`"#]],
    );
    check_meta(
        json!({"format": "currency", "direction": 1}),
        expect![[r#"
        warning[MRT-P018] models/marts/metrics.yml: metric `revenue`: meta.direction is 1, which is not known
          allowed: up_is_good, down_is_good, neutral
        warning[MRT-P018] models/marts/metrics.yml: metric `revenue`: meta.format is `currency`, but meta.currency is absent
          name the currency, such as `currency: USD`"#]],
    );
    check_meta(json!({"format": "percent", "direction": "down_is_good", "anything_else": true}), expect![[r#""#]]);
}

#[test]
fn a_folder_is_ad_hoc_throughout() {
    let catalog = assemble_folder("my_data", &SiteOptions::default(), &tables(), "2026-01-02T11:00:00Z", None);
    assert_eq!(catalog.project.title, "My data");
    assert_eq!(catalog.trust.state, TrustState::AdHoc);
    assert!(catalog.tables.iter().all(|table| table.trust.state == TrustState::AdHoc && table.unique_id.is_none()));
    let text = serde_json::to_string(&catalog).expect("a catalog is JSON");
    assert_eq!(serde_json::from_str::<Catalog>(&text).expect("it comes back"), catalog);
}
