//! Each kind of bad input has its own message and code, and nothing is published.

use std::fs;

use expect_test::{Expect, expect};
use serde_json::json;

use crate::support::shop::{no_orders, orders_without};
use crate::support::{Shop, martlet, parquet};

/// `build` ends with 1, says this, and leaves nothing behind; `check` says the same.
fn check(shop: &Shop, expected: Expect) {
    let run = martlet(shop.dir(), ["build", "--project", "dbt", "--out", "site"]).expect_code(1);
    assert_eq!(run.stdout, "");
    expected.assert_eq(&errors(&run.stderr));
    let left: Vec<_> =
        fs::read_dir(shop.dir()).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(left, ["dbt"], "nothing is published");
    let report = martlet(shop.dir(), ["check", "--project", "dbt"]).expect_code(1);
    assert_eq!(errors(&report.stdout), errors(&run.stderr));
}

/// The errors alone: warnings about missing artifacts are the same everywhere.
fn errors(text: &str) -> String {
    text.split("\n\n").filter(|block| block.starts_with("error")).map(|block| format!("{block}\n")).collect()
}

#[test]
fn no_semantic_manifest() {
    let shop = Shop::new();
    shop.remove_artifact("semantic_manifest.json");
    check(
        &shop,
        expect![[r#"
        error: semantic_manifest.json is absent; lost: all metrics
          do:    run `dbt parse`
          code:  MRT-P010
    "#]],
    );
}

#[test]
fn no_manifest() {
    let shop = Shop::new();
    shop.remove_artifact("manifest.json");
    let run = martlet(shop.dir(), ["build", "--project", "dbt", "--out", "site"]).expect_code(2);
    expect![[r#"
        error: dbt has not run here: there is no manifest.json
          where: dbt/target
          do:    run `dbt build` in the project, or name the folder of its artifacts with --target-dir
          code:  MRT-C003

    "#]]
    .assert_eq(&run.stderr);
}

#[test]
fn a_manifest_that_is_cut_short() {
    let shop = Shop::new();
    parquet::cut(&shop.dir().join("dbt/target/manifest.json"), 300);
    let run = martlet(shop.dir(), ["build", "--project", "dbt", "--out", "site"]).expect_code(2);
    expect![[r#"
        error: not the JSON that dbt writes: EOF while parsing an object (column 17)
          where: dbt/target/manifest.json:11
          do:    the file may be cut short; let dbt write it again
          code:  MRT-P002

    "#]]
    .assert_eq(&run.stderr);
}

#[test]
fn a_metric_whose_mart_has_no_file() {
    let shop = Shop::new();
    fs::remove_file(shop.mart("fact_orders")).expect("the mart was there");
    check(
        &shop,
        expect![[r#"
        error: mart `fact_orders` has no Parquet file; metrics revenue, orders, average_order and 1 more need it
          where: models/marts/fact_orders.sql
          do:    run `dbt build`, which writes `exports/fact_orders.parquet`, or name the folder with --marts
          code:  MRT-P030
    "#]],
    );
}

#[test]
fn a_column_that_the_file_lacks() {
    let shop = Shop::new();
    parquet::write(&shop.mart("fact_orders"), &orders_without("amount"));
    check(
        &shop,
        expect![[r#"
        error: semantic model `orders`: measure `amount_sum` needs column `amount`, which table `fact_orders` lacks
          where: models/semantic_models.yml
          do:    add the column to the model, or correct `expr`
          code:  MRT-P031
    "#]],
    );
}

#[test]
fn a_column_in_an_expression_that_the_file_lacks() {
    let mut shop = Shop::new();
    shop.semantic_manifest["semantic_models"][0]["measures"][0]["expr"] = json!("amount * ratio");
    shop.write_artifacts();
    let run = martlet(shop.dir(), ["build", "--project", "dbt", "--out", "site"]).expect_code(1);
    assert!(run.stderr.contains("ratio"), "{}", run.stderr);
    assert!(run.stderr.contains("MRT-E006"), "{}", run.stderr);
    assert!(!shop.dir().join("site").exists());
}

#[test]
fn a_truncated_file() {
    let shop = Shop::new();
    let mart = shop.mart("fact_orders");
    let size = fs::metadata(&mart).expect("the mart").len();
    parquet::cut(&mart, size / 2);
    check(
        &shop,
        expect![[r#"
        error: the Parquet file is cut short: its end is missing
          where: dbt/exports/fact_orders.parquet
          do:    write or copy the file again, and check that the disk was not full
          code:  MRT-C012
    "#]],
    );
}

#[test]
fn an_empty_file() {
    let shop = Shop::new();
    parquet::cut(&shop.mart("fact_orders"), 0);
    check(
        &shop,
        expect![[r#"
        error: the Parquet file is empty: it has no bytes
          where: dbt/exports/fact_orders.parquet
          do:    run dbt again; the last run may have been interrupted while it wrote the file
          code:  MRT-C013
    "#]],
    );
}

#[test]
fn a_file_that_is_not_parquet() {
    let shop = Shop::new();
    fs::write(shop.mart("fact_orders"), "order_id,amount\n1,30.00\n").expect("a file");
    check(
        &shop,
        expect![[r#"
        error: the file is not Parquet: it does not begin with PAR1
          where: dbt/exports/fact_orders.parquet
          do:    write the mart as Parquet; in dbt-duckdb: materialized: external, format: parquet
          code:  MRT-C011
    "#]],
    );
}

#[test]
fn an_empty_mart() {
    let shop = Shop::new();
    fs::remove_file(shop.mart("fact_orders")).expect("the mart was there");
    fs::create_dir(shop.mart("fact_orders")).expect("a folder of no files");
    check(
        &shop,
        expect![[r#"
        error: mart `fact_orders` has no Parquet file; metrics revenue, orders, average_order and 1 more need it
          where: models/marts/fact_orders.sql
          do:    run `dbt build`, which writes `exports/fact_orders.parquet`, or name the folder with --marts
          code:  MRT-P030
    "#]],
    );
}

#[test]
fn files_of_one_mart_that_differ() {
    let shop = Shop::new();
    let mart = shop.mart("fact_orders");
    fs::remove_file(&mart).expect("the mart was there");
    parquet::write(&mart.join("a.parquet"), &crate::support::shop::orders());
    parquet::write(&mart.join("b.parquet"), &orders_without("status"));
    check(
        &shop,
        expect![[r#"
        error: the files of table fact_orders do not agree: against dbt/exports/fact_orders.parquet/a.parquet, column status is missing
          where: dbt/exports/fact_orders.parquet/b.parquet
          do:    write all files of the table anew, or put files of different tables into different folders
          code:  MRT-C017
    "#]],
    );
}

#[test]
fn duplicate_metric_names() {
    let mut shop = Shop::new();
    let metrics = shop.semantic_manifest["metrics"].as_array_mut().expect("metrics");
    let again = metrics[0].clone();
    metrics.push(again);
    shop.write_artifacts();
    check(
        &shop,
        expect![[r#"
        error: metric `revenue` is defined 2 times
          where: models/metrics.yml
          do:    rename or remove all but one, so that the name means one number
          code:  MRT-P012
    "#]],
    );
}

#[test]
fn every_problem_at_once() {
    let shop = Shop::new();
    parquet::cut(&shop.mart("dim_date"), 0);
    fs::remove_file(shop.mart("dim_customer")).expect("the mart was there");
    parquet::write(&shop.mart("fact_orders"), &orders_without("status"));
    let run = martlet(shop.dir(), ["build", "--project", "dbt", "--out", "site"]).expect_code(1);
    for code in ["MRT-C013", "MRT-P030", "MRT-P031"] {
        assert!(run.stderr.contains(code), "{code} in {}", run.stderr);
    }
}

#[test]
fn a_mart_of_no_rows_is_published_with_a_warning() {
    let shop = Shop::new();
    parquet::write(&shop.mart("fact_orders"), &no_orders());
    let run = martlet(shop.dir(), ["build", "--project", "dbt", "--out", "site"]).expect_code(0);
    assert!(run.stderr.contains("warning: mart `fact_orders` has no rows"), "{}", run.stderr);
    assert!(run.stderr.contains("MRT-P034"), "{}", run.stderr);
    let answer = martlet(shop.dir(), ["query", "--site", "site", "--metrics", "revenue", "--format", "json"]);
    assert_eq!(answer.expect_code(0).json()["rows"], json!([[null]]));
}

#[test]
fn a_project_that_is_not_there() {
    let shop = Shop::new();
    let run = martlet(shop.dir(), ["build", "--project", "nowhere", "--out", "site"]).expect_code(2);
    expect![[r#"
        error: there is no such folder
          where: nowhere
          do:    name the folder that holds dbt_project.yml
          code:  MRT-C001

    "#]]
    .assert_eq(&run.stderr);
}

#[test]
fn a_folder_without_parquet() {
    let shop = Shop::new();
    let run = martlet(shop.dir(), ["build", "--parquet", "dbt/target", "--out", "site"]).expect_code(2);
    expect![[r#"
        error: there is no table here
          where: dbt/target
          do:    see `martlet build --help` for where marts are looked for
          code:  MRT-C019

    "#]]
    .assert_eq(&run.stderr);
}
