//! How far numbers can be trusted, state by state.

use martlet_project::{
    Project,
    trust::{Trust, TrustState, assess, assess_project},
};
use serde_json::json;

use crate::shop::Shop;

const UNIQUE_ORDER: &str = "test.shop.unique_fact_orders_order_id.1";
const RELATIONSHIP: &str = "test.shop.relationships_fact_orders_customer_id.3";
const RECONCILE: &str = "test.shop.orders_reconcile";

fn of_metric(project: &Project, name: &str) -> Trust {
    let metric = project.metric(name).expect("it is defined");
    assess(project, &project.models_of_metric(metric))
}

/// `state passed/failed/not run`, and a line for each reason, of `revenue` and `customers`.
fn check(shop: Shop, revenue: &[&str], customers: &[&str]) {
    let project = shop.read();
    for (name, expected) in [("revenue", revenue), ("customers", customers)] {
        let trust = of_metric(&project, name);
        let head = format!("{:?} {}/{}/{}", trust.state, trust.tests_passed, trust.tests_failed, trust.tests_not_run);
        let lines: Vec<&str> = std::iter::once(head.as_str()).chain(trust.reasons.iter().map(String::as_str)).collect();
        assert_eq!(lines, expected, "{name}");
    }
}

#[test]
fn all_is_fine() {
    check(Shop::new(), &["Good 5/0/0"], &["Good 2/0/0"]);
    let project = Shop::new().read();
    let trust = of_metric(&project, "revenue");
    assert_eq!(trust.sources, ["source.shop.raw.orders"]);
    assert_eq!(trust.as_of.as_deref(), Some("2026-01-02T09:00:00Z"));
    assert_eq!(assess_project(&project).state, TrustState::Good);
}

#[test]
fn a_late_source_reaches_what_stands_on_it() {
    check(
        Shop::new().source("source.shop.raw.orders", "warn", 108_000.0),
        &["Late 5/0/0", "source raw.orders was 30 hours old on 2026-01-02 at 10:02 UTC; late after 24 hours"],
        &["Good 2/0/0"],
    );
    check(
        Shop::new().source("source.shop.raw.orders", "error", 259_200.0),
        &["Late 5/0/0", "source raw.orders was 3 days old on 2026-01-02 at 10:02 UTC; an error after 2 days"],
        &["Good 2/0/0"],
    );
}

#[test]
fn a_failing_test_fails_exactly_what_is_downstream() {
    check(
        Shop::new().result(UNIQUE_ORDER, "fail", Some(3), Some("Got 3 results, configured to fail if != 0")),
        &["Failing 4/1/0", "test unique failed on fact_orders.order_id: 3 rows"],
        &["Good 2/0/0"],
    );
    // It reads dim_customer too, but it is written on fact_orders, which it checks.
    check(
        Shop::new().result(RELATIONSHIP, "fail", Some(1), None),
        &["Failing 4/1/0", "test relationships failed on fact_orders.customer_id: 1 row"],
        &["Good 2/0/0"],
    );
}

#[test]
fn a_test_of_several_models_counts_for_each() {
    check(
        Shop::new().result(RECONCILE, "fail", Some(2), None),
        &["Failing 4/1/0", "test orders_reconcile failed on dim_customer, fact_orders: 2 rows"],
        &["Failing 1/1/0", "test orders_reconcile failed on dim_customer, fact_orders: 2 rows"],
    );
}

#[test]
fn a_warning_is_a_reason_and_no_more() {
    check(
        Shop::new().result(RELATIONSHIP, "warn", Some(7), None),
        &["Good 5/0/0", "test relationships warns on fact_orders.customer_id: 7 rows"],
        &["Good 2/0/0"],
    );
}

#[test]
fn a_test_that_cannot_run_fails() {
    let message = "Database Error in test orders_reconcile (tests/orders_reconcile.sql)\n  Binder Error: no column x";
    check(
        Shop::new().result(RECONCILE, "error", None, Some(message)),
        &[
            "Failing 4/1/0",
            "test orders_reconcile on dim_customer, fact_orders could not run: Binder Error: no column x",
        ],
        &[
            "Failing 1/1/0",
            "test orders_reconcile on dim_customer, fact_orders could not run: Binder Error: no column x",
        ],
    );
}

#[test]
fn skipped_tests_prove_nothing() {
    check(
        Shop::new().result(UNIQUE_ORDER, "skipped", None, None).result(RELATIONSHIP, "skipped", None, None),
        &["Unverified 3/0/2", "2 tests were skipped, because something upstream failed"],
        &["Good 2/0/0"],
    );
}

#[test]
fn a_model_that_was_not_built_fails_what_reads_it() {
    let message = "Runtime Error in model stg_orders (models/staging/stg_orders.sql)\n  Parser Error: syntax error";
    check(
        Shop::new().result("model.shop.stg_orders", "error", None, Some(message)).result(
            "model.shop.fact_orders",
            "skipped",
            None,
            None,
        ),
        &[
            "Failing 5/0/0",
            "model fact_orders was skipped by the last run, because something upstream failed",
            "model stg_orders was not built by the last run: Parser Error: syntax error",
        ],
        &["Good 2/0/0"],
    );
}

#[test]
fn without_run_results_nothing_is_verified() {
    let reason = "no test results: run_results.json is absent or unreadable";
    check(Shop { run_results: None, ..Shop::new() }, &["Unverified 0/0/5", reason], &["Unverified 0/0/2", reason]);
}

#[test]
fn results_of_another_command_verify_nothing() {
    let mut shop = Shop::new();
    shop.run_results.as_mut().expect("it is there")["args"]["which"] = json!("generate");
    let reason = "no test results: the last command was `dbt docs generate`";
    check(shop, &["Unverified 0/0/5", reason], &["Unverified 0/0/2", reason]);
}

#[test]
fn a_partial_run_says_how_much_is_missing() {
    let mut shop = Shop::new();
    let results = shop.run_results.as_mut().and_then(|file| file["results"].as_array_mut()).expect("a list");
    results.retain(|result| result["unique_id"] != UNIQUE_ORDER);
    check(shop, &["Unverified 4/0/1", "1 test was not part of the last run"], &["Good 2/0/0"]);
}

#[test]
fn without_sources_json_no_age_is_known() {
    let reason = "the age of the sources is not known: sources.json is absent or unreadable";
    check(Shop { sources: None, ..Shop::new() }, &["Unverified 5/0/0", reason], &["Unverified 2/0/0", reason]);
}

#[test]
fn sources_without_measurement_are_named() {
    let mut shop = Shop::new().manifest("/sources/source.shop.raw.customers/freshness", json!(null));
    let results = shop.sources.as_mut().expect("it is there");
    results["results"] = json!([
        {"unique_id": "source.shop.raw.orders", "status": "runtime error", "error": "Binder Error: no column at\nLINE 1"}
    ]);
    check(
        shop,
        &["Unverified 5/0/0", "the age of source raw.orders could not be measured: Binder Error: no column at"],
        &["Unverified 2/0/0", "source raw.customers has no freshness threshold"],
    );
}

#[test]
fn some_sources_may_do_without_a_threshold() {
    let mut shop = Shop::new()
        .manifest("/sources/source.shop.raw.customers/freshness", json!(null))
        .manifest("/parent_map/model.shop.stg_orders", json!(["source.shop.raw.orders", "source.shop.raw.customers"]));
    let results = shop.sources.as_mut().and_then(|file| file["results"].as_array_mut()).expect("a list");
    results.retain(|result| result["unique_id"] == "source.shop.raw.orders");
    let reason = "source raw.customers has no freshness threshold";
    check(shop, &["Good 5/0/0", reason], &["Unverified 2/0/0", reason]);
}

#[test]
fn the_worst_reason_comes_first() {
    check(
        Shop::new().source("source.shop.raw.orders", "warn", 108_000.0).result(UNIQUE_ORDER, "fail", None, None),
        &[
            "Failing 4/1/0",
            "test unique failed on fact_orders.order_id",
            "source raw.orders was 30 hours old on 2026-01-02 at 10:02 UTC; late after 24 hours",
        ],
        &["Good 2/0/0"],
    );
}
