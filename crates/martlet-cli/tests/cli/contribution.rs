//! Where a change comes from: parts that add up, ratios split into mix and rate.

use serde_json::Value;

use crate::support::{Run, Shop, martlet};

fn ask(args: &[&str]) -> Run {
    martlet(Shop::new().dir(), [&["explain-change", "--project", "dbt"], args].concat())
}

const FEBRUARY: [&str; 4] = ["--start-time", "2026-02-01", "--end-time", "2026-02-28"];

/// Rows as objects by column name.
fn rows(args: &[&str]) -> Vec<serde_json::Map<String, Value>> {
    let answer = ask(&[&FEBRUARY[..], &["--format", "json"], args].concat()).expect_code(0).json();
    let names: Vec<String> = answer["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .map(|c| c["name"].as_str().expect("a name").to_owned())
        .collect();
    let rows = answer["rows"].as_array().expect("rows");
    rows.iter().map(|row| names.iter().cloned().zip(row.as_array().expect("a row").iter().cloned()).collect()).collect()
}

fn number(row: &serde_json::Map<String, Value>, column: &str) -> f64 {
    row[column].as_f64().unwrap_or_else(|| panic!("no {column} in {row:?}"))
}

fn part<'r>(
    rows: &'r [serde_json::Map<String, Value>],
    part: &str,
    value: Option<&str>,
) -> &'r serde_json::Map<String, Value> {
    rows.iter()
        .find(|row| row["part"] == part && row["value"].as_str() == value)
        .unwrap_or_else(|| panic!("no {part} {value:?} in {rows:?}"))
}

#[test]
fn parts_of_a_sum_are_its_differences() {
    let rows = rows(&["--metric", "revenue", "--dimensions", "customer__country"]);
    let found: Vec<(Option<&str>, f64)> = rows
        .iter()
        .filter(|row| row["part"] == "value")
        .map(|row| (row["value"].as_str(), number(row, "contribution")))
        .collect();
    assert_eq!(found, [(None, 50.0), (Some("DE"), -22.5), (Some("FR"), -12.5)]);
    assert_eq!(number(part(&rows, "total", None), "contribution"), 15.0);
    assert_eq!(number(part(&rows, "residual", None), "contribution"), 0.0);
}

#[test]
fn a_ratio_is_split_into_mix_and_rate() {
    let rows = rows(&["--metric", "average_order", "--dimensions", "customer__country"]);
    // January: DE 30 of 1 order, FR 12.50 of 1; February: DE 7.50 of 1, no country 50 of 1. From 21.25 to 28.75.
    for (value, mix, rate) in [(Some("DE"), 0.0, -11.25), (Some("FR"), 6.25, 0.0), (None, 12.5, 0.0)] {
        let row = part(&rows, "value", value);
        assert_eq!((number(row, "mix"), number(row, "rate")), (mix, rate), "{value:?}");
        assert_eq!(number(row, "contribution"), mix + rate);
    }
    let total = part(&rows, "total", None);
    assert_eq!((number(total, "compared"), number(total, "current")), (21.25, 28.75));
    assert_eq!((number(total, "contribution"), number(total, "mix"), number(total, "rate")), (7.5, 18.75, -11.25));
}

#[test]
fn parts_add_up_for_every_metric_and_dimension() {
    for metric in ["revenue", "orders", "average_order", "doubled"] {
        let rows = rows(&["--metric", metric, "--values", "1"]);
        let mut dimensions: Vec<&str> = rows.iter().filter_map(|row| row["dimension"].as_str()).collect();
        dimensions.dedup();
        assert_eq!(dimensions.len(), 2, "{metric}: {dimensions:?}");
        for dimension in dimensions {
            let of = |parts: &[&str]| -> f64 {
                rows.iter()
                    .filter(|row| row["dimension"] == dimension && parts.iter().any(|part| row["part"] == *part))
                    .map(|row| number(row, "contribution"))
                    .sum()
            };
            let (parts, total) = (of(&["value", "rest", "residual"]), of(&["total"]));
            assert!((parts - total).abs() < 1e-12, "{metric} by {dimension}: {parts} is not {total}");
            assert!(of(&["residual"]).abs() < 1e-12, "{metric} by {dimension}");
        }
    }
}

#[test]
fn the_dimension_with_the_most_concentrated_change_comes_first() {
    let rows = rows(&["--metric", "orders", "--dimensions", "customer__country,order__status"]);
    let order: Vec<&str> =
        rows.iter().filter(|row| row["part"] == "total").filter_map(|row| row["dimension"].as_str()).collect();
    // Countries change by 0, -1, +1; statuses by -2, +1, +1: the latter is nearer to equal thirds.
    assert_eq!(order, ["customer__country", "order__status"]);
    let concentrations: Vec<f64> =
        rows.iter().filter(|row| row["part"] == "total").map(|row| number(row, "concentration")).collect();
    assert!(
        (concentrations[0] - 0.25).abs() < 1e-12 && (concentrations[1] - 0.0625).abs() < 1e-12,
        "{concentrations:?}"
    );
}

#[test]
fn what_cannot_be_split_is_refused() {
    for (args, code) in [
        (&["--metric", "revenue", "--dimensions", "metric_time__day"][..], "MRT-S034"),
        (&["--metric", "revenue", "--dimensions", "customer__planet"], "MRT-S004"),
        (&["--metric", "nope"], "MRT-S002"),
        (&["--metric", "revenue", "--compare", "soon"], "MRT-C040"),
    ] {
        let run = ask(&[&FEBRUARY[..], args].concat()).expect_code(2);
        assert!(run.stderr.contains(code), "{args:?}: {}", run.stderr);
    }
}
