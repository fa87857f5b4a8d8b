//! Read-only SQL over a site, a project and a folder.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use expect_test::{Expect, expect};

use crate::support::martlet::{command, run_of};
use crate::support::{Shop, martlet};

fn refused(sql: &str, expected: Expect) {
    let shop = Shop::new();
    let run = martlet(shop.dir(), ["sql", "--parquet", "dbt/exports", sql]).expect_code(2);
    assert_eq!(run.stdout, "");
    expected.assert_eq(&run.stderr);
}

#[test]
fn a_folder_of_parquet() {
    let shop = Shop::new();
    let run = martlet(
        shop.dir(),
        ["sql", "--parquet", "dbt/exports", "select country, customer_id from dim_customer order by 1"],
    );
    expect![[r#"
         country   customer_id
        ───────────────────────
         DE                  1
         FR                  2
        (2 rows)
    "#]]
    .assert_eq(&run.expect_code(0).stdout);
}

#[test]
fn a_plan_is_shown_line_by_line() {
    let shop = Shop::new();
    let sql = "explain select country from dim_customer where customer_id > 1";
    let run = martlet(shop.dir(), ["sql", "--parquet", "dbt/exports", sql]).expect_code(0);
    let lines: Vec<&str> = run.stdout.lines().map(str::trim).collect();
    assert!(lines.iter().any(|line| line.starts_with("GiveWayExec")), "{}", run.stdout);
    assert!(lines.iter().any(|line| line.starts_with("DataSourceExec")), "{}", run.stdout);
}

#[test]
fn a_folder_in_a_folder_is_one_table() {
    let shop = Shop::new();
    let parts = shop.dir().join("parts/orders/2026");
    fs::create_dir_all(&parts).expect("a folder");
    for part in ["a", "b"] {
        fs::copy(shop.mart("fact_orders"), parts.join(format!("{part}.parquet"))).expect("a copy");
    }
    let run = martlet(shop.dir(), ["sql", "--parquet", "parts", "select count(*) as n from orders", "--format", "csv"]);
    assert_eq!(run.expect_code(0).stdout, "n\n8\n");
}

#[test]
fn the_query_from_standard_input() {
    let shop = Shop::new();
    let mut child = command(shop.dir(), ["sql", "--project", "dbt", "-", "--format", "csv"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(b"select sum(amount) as total\nfrom fact_orders")
        .expect("it listens");
    let run = run_of(shop.dir(), &child.wait_with_output().expect("it ends")).expect_code(0);
    assert_eq!(run.stdout, "total\n100.00\n");
}

#[test]
fn times_and_numbers_that_json_lacks() {
    let shop = Shop::new();
    let sql = "select max(ordered_at) as t, cast('nan' as double) as x, null as n, true as b, date '2026-01-02' as d from fact_orders";
    let run = martlet(shop.dir(), ["sql", "--project", "dbt", sql, "--format", "json"]).expect_code(0);
    assert_eq!(run.json()["rows"], serde_json::json!([["2026-02-10T00:00:00.500000", null, null, true, "2026-01-02"]]));
}

#[test]
fn writing_is_refused() {
    for sql in [
        "create table t as select 1",
        "insert into dim_customer values (1, 'DE')",
        "copy dim_customer to 'out.parquet'",
        "drop table dim_customer",
        "create external table t stored as csv location '/etc/passwd'",
    ] {
        let shop = Shop::new();
        let run = martlet(shop.dir(), ["sql", "--project", "dbt", sql]).expect_code(2);
        assert!(run.stderr.contains("MRT-E002"), "{sql}: {}", run.stderr);
    }
}

#[test]
fn a_syntax_error_says_where() {
    refused(
        "select country frm dim_customer where",
        expect![[r#"
        error: the SQL is not valid: Expected: end of statement, found: dim_customer
          do:    Look near line 1, column 20.
          code:  MRT-E001

    "#]],
    );
}

#[test]
fn an_unknown_table_suggests_the_nearest() {
    refused(
        "select * from dim_customers",
        expect![[r#"
        error: there is no table `dim_customers`
          do:    Did you mean `dim_customer`?
          code:  MRT-E005

    "#]],
    );
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let shop = Shop::new();
    let many = "select * from dim_date a cross join dim_date b";
    for format in ["table", "csv", "json"] {
        let mut child = command(shop.dir(), ["sql", "--parquet", "dbt/exports", many, "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        drop(child.stdout.take());
        let run = run_of(shop.dir(), &child.wait_with_output().expect("it ends")).expect_code(0);
        assert_eq!(run.stderr, "", "{format}");
    }
}
