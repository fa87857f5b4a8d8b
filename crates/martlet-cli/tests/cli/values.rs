//! The values that a dimension can be filtered by, and the dimensions that there are.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, StringArray};
use expect_test::{Expect, expect};

use crate::support::{Shop, martlet, parquet};

/// Five customers; one has no country.
fn shop() -> Shop {
    let shop = Shop::new();
    let countries = vec![Some("DE"), Some("FR"), Some("de_CH"), None, Some("FR")];
    let columns: [(&str, ArrayRef); 2] = [
        ("customer_id", Arc::new(Int64Array::from(vec![1, 2, 5, 6, 7]))),
        ("country", Arc::new(StringArray::from(countries))),
    ];
    parquet::write(&shop.mart("dim_customer"), &columns);
    shop
}

fn check(args: &[&str], expected: Expect) {
    let args = [&["values", "--project", "dbt", "--format", "csv", "customer__country"], args].concat();
    expected.assert_eq(&martlet(shop().dir(), args).expect_code(0).stdout);
}

#[test]
fn values_have_counts_and_missing_ones_are_told() {
    check(
        &[],
        expect![[r#"
            customer__country,rows,matching,null_rows
            FR,2,4,1
            DE,1,4,1
            de_CH,1,4,1
            ,1,4,1
        "#]],
    );
}

#[test]
fn a_prefix_ignores_case_and_a_limit_says_how_many_there_are() {
    check(
        &["--prefix", "DE"],
        expect![[r#"
            customer__country,rows,matching,null_rows
            DE,1,2,1
            de_CH,1,2,1
        "#]],
    );
    check(
        &["--limit", "1"],
        expect![[r#"
            customer__country,rows,matching,null_rows
            FR,2,4,1
        "#]],
    );
    check(
        &["--prefix", "100%"],
        expect![[r#"
            customer__country,rows,matching,null_rows
        "#]],
    );
}

#[test]
fn the_largest_by_a_metric_come_first() {
    check(
        &["--by", "revenue"],
        expect![[r#"
            customer__country,rows,revenue,matching,null_rows
            ,1,50.00,4,1
            DE,1,37.50,4,1
            FR,2,12.50,4,1
            de_CH,1,,4,1
        "#]],
    );
}

#[test]
fn options_come_in_order_and_say_what_is_missing() {
    let shop = Shop::new();
    let run =
        martlet(shop.dir(), ["options", "--project", "dbt", "--metrics", "revenue", "--format", "csv"]).expect_code(0);
    let names: Vec<&str> = run.stdout.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(names[..3], ["metric_time", "order__status", "order__ordered_at"], "{}", run.stdout);
    assert!(names.contains(&"customer__country"), "{}", run.stdout);
    let run = martlet(shop.dir(), ["options", "--project", "dbt", "--metrics", "nope"]).expect_code(2);
    assert!(run.stderr.contains("MRT-S002"), "{}", run.stderr);
}
