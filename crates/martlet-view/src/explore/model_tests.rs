//! Results of small tables, computed by hand.

use super::*;
use crate::explore::to_csv;
use crate::result::{Column, Values};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("test date")
}

fn table(months: &[&str], by: Option<&[&str]>, values: &[f64]) -> ResultTable {
    let column = |name: &str, values| Column { name: name.to_owned(), data_type: String::new(), values };
    let mut columns =
        vec![column("metric_time__month", Values::Date(months.iter().map(|month| Some(day(month))).collect()))];
    if let Some(by) = by {
        let texts = by.iter().map(|text| (!text.is_empty()).then(|| (*text).to_owned())).collect();
        columns.push(column("country", Values::Text(texts)));
    }
    columns.push(column("mrr", Values::Float(values.iter().copied().map(Some).collect())));
    ResultTable { columns, rows: months.len() }
}

fn total(months: &[&str], values: &[f64]) -> ChartModel {
    ChartModel::total(&table(months, None, values), "mrr", "MRR", Some(Grain::Month), Some(day("2026-03-10")))
        .expect("the columns are there")
}

const MONTHS: [&str; 2] = ["2026-01-01", "2026-02-01"];

#[test]
fn missing_months_are_gaps_and_the_running_one_is_partial() {
    let chart = total(&["2025-12-01", "2026-02-01", "2026-03-01"], &[1.0, 3.0, 0.5]);
    assert_eq!(chart.series[0].values, [Some(1.0), None, Some(3.0), Some(0.5)]);
    assert_eq!(chart.periods.iter().map(|p| p.is_partial).collect::<Vec<_>>(), [false, false, false, true]);
    let head = chart.head();
    assert_eq!((head.value, head.previous), (Some(3.0), None), "January has no value to compare with");
}

#[test]
fn the_rest_is_added_up_where_parts_are_the_whole() {
    let months = ["2026-01-01", "2026-01-01", "2026-01-01", "2026-02-01", "2026-02-01", "2026-02-01"];
    let parts = table(&months, Some(&["DE", "FR", "", "DE", "FR", "US"]), &[5.0, 2.0, 1.0, 6.0, 3.0, 1.0]);
    let chart = total(&MONTHS, &[8.0, 10.0]).breakdown(&parts, "mrr", "country", 1).expect("columns");
    assert_eq!(chart.not_shown, 0);
    assert_eq!(chart.series[0].name, "DE");
    assert_eq!(chart.series[1].name, "Other (3)");
    assert_eq!(chart.series[1].values, [Some(3.0), Some(4.0)]);
}

#[test]
fn the_rest_is_only_counted_where_parts_are_not_the_whole() {
    let months = ["2026-01-01", "2026-01-01", "2026-02-01"];
    let parts = table(&months, Some(&["DE", "FR", "DE"]), &[0.5, 0.7, 0.6]);
    let chart = total(&MONTHS, &[0.55, 0.6]).breakdown(&parts, "mrr", "country", 1).expect("columns");
    assert_eq!((chart.series.len(), chart.not_shown), (1, 1));
}

#[test]
fn a_comparison_is_laid_side_by_side() {
    let before = total(&["2025-01-01", "2025-02-01"], &[4.0, 5.0]);
    let chart = total(&MONTHS, &[8.0, 10.0]).compared(&before, "Last year");
    assert_eq!(chart.series[1].values, [Some(4.0), Some(5.0)]);
    expect_test::expect![[r#"
        month,MRR,Last year,compared with
        2026-01-01,8,4,2025-01-01
        2026-02-01,10,5,2025-02-01
    "#]]
    .assert_eq(&to_csv(&chart, "MRR").replace("\r\n", "\n"));
}

#[test]
fn nothing_found_is_empty() {
    assert!(total(&[], &[]).is_empty());
    assert_eq!(total(&[], &[]).head().value, None);
}

#[test]
fn a_result_without_its_metric_says_what_it_has() {
    let error = ChartModel::total(&table(&MONTHS, None, &[1.0, 2.0]), "arr", "ARR", Some(Grain::Month), None);
    assert_eq!(
        error.map_err(|error| error.to_string()),
        Err("the result has no column arr; it has metric_time__month, mrr".to_owned())
    );
}

#[test]
fn the_newest_periods_keep_the_running_one() {
    let chart = total(&["2026-01-01", "2026-02-01", "2026-03-01"], &[1.0, 2.0, 3.0]).newest(1);
    assert_eq!(chart.series[0].values, [Some(2.0), Some(3.0)]);
}
