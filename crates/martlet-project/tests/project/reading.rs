//! Artifacts to a project: what is read, what is tolerated, what is refused.

use expect_test::expect;
use martlet_project::{Artifact, Artifacts, Project, ProjectError, project::TestStatus};
use serde_json::json;

use crate::shop::{Shop, shown};

#[test]
fn a_complete_project_has_no_issues() {
    let project = Shop::new().read();
    assert_eq!(shown(&project.issues), "");
    assert_eq!((project.name.as_str(), project.dbt_version.as_deref()), ("shop", Some("1.11.16")));
    assert!(project.artifacts.iter().all(|state| state.is_found));
    let columns: Vec<&str> =
        project.models["model.shop.fact_orders"].columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(columns, ["order_id", "customer_id", "ordered_at", "amount"], "in the order of the YAML");
    let customer = &project.models["model.shop.dim_customer"];
    assert_eq!(customer.column("country").and_then(|column| column.warehouse_type.as_deref()), Some("VARCHAR"));
    assert_eq!(
        project.tests["test.shop.unique_fact_orders_order_id.1"].ran_at.as_deref(),
        Some("2026-01-02T10:00:31.5Z")
    );
    assert_eq!(
        project.sources["source.shop.raw.orders"].error_after.as_ref().map(ToString::to_string).as_deref(),
        Some("2 days")
    );
    assert_eq!(project.sources["source.shop.raw.customers"].error_after, None);
}

#[test]
fn marts_are_those_that_answer_questions() {
    let marts: Vec<String> = Shop::new().read().marts().into_iter().map(|model| model.alias.clone()).collect();
    assert_eq!(marts, ["dim_customer", "fact_orders"]);
}

#[test]
fn lineage_goes_both_ways() {
    let project = Shop::new().read();
    let all: Vec<&str> = project.lineage.all_upstream("metric.shop.revenue").into_iter().collect();
    assert_eq!(
        all,
        ["model.shop.fact_orders", "model.shop.stg_orders", "semantic_model.shop.orders", "source.shop.raw.orders"]
    );
    assert!(project.lineage.all_downstream("source.shop.raw.orders").contains("exposure.shop.board"));
    let ratio = project.metric("revenue_per_customer").expect("it is defined");
    assert_eq!(project.models_of_metric(ratio), ["model.shop.dim_customer", "model.shop.fact_orders"]);
}

#[test]
fn owners_come_from_meta_or_from_the_group() {
    let project = Shop::new().read();
    let owner = |name: &str| {
        let owner = project.metric(name).and_then(|metric| project.owner_of_metric(metric));
        owner.map(|owner| owner.shown().to_owned())
    };
    assert_eq!(owner("revenue").as_deref(), Some("Finance"));
    assert_eq!(owner("customers").as_deref(), Some("Ada"), "the older `meta`, since `config.meta` is empty");
    let by_name = Shop::new().manifest("/metrics/metric.shop.customers/meta", json!({"owner": "Finance"})).read();
    let finance = by_name.metric("customers").and_then(|metric| by_name.owner_of_metric(metric));
    assert_eq!(finance.and_then(|owner| owner.email).as_deref(), Some("finance@example.org"), "as in the group");
    let board = project.exposures["exposure.shop.board"].owner.clone().expect("addresses alone are an owner");
    assert_eq!(board.shown(), "a@example.org, b@example.org");
}

#[test]
fn locations_follow_dbt_duckdb() {
    let location = |config: serde_json::Value, root: &str| {
        let project = Shop::new().manifest("/nodes/model.shop.fact_orders/config", config).read();
        let found = project.models["model.shop.fact_orders"].location(root);
        found.map(|at| format!("{} {} folder={} template={}", at.path, at.format.name(), at.is_folder, at.is_template))
    };
    let external = |more: serde_json::Value| {
        let mut config = json!({"materialized": "external"});
        for (key, value) in more.as_object().expect("an object") {
            config[key] = value.clone();
        }
        config
    };
    for (config, root, expected) in [
        (external(json!({})), ".", Some("./fact_orders.parquet parquet folder=false template=false")),
        (external(json!({})), "out/", Some("out/fact_orders.parquet parquet folder=false template=false")),
        (external(json!({"format": "csv"})), "out", Some("out/fact_orders.csv csv folder=false template=false")),
        (
            external(json!({"location": "s3://b/x.parquet"})),
            "out",
            Some("s3://b/x.parquet parquet folder=false template=false"),
        ),
        (
            external(json!({"location": "x/{{ this.name }}.json"})),
            "o",
            Some("x/fact_orders.json json folder=false template=false"),
        ),
        (
            external(json!({"location": "{{ env_var('X') }}/a"})),
            "o",
            Some("{{ env_var('X') }}/a parquet folder=false template=true"),
        ),
        (
            external(json!({"options": {"partition_by": "year, month"}})),
            "o",
            Some("o/fact_orders parquet folder=true template=false"),
        ),
        (
            external(json!({"options": {"per_thread_output": true}})),
            "o",
            Some("o/fact_orders.parquet parquet folder=true template=false"),
        ),
        (json!({"materialized": "table"}), "o", None),
    ] {
        assert_eq!(location(config.clone(), root).as_deref(), expected, "{config}");
    }
    let project = Shop::new().read();
    let customer = project.models["model.shop.dim_customer"].location(".");
    assert_eq!(customer.map(|at| at.path).as_deref(), Some("exports/dim_customer.parquet"));
}

#[test]
fn absent_artifacts_are_named_with_what_is_lost() {
    let shop = Shop { semantic_manifest: None, catalog: None, run_results: None, sources: None, ..Shop::new() };
    expect![[r#"
        error[MRT-P010]: semantic_manifest.json is absent; lost: all metrics
          run `dbt parse`
        note[MRT-P004]: catalog.json is absent; lost: column types of the warehouse
          run `dbt docs generate`
        warning[MRT-P004]: run_results.json is absent; lost: test results: every number is unverified
          run `dbt build`
        warning[MRT-P004]: sources.json is absent; lost: source freshness: every number is unverified
          run `dbt source freshness`"#]]
    .assert_eq(&shown(&shop.read().issues));
    assert_eq!(Shop { manifest: None, ..Shop::new() }.try_read().err(), Some(ProjectError::ManifestAbsent));
}

/// As dbt writes it: every test that compiled is a `success`.
#[test]
fn results_of_docs_generate_are_no_test_results() {
    let mut shop = Shop::new();
    let results = shop.run_results.as_mut().expect("it is there");
    results["args"]["which"] = json!("generate");
    for result in results["results"].as_array_mut().expect("a list") {
        result["status"] = json!("success");
    }
    let project = shop.read();
    assert!(project.tests.values().all(|test| test.status == TestStatus::NotRun));
    expect![[r#"
        warning[MRT-P005] target/run_results.json: written by `dbt docs generate`, which runs no tests; lost: test results: every number is unverified
          run `dbt build` last, or keep a copy of its run_results.json"#]]
    .assert_eq(&shown(&project.issues));
}

fn read_manifest(bytes: &[u8]) -> String {
    let manifest = Some(Artifact { path: "target/manifest.json", bytes });
    match Project::read(&Artifacts { manifest, ..Artifacts::default() }) {
        Ok(_) => "read".to_owned(),
        Err(error) => format!("{}: {error}", error.code()),
    }
}

#[test]
fn malformed_json_is_placed() {
    let cut = &include_bytes!("../fixtures/shop/manifest.json")[..400];
    expect!["MRT-P002: target/manifest.json:12:80: not the JSON that dbt writes: EOF while parsing a string"]
        .assert_eq(&read_manifest(cut));
    expect!["MRT-P002: target/manifest.json:1:0: not the JSON that dbt writes: EOF while parsing a value"]
        .assert_eq(&read_manifest(b""));
    expect!["MRT-P002: target/manifest.json:2:11: not the JSON that dbt writes: invalid type: integer `3`, expected an object"]
        .assert_eq(&read_manifest(b"{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/manifest/v12.json\"},\n \"nodes\": 3}"));
    for cut in (0..12_000).step_by(97) {
        let whole = include_bytes!("../fixtures/shop/manifest.json");
        assert!(read_manifest(&whole[..cut.min(whole.len() - 2)]).starts_with("MRT-P002"), "cut at {cut}");
    }
}

#[test]
fn other_schema_versions_are_named() {
    let version = |version: &str| {
        let version = format!("https://schemas.getdbt.com/dbt/manifest/{version}.json");
        Shop::new().manifest("/metadata/dbt_schema_version", json!(version))
    };
    let refused =
        |shop: Shop| shop.try_read().err().map(|error| format!("{}: {error}", error.code())).unwrap_or_default();
    expect!["MRT-P003: target/manifest.json: schema version manifest/v10 is not supported; supported: manifest/v12"]
        .assert_eq(&refused(version("v10")));
    // Another version with another shape is called by its version, not by its first odd field.
    expect!["MRT-P003: target/manifest.json: schema version manifest/v20 is not supported; supported: manifest/v12"]
        .assert_eq(&refused(version("v20").manifest("/nodes", json!([1]))));
}

#[test]
fn an_unreadable_minor_artifact_leaves_the_rest() {
    let manifest = include_bytes!("../fixtures/shop/manifest.json");
    let artifacts = Artifacts {
        manifest: Some(Artifact { path: "manifest.json", bytes: manifest }),
        semantic_manifest: Some(Artifact { path: "semantic_manifest.json", bytes: b"{\n\"metrics\": [}" }),
        sources: Some(Artifact {
            path: "sources.json",
            bytes: b"{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/sources/v9.json\"}}",
        }),
        ..Artifacts::default()
    };
    let project = Project::read(&artifacts).expect("the manifest is fine");
    expect![[r#"
        error[MRT-P002] semantic_manifest.json:2: not the JSON that dbt writes: expected value (column 13)
          the file may be cut short; let dbt write it again
        note[MRT-P004]: catalog.json is absent; lost: column types of the warehouse
          run `dbt docs generate`
        warning[MRT-P004]: run_results.json is absent; lost: test results: every number is unverified
          run `dbt build`
        error[MRT-P003] sources.json: schema version sources/v9 is not supported; supported: sources/v3
          use dbt-core 1.9 to 1.11 for this project"#]]
    .assert_eq(&shown(&project.issues));
}

#[test]
fn what_only_a_newer_dbt_knows_is_named_and_left_out() {
    let shop = Shop::new()
        .semantic("/metrics/0/horizon", json!({"days": 7}))
        .semantic("/metrics/0/type_params/smoothing", json!(0.5))
        .semantic("/metrics/1/type_params/smoothing", json!(0.5))
        .semantic("/metrics/1/type_params/is_private", json!(false))
        .semantic("/metrics/1/metadata", json!({"file": "metrics.yml"}))
        .semantic("/semantic_models/0/measures/0/agg", json!("mode"))
        .semantic("/agents", json!([{"name": "a"}]));
    let project = shop.read();
    expect![[r#"
        warning[MRT-P036] target/semantic_manifest.json: this version does not know `agents`, `metrics[].horizon` (in revenue), `metrics[].type_params.smoothing` (2 times, first in revenue), `semantic_models[].measures[].agg = mode` (in orders); they are left out
          check the numbers of what they belong to, or use a newer version of Martlet"#]]
    .assert_eq(&shown(&project.issues));
    assert!(project.semantic_manifest.is_some_and(|manifest| !manifest.metrics.is_empty()));
}
