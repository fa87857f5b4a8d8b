//! Another range beside the request's own: what meets what, and what has no counterpart.

use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, StringArray};
use expect_test::{Expect, expect};

use crate::support::{Shop, martlet, parquet};

fn check_in(shop: &Shop, args: &[&str], expected: Expect) {
    let run = martlet(shop.dir(), [&["query", "--project", "dbt", "--format", "csv"], args].concat()).expect_code(0);
    expected.assert_eq(&run.stdout);
}

fn check(args: &[&str], expected: Expect) {
    check_in(&Shop::new(), args, expected);
}

fn refused(args: &[&str], code: &str) {
    let run = martlet(Shop::new().dir(), [&["query", "--project", "dbt"], args].concat()).expect_code(2);
    assert!(run.stderr.contains(code), "{}", run.stderr);
}

#[test]
fn groups_of_one_range_or_the_other() {
    check(
        &[
            "--metrics",
            "revenue",
            "--group-by",
            "customer__country",
            "--order-by",
            "customer__country",
            "--start-time",
            "2026-02-01",
            "--end-time",
            "2026-02-28",
            "--compare",
            "previous-period",
        ],
        expect![[r#"
            customer__country,is_partial,is_partial__compared,revenue,revenue__compared,revenue__difference,revenue__change
            DE,true,false,7.50,30.00,-22.50,-0.75
            FR,true,false,,12.50,,
            ,true,false,50.00,,,
        "#]],
    );
}

#[test]
fn days_of_months_of_unequal_length_meet_by_place() {
    check(
        &[
            "--metrics",
            "revenue",
            "--group-by",
            "metric_time__day",
            "--order-by",
            "metric_time__day",
            "--start-time",
            "2026-02-01",
            "--end-time",
            "2026-02-28",
            "--compare",
            "previous-period",
            "--as-of",
            "2026-02-28",
        ],
        expect![[r#"
            metric_time__day,metric_time__day__compared,is_partial,is_partial__compared,revenue,revenue__compared,revenue__difference,revenue__change
            2026-02-01T00:00:00,2026-01-01T00:00:00,false,false,7.50,30.00,-22.50,-0.75
            2026-02-10T00:00:00,,false,,50.00,,,
            2026-02-15T00:00:00,2026-01-15T00:00:00,,false,,12.50,,
        "#]],
    );
}

#[test]
fn to_date_is_compared_to_the_same_day() {
    check(
        &[
            "--metrics",
            "revenue",
            "--group-by",
            "metric_time__month",
            "--end-time",
            "2026-02-10",
            "--compare",
            "month-to-date",
        ],
        expect![[r#"
            metric_time__month,metric_time__month__compared,is_partial,is_partial__compared,revenue,revenue__compared,revenue__difference,revenue__change
            2026-02-01T00:00:00,2026-01-01T00:00:00,true,true,57.50,30.00,27.50,0.9166666666666666
        "#]],
    );
}

/// Orders on given days, each of its own amount.
fn shop_with(orders: &[(i32, f64)]) -> Shop {
    let shop = Shop::new();
    let ids: Int64Array = (1..).take(orders.len()).map(Some).collect();
    let columns: [(&str, ArrayRef); 5] = [
        ("order_id", Arc::new(ids.clone())),
        ("customer_id", Arc::new(ids)),
        ("ordered_at", Arc::new(Date32Array::from_iter_values(orders.iter().map(|(day, _)| *day)))),
        ("amount", Arc::new(Float64Array::from_iter_values(orders.iter().map(|(_, amount)| *amount)))),
        ("status", Arc::new(StringArray::from(vec!["paid"; orders.len()]))),
    ];
    parquet::write(&shop.mart("fact_orders"), &columns);
    shop
}

#[test]
fn the_29th_of_february_meets_nothing() {
    let day_2024_02_28 = 19_781;
    let day_2025_02_28 = day_2024_02_28 + 366;
    let shop = shop_with(&[
        (day_2024_02_28, 1.0),
        (day_2024_02_28 + 1, 2.0),
        (day_2024_02_28 + 2, 4.0),
        (day_2025_02_28, 8.0),
        (day_2025_02_28 + 1, 16.0),
    ]);
    check_in(
        &shop,
        &[
            "--metrics",
            "revenue",
            "--group-by",
            "metric_time__day",
            "--order-by",
            "metric_time__day,revenue__compared",
            "--start-time",
            "2025-02-28",
            "--end-time",
            "2025-03-01",
            "--compare",
            "same-period-last-year",
        ],
        expect![[r#"
            metric_time__day,metric_time__day__compared,is_partial,is_partial__compared,revenue,revenue__compared,revenue__difference,revenue__change
            2025-02-28T00:00:00,2024-02-28T00:00:00,false,false,8.0,1.0,7.0,7.0
            2025-03-01T00:00:00,2024-03-01T00:00:00,false,false,16.0,4.0,12.0,3.0
            ,2024-02-29T00:00:00,,false,,2.0,,
        "#]],
    );
    check_in(
        &shop,
        &[
            "--metrics",
            "revenue",
            "--start-time",
            "2025-02-28",
            "--end-time",
            "2025-03-01",
            "--compare",
            "2024-02-29..2024-02-29",
        ],
        expect![[r#"
            is_partial,is_partial__compared,revenue,revenue__compared,revenue__difference,revenue__change
            false,false,24.0,2.0,22.0,11.0
        "#]],
    );
}

#[test]
fn a_change_from_nothing_has_no_share() {
    let day_2026_01_01 = 20_454;
    check_in(
        &shop_with(&[(day_2026_01_01, 0.0), (day_2026_01_01 + 31, 5.0)]),
        &[
            "--metrics",
            "revenue",
            "--start-time",
            "2026-02-01",
            "--end-time",
            "2026-02-28",
            "--compare",
            "previous-period",
            "--as-of",
            "2026-02-28",
        ],
        expect![[r#"
            is_partial,is_partial__compared,revenue,revenue__compared,revenue__difference,revenue__change
            false,false,5.0,0.0,5.0,
        "#]],
    );
}

#[test]
fn the_last_month_is_partial_until_the_data_reaches_its_end() {
    let args = ["--metrics", "orders", "--group-by", "metric_time__month", "--order-by", "metric_time", "--partial"];
    check(
        &args,
        expect![[r#"
            metric_time__month,is_partial,orders
            2026-01-01T00:00:00,false,2
            2026-02-01T00:00:00,true,2
        "#]],
    );
    check(
        &[&args[..], &["--as-of", "2026-02-28"]].concat(),
        expect![[r#"
            metric_time__month,is_partial,orders
            2026-01-01T00:00:00,false,2
            2026-02-01T00:00:00,false,2
        "#]],
    );
}

#[test]
fn what_cannot_be_compared_is_refused() {
    refused(&["--metrics", "revenue", "--compare", "previous-period"], "MRT-C040");
    refused(&["--metrics", "revenue", "--compare", "yesterday"], "MRT-C040");
    let range = ["--start-time", "2026-02-01", "--end-time", "2026-02-28", "--metrics", "revenue", "--compare"];
    refused(&[&range[..], &["year-to-date"]].concat(), "MRT-S031");
    let filter = "{{ TimeDimension('metric_time', 'day') }} > '2026-02-02'";
    refused(&[&range[..], &["previous-period", "--where", filter]].concat(), "MRT-S032");
    refused(&["--group-by", "customer__country", "--partial"], "MRT-S033");
}

#[test]
fn the_sql_can_be_run_by_itself() {
    let shop = Shop::new();
    let args = ["--metrics", "revenue", "--end-time", "2026-02-10", "--compare", "month-to-date"];
    let run = martlet(shop.dir(), [&["query", "--project", "dbt", "--explain"], &args[..]].concat()).expect_code(0);
    let again = martlet(shop.dir(), ["sql", "--project", "dbt", &run.stdout, "--format", "csv"]).expect_code(0);
    let direct = martlet(shop.dir(), [&["query", "--project", "dbt", "--format", "csv"], &args[..]].concat());
    assert_eq!(again.stdout, direct.expect_code(0).stdout);
}
