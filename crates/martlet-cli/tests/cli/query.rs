//! Metric requests, from flags and from a file, in every format.

use std::fs;

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use crate::support::{Run, Shop, martlet};

fn ask(shop: &Shop, args: &[&str]) -> Run {
    martlet(shop.dir(), [&["query", "--project", "dbt"], args].concat())
}

fn check(args: &[&str], expected: Expect) {
    let run = ask(&Shop::new(), args).expect_code(0);
    assert_eq!(run.stderr, "", "quiet when piped");
    expected.assert_eq(&run.stdout);
}

fn refused(args: &[&str], expected: Expect) {
    let run = ask(&Shop::new(), args).expect_code(2);
    assert_eq!(run.stdout, "");
    expected.assert_eq(&run.stderr);
}

#[test]
fn a_table_for_people() {
    check(
        &["--metrics", "revenue,orders", "--group-by", "metric_time__month", "--order-by", "-metric_time__month"],
        expect![[r#"
             metric_time__month   revenue   orders
            ───────────────────────────────────────
             2026-02-01             57.50        2
             2026-01-01             42.50        2
            (2 rows)
        "#]],
    );
}

#[test]
fn a_joined_dimension_with_a_null() {
    check(
        &["--metrics", "revenue", "--group-by", "customer__country", "--order-by", "-revenue", "--format", "csv"],
        expect![[r#"
            customer__country,revenue
            ,50.00
            DE,37.50
            FR,12.50
        "#]],
    );
}

#[test]
fn text_with_a_comma_is_quoted() {
    check(
        &["--metrics", "orders", "--group-by", "order__status", "--order-by", "order__status", "--format", "csv"],
        expect![[r#"
            order__status,orders
            "open, late",1
            paid,2
            ,1
        "#]],
    );
}

#[test]
fn json_keeps_decimals_and_writes_times_without_a_zone() {
    let run = ask(
        &Shop::new(),
        &[
            "--metrics",
            "revenue",
            "--group-by",
            "metric_time__month",
            "--order-by",
            "metric_time__month",
            "--format",
            "json",
        ],
    )
    .expect_code(0);
    let answer = run.json();
    assert_eq!(answer["columns"][0]["name"], "metric_time__month");
    assert_eq!(answer["columns"][1]["name"], "revenue");
    assert_eq!(answer["rows"], json!([["2026-01-01T00:00:00", 42.5], ["2026-02-01T00:00:00", 57.5]]));
    assert!(run.stdout.contains("42.50"), "a decimal's digits are kept: {}", run.stdout);
    assert!(answer["sql"].as_str().is_some_and(|sql| sql.contains("fact_orders")));
}

#[test]
fn filters_limits_and_time_ranges() {
    check(
        &[
            "--metrics",
            "revenue",
            "--group-by",
            "order",
            "--where",
            "{{ Dimension('customer__country') }} = 'DE'",
            "--where",
            "{{ Dimension('order__status') }} is null",
            "--format",
            "csv",
        ],
        expect![[r#"
            order,revenue
            3,7.50
        "#]],
    );
    check(
        &["--metrics", "revenue", "--group-by", "order", "--order-by", "-order", "--limit", "1", "--format", "csv"],
        expect![[r#"
            order,revenue
            4,50.00
        "#]],
    );
    check(
        &["--metrics", "orders", "--start-time", "2026-01-15", "--end-time", "2026-02-01", "--format", "csv"],
        expect![[r#"
            orders
            2
        "#]],
    );
    check(
        &["--metrics", "orders", "--start-time", "2026-02-01", "--format", "csv"],
        expect![[r#"
            orders
            2
        "#]],
    );
}

#[test]
fn a_saved_query() {
    check(
        &["--saved-query", "by_country", "--order-by", "revenue", "--format", "csv"],
        expect![[r#"
            customer__country,revenue
            FR,12.50
            DE,37.50
            ,50.00
        "#]],
    );
}

#[test]
fn the_sql_is_explained_without_being_run() {
    let shop = Shop::new();
    let run = ask(&shop, &["--metrics", "revenue", "--explain"]).expect_code(0);
    assert!(run.stdout.to_lowercase().contains("select"), "{}", run.stdout);
    let again = martlet(shop.dir(), ["sql", "--project", "dbt", &run.stdout, "--format", "csv"]).expect_code(0);
    assert_eq!(again.stdout, "revenue\n100.00\n");
}

#[test]
fn an_unknown_metric_suggests_the_nearest() {
    refused(
        &["--metrics", "revenu"],
        expect![[r#"
        error: there is no metric named 'revenu'
          do:    Did you mean revenue?
          code:  MRT-S002

    "#]],
    );
}

#[test]
fn a_range_that_ends_after_all_time() {
    refused(
        &["--metrics", "revenue", "--start-time", "2026-02-01", "--end-time", "2041-01-01"],
        expect![[r#"
        error: the date range ends (2041-01-01) after 2040-12-31, the last day of time as MetricFlow knows it
          do:    End with 2040-12-31 at the latest.
          code:  MRT-S036

    "#]],
    );
}

#[test]
fn a_range_that_ends_before_it_starts() {
    refused(
        &["--metrics", "revenue", "--start-time", "2026-02-01", "--end-time", "2026-01-01"],
        expect![[r#"
        error: the date range ends (2026-01-01) before it starts (2026-02-01)
          do:    Swap the two dates.
          code:  MRT-S015

    "#]],
    );
}

#[test]
fn nothing_asked_for() {
    refused(
        &[],
        expect![[r#"
        error: nothing is asked for
          do:    name --metrics, --group-by or a --saved-query; `martlet query --help` has examples
          code:  MRT-C040

    "#]],
    );
}

#[test]
fn errors_are_json_where_answers_are() {
    let run = ask(&Shop::new(), &["--metrics", "nope", "--format", "json"]).expect_code(2);
    assert_eq!(run.json()["problems"][0]["severity"], "error");
    assert!(run.json()["problems"][0]["code"].as_str().is_some_and(|code| code.starts_with("MRT-")));
}

/// Lines by name.
fn batch(shop: &Shop, requests: &Value) -> Vec<Value> {
    fs::write(shop.dir().join("requests.json"), requests.to_string()).expect("a file");
    let run = martlet(
        shop.dir(),
        [
            "query",
            "--semantic-manifest",
            "dbt/target/semantic_manifest.json",
            "--tables",
            "dbt/exports",
            "--requests",
            "requests.json",
        ],
    )
    .expect_code(0);
    run.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[test]
fn a_failing_request_stops_no_other() {
    let lines = batch(
        &Shop::new(),
        &json!([
            {"name": "total", "request": {"metrics": ["revenue", "average_order", "doubled"]}},
            {"name": "unknown", "request": {"metrics": ["nope"]}},
            {"name": "misspelt", "request": {"metric": ["revenue"]}},
            {"name": "too late", "request": {"metrics": ["revenue"], "time_constraint": ["2026-02-01", "2041-01-01"]}},
            {"name": "backwards", "request": {"metrics": ["revenue"], "time_constraint": ["2026-02-01", "2026-01-01"]}},
            {"name": "by day", "request": {
                "metrics": ["orders"], "group_by": [{"name": "metric_time", "grain": "day"}], "order_by": ["metric_time__day"],
                "where": ["{{ TimeDimension('metric_time', 'day') }} >= '2026-02-01'"],
            }},
            {"name": "values", "request": {"group_by": ["customer__country"], "order_by": ["customer__country"]}},
        ]),
    );
    let names: Vec<&str> = lines.iter().filter_map(|line| line["name"].as_str()).collect();
    assert_eq!(names, ["total", "unknown", "misspelt", "too late", "backwards", "by day", "values"]);
    assert_eq!(lines[0]["rows"], json!([[100.0, 25.0, 200.0]]));
    for (line, code) in [(1, "MRT-S002"), (2, "MRT-S035"), (3, "MRT-S036"), (4, "MRT-S015")] {
        assert_eq!(lines[line]["error"]["code"], code, "{}", lines[line]);
        assert!(lines[line]["error"]["message"].is_string());
        assert!(lines[line].get("rows").is_none());
    }
    assert_eq!(lines[5]["rows"], json!([["2026-02-01T00:00:00", 1], ["2026-02-10T00:00:00", 1]]));
    assert_eq!(lines[6]["rows"], json!([["DE"], ["FR"]]));
}

#[test]
fn a_request_whose_table_is_missing_fails_alone() {
    let shop = Shop::new();
    fs::remove_file(shop.mart("dim_customer")).expect("the mart was there");
    let lines = batch(
        &shop,
        &json!([
            {"name": "joined", "request": {"metrics": ["revenue"], "group_by": ["customer__country"]}},
            {"name": "own", "request": {"metrics": ["revenue"]}},
        ]),
    );
    assert_eq!(lines[0]["error"]["code"], "MRT-E005", "{}", lines[0]);
    assert_eq!(lines[1]["rows"], json!([[100.0]]));
}

#[test]
fn tables_may_lie_in_a_folder_a_schema() {
    let shop = Shop::new();
    let schema = shop.dir().join("by_schema/anything");
    fs::create_dir_all(&schema).expect("a folder");
    for name in ["fact_orders", "dim_customer", "dim_date"] {
        fs::copy(shop.mart(name), schema.join(format!("{name}.parquet"))).expect("a copy");
    }
    let run = martlet(
        shop.dir(),
        [
            "query",
            "--semantic-manifest",
            "dbt/target/semantic_manifest.json",
            "--tables",
            "by_schema",
            "--metrics",
            "revenue",
            "--format",
            "csv",
        ],
    )
    .expect_code(0);
    assert_eq!(run.stdout, "revenue\n100.00\n");
}

#[test]
fn a_file_that_is_no_list_of_requests() {
    let shop = Shop::new();
    fs::write(shop.dir().join("requests.json"), "{\n\"name\": 1}").expect("a file");
    let run = ask(&shop, &["--requests", "requests.json"]).expect_code(2);
    expect![[r#"
        error: not an array of named requests: invalid type: map, expected a sequence at line 1 column 0
          where: requests.json:1
          do:    write [{"name": "…", "request": {"metrics": ["…"], "group_by": ["…"]}}, …]
          code:  MRT-C043

    "#]]
    .assert_eq(&run.stderr);
}
