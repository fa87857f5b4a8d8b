//! Results of small tables, computed by hand.

use super::*;
use crate::explore::{TableModel, to_csv};
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
    assert_eq!((head.value, head.compared), (Some(3.0), None), "nothing was asked to compare with");
}

/// The same table with further columns.
fn with(mut table: ResultTable, columns: Vec<(&str, Values)>) -> ResultTable {
    table.columns.extend(columns.into_iter().map(|(name, values)| Column {
        name: name.to_owned(),
        data_type: String::new(),
        values,
    }));
    table
}

fn dates(days: &[&str]) -> Values {
    Values::Date(days.iter().map(|text| text.parse().ok()).collect())
}

fn flags(flags: &[bool]) -> Values {
    Values::Boolean(flags.iter().copied().map(Some).collect())
}

fn numbers(numbers: &[f64]) -> Values {
    Values::Float(numbers.iter().map(|number| number.is_finite().then_some(*number)).collect())
}

const NONE: f64 = f64::NAN;

#[test]
fn all_others_are_the_answers_own_row_even_for_a_value_of_that_name() {
    let months = ["2026-01-01", "2026-01-01", "2026-01-01"];
    let parts = table(&months, Some(&["Other", "DE", ""]), &[0.2, 0.9, 0.4]);
    let parts = with(parts, vec![("country__is_other", flags(&[false, false, true]))]);
    let chart = total(&["2026-01-01"], &[0.55]).breakdown(&parts, "mrr", "country").expect("columns");
    let shown: Vec<_> =
        chart.series.iter().map(|series| (series.name.as_str(), series.role, series.values[0])).collect();
    assert_eq!(
        shown,
        [("DE", Role::Part, Some(0.9)), ("Other", Role::Part, Some(0.2)), ("Other", Role::Other, Some(0.4))]
    );
}

#[test]
fn a_comparison_is_laid_side_by_side() {
    let answer = with(
        table(&["2026-01-01", "2026-02-01", "1970-01-01"], None, &[8.0, 10.0, 0.0]),
        vec![
            ("metric_time__month__compared", dates(&["2025-01-01", "2025-02-01", "2025-03-01"])),
            ("is_partial__compared", flags(&[false, true, false])),
            ("mrr__compared", numbers(&[4.0, 5.0, 6.0])),
        ],
    );
    let chart = total(&MONTHS, &[8.0, 10.0]).compared(&answer, "mrr").expect("columns");
    assert_eq!(chart.series[0].before, [Some(4.0), Some(5.0)], "what meets no period of this range is left out");
    assert_eq!(
        chart.compared_with.iter().map(|p| p.map(|p| p.is_partial)).collect::<Vec<_>>(),
        [Some(false), Some(true)]
    );
    expect_test::expect![[r#"
        month,MRR,MRR: last year,compared with
        2026-01-01,8,4,2025-01-01
        2026-02-01,10,5,2025-02-01
    "#]]
    .assert_eq(&to_csv(&chart, &chart, "MRR", "last year").replace("\r\n", "\n"));
}

#[test]
fn each_part_has_its_own_comparison_and_the_total_its_column() {
    let months = ["2026-01-01", "2026-01-01", "2026-02-01"];
    let parts = with(
        table(&months, Some(&["DE", "", "DE"]), &[5.0, 3.0, 6.0]),
        vec![("country__is_other", flags(&[false, true, false])), ("mrr__compared", numbers(&[4.0, NONE, 5.0]))],
    );
    let total = total(&MONTHS, &[8.0, 10.0]);
    let chart = total.clone().breakdown(&parts, "mrr", "country").expect("columns");
    let shown = TableModel::of(&chart, &total, "MRR");
    assert_eq!(shown.columns.iter().map(|column| column.label.as_str()).collect::<Vec<_>>(), ["DE", "Other", "Total"]);
    let newest: Vec<_> = shown.rows[0].cells.iter().map(|cell| (cell.value, cell.before)).collect();
    assert_eq!(newest, [(Some(6.0), Some(5.0)), (None, None), (Some(10.0), None)]);

    let whole = with(
        table(&months, Some(&["", "DE", ""]), &[18.0, 11.0, 7.0]),
        vec![
            ("country__is_other", flags(&[false, false, true])),
            ("grouping", Values::Integer(vec![Some(1), Some(0), Some(0)])),
            ("mrr__compared", numbers(&[15.0, 9.0, NONE])),
        ],
    );
    let foot: Vec<_> =
        shown.foot(&whole, "mrr", Some("country")).iter().map(|cell| (cell.value, cell.before)).collect();
    assert_eq!(foot, [(Some(11.0), Some(9.0)), (Some(7.0), None), (Some(18.0), Some(15.0))]);
}

#[test]
fn the_tables_say_what_is_partial_when_the_project_does_not() {
    let answer = with(table(&MONTHS, None, &[8.0, 10.0]), vec![("is_partial", flags(&[false, true]))]);
    let chart = ChartModel::total(&answer, "mrr", "MRR", Some(Grain::Month), None).expect("columns");
    assert_eq!(chart.periods.iter().map(|period| period.is_partial).collect::<Vec<_>>(), [false, true]);
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
