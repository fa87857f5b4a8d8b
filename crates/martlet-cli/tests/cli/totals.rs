//! Totals, subtotals, the largest values and all others: each computed from the source.

use expect_test::{Expect, expect};
use serde_json::json;

use crate::support::{Shop, martlet};

fn check(args: &[&str], expected: Expect) {
    let shop = Shop::new();
    let run = martlet(shop.dir(), [&["query", "--project", "dbt", "--format", "csv"], args].concat()).expect_code(0);
    expected.assert_eq(&run.stdout);
}

fn refused(args: &[&str], code: &str) {
    let run = martlet(Shop::new().dir(), [&["query", "--project", "dbt"], args].concat()).expect_code(2);
    assert!(run.stderr.contains(code), "{}", run.stderr);
}

#[test]
fn the_total_of_a_ratio_is_the_ratio_of_the_totals() {
    check(
        &[
            "--metrics",
            "revenue,average_order",
            "--group-by",
            "order__status",
            "--order-by",
            "order__status",
            "--totals",
        ],
        expect![[r#"
            order__status,grouping,revenue,average_order
            "open, late",0,50.00,50.0
            paid,0,42.50,21.25
            ,0,7.50,7.5
            ,1,100.00,25.0
        "#]],
    );
}

#[test]
fn subtotals_say_over_what_they_are() {
    check(
        &[
            "--metrics",
            "average_order",
            "--group-by",
            "metric_time__month,customer__country",
            "--totals",
            "each",
            "--order-by",
            "metric_time__month,customer__country",
        ],
        expect![[r#"
            metric_time__month,customer__country,grouping,average_order
            2026-01-01T00:00:00,DE,0,30.0
            2026-01-01T00:00:00,FR,0,12.5
            2026-02-01T00:00:00,DE,0,7.5
            2026-02-01T00:00:00,,0,50.0
            2026-01-01T00:00:00,,1,21.25
            2026-02-01T00:00:00,,1,28.75
            ,DE,2,18.75
            ,FR,2,12.5
            ,,2,50.0
            ,,3,25.0
        "#]],
    );
}

#[test]
fn totals_cover_the_periods_of_the_rows() {
    check(
        &[
            "--metrics",
            "revenue",
            "--group-by",
            "metric_time__month",
            "--totals",
            "--start-time",
            "2026-01-10",
            "--end-time",
            "2026-01-20",
        ],
        expect![[r#"
            metric_time__month,grouping,revenue
            2026-01-01T00:00:00,0,42.50
            ,1,42.50
        "#]],
    );
}

#[test]
fn other_is_computed_from_its_rows_and_keeps_missing_values() {
    check(
        &[
            "--metrics",
            "revenue,average_order",
            "--group-by",
            "order__status",
            "--top",
            "1",
            "--totals",
            "--order-by",
            "-revenue,order__status__is_other",
        ],
        expect![[r#"
            order__status,order__status__is_other,grouping,revenue,average_order
            "open, late",false,0,50.00,50.0
            ,true,0,50.00,16.666666666666668
            ,false,1,100.00,25.0
        "#]],
    );
}

#[test]
fn a_missing_value_can_be_the_largest() {
    check(
        &[
            "--metrics",
            "revenue",
            "--group-by",
            "metric_time__month,customer__country",
            "--top",
            "1",
            "--order-by",
            "metric_time__month,customer__country__is_other",
        ],
        expect![[r#"
            metric_time__month,customer__country,customer__country__is_other,revenue
            2026-01-01T00:00:00,,true,42.50
            2026-02-01T00:00:00,,false,50.00
            2026-02-01T00:00:00,,true,7.50
        "#]],
    );
}

#[test]
fn the_largest_are_ranked_over_the_whole_range_by_any_metric() {
    check(
        &["--metrics", "revenue,orders", "--group-by", "order__status", "--top", "1", "--by", "orders", "--no-other"],
        expect![[r#"
            order__status,order__status__is_other,revenue,orders
            paid,false,42.50,2
        "#]],
    );
}

#[test]
fn the_largest_come_first_and_other_last() {
    check(
        &["--metrics", "revenue", "--group-by", "order__status", "--top", "2", "--totals"],
        expect![[r#"
            order__status,order__status__is_other,grouping,revenue
            "open, late",false,0,50.00
            paid,false,0,42.50
            ,true,0,7.50
            ,false,1,100.00
        "#]],
    );
}

#[test]
fn more_values_than_there_are_leave_no_other() {
    check(
        &["--metrics", "revenue", "--group-by", "order__status", "--top", "9", "--order-by", "revenue"],
        expect![[r#"
            order__status,order__status__is_other,revenue
            ,false,7.50
            paid,false,42.50
            "open, late",false,50.00
        "#]],
    );
}

#[test]
fn what_does_not_go_together_is_refused() {
    refused(&["--metrics", "revenue", "--totals"], "MRT-S033");
    refused(&["--metrics", "revenue", "--group-by", "order__status", "--totals", "--limit", "2"], "MRT-S033");
    refused(&["--metrics", "revenue", "--group-by", "metric_time", "--top", "2"], "MRT-S033");
    refused(&["--metrics", "revenue", "--group-by", "order__status", "--top", "2", "--by", "orders"], "MRT-S033");
}

#[test]
fn requests_in_a_file_have_them_too() {
    let shop = Shop::new();
    let requests = json!([{"name": "t", "request": {
        "metrics": ["orders"], "group_by": ["customer__country"], "order_by": ["customer__country"],
        "totals": "grand", "top": {"count": 1, "by": "orders"},
        "time_constraint": ["2026-02-01", "2026-02-28"], "comparison": {"kind": "previous_period"},
    }}]);
    std::fs::write(shop.dir().join("requests.json"), requests.to_string()).expect("a file");
    let run = martlet(shop.dir(), ["query", "--project", "dbt", "--requests", "requests.json"]).expect_code(0);
    let line: serde_json::Value = serde_json::from_str(&run.stdout).expect("one line");
    assert_eq!(
        line["rows"],
        json!([
            ["DE", false, 0, true, false, 1, 1, 0, 0.0],
            [null, true, 0, true, false, 1, 1, 0, 0.0],
            [null, false, 1, true, false, 2, 2, 0, 0.0],
        ]),
        "{line}"
    );
}
