//! Whether two tables say the same.
//!
//! Same set of column names; rows as a multiset, or in sequence when the expectation is ordered; numbers within a
//! relative tolerance whatever their type; null equals only null; a date equals the timestamp at its midnight.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::answer::Table;

/// Relative tolerance of numbers.
pub const EXACT: f64 = 1e-6;
/// Sums that cancel out leave a rest of this size.
const ABSOLUTE: f64 = 1e-9;

/// `None` when the tables agree, else the first difference in words.
pub fn difference(expected: &Table, actual: &Table, tolerance: f64) -> Option<String> {
    let mut positions = Vec::new();
    for column in &expected.columns {
        match actual.columns.iter().position(|other| other.name == column.name) {
            Some(position) => positions.push(position),
            None => return Some(format!("column `{}` is missing; there are {}", column.name, names(actual))),
        }
    }
    if actual.columns.len() != expected.columns.len() {
        return Some(format!("columns are {}, not {}", names(actual), names(expected)));
    }
    let is_time: Vec<bool> = expected.columns.iter().map(|column| is_time(column.data_type.as_deref())).collect();
    let expected_rows: Vec<Vec<Cell>> = expected.rows.iter().map(|row| cells(row.iter(), &is_time)).collect();
    let actual_rows: Vec<Vec<Cell>> = actual
        .rows
        .iter()
        .map(|row| cells(positions.iter().map(|position| row.get(*position).unwrap_or(&Value::Null)), &is_time))
        .collect();
    if expected_rows.len() != actual_rows.len() {
        return Some(format!("{} rows, not {}", actual_rows.len(), expected_rows.len()));
    }
    if expected.is_ordered {
        let pairs = expected_rows.iter().zip(&actual_rows).enumerate();
        return pairs
            .filter(|(_, (expected, actual))| !same(expected, actual, tolerance))
            .map(|(row, (expected, actual))| format!("row {}: {} instead of {}", row + 1, show(actual), show(expected)))
            .next();
    }
    unmatched(&expected_rows, actual_rows, tolerance).map(|row| format!("no row equals {}", show(row)))
}

/// The first expected row that no actual row equals. Rows pair off only within equal text, truth and null cells.
fn unmatched(expected: &[Vec<Cell>], actual: Vec<Vec<Cell>>, tolerance: f64) -> Option<&Vec<Cell>> {
    let mut rest: BTreeMap<String, Vec<Vec<Cell>>> = BTreeMap::new();
    for row in actual {
        rest.entry(key(&row)).or_default().push(row);
    }
    expected.iter().find(|row| {
        let candidates = rest.entry(key(row)).or_default();
        match candidates.iter().position(|candidate| same(row, candidate, tolerance)) {
            Some(position) => {
                candidates.swap_remove(position);
                false
            }
            None => true,
        }
    })
}

#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Null,
    Number(f64),
    Exact(String),
}

fn cells<'a>(row: impl Iterator<Item = &'a Value>, is_time: &[bool]) -> Vec<Cell> {
    row.zip(is_time)
        .map(|(value, is_time)| match value {
            Value::Null => Cell::Null,
            Value::Number(number) => number.as_f64().map_or_else(|| Cell::Exact(number.to_string()), Cell::Number),
            Value::String(text) if *is_time => Cell::Exact(time(text)),
            Value::String(text) => Cell::Exact(format!("\"{text}\"")),
            other => Cell::Exact(other.to_string()),
        })
        .collect()
}

fn same(expected: &[Cell], actual: &[Cell], tolerance: f64) -> bool {
    expected.len() == actual.len()
        && expected.iter().zip(actual).all(|pair| match pair {
            (Cell::Number(expected), Cell::Number(actual)) => {
                (expected - actual).abs() <= (tolerance * expected.abs().max(actual.abs())).max(ABSOLUTE)
            }
            (expected, actual) => expected == actual,
        })
}

fn key(row: &[Cell]) -> String {
    row.iter().fold(String::new(), |mut key, cell| {
        let _ = match cell {
            Cell::Null => key.write_str("null"),
            Cell::Number(_) => key.write_str("#"),
            Cell::Exact(text) => key.write_str(text),
        };
        key.push('\u{1f}');
        key
    })
}

fn is_time(data_type: Option<&str>) -> bool {
    data_type.is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        name.starts_with("timestamp") || name.starts_with("date")
    })
}

/// ISO text without a zero fraction, a date as its midnight.
fn time(text: &str) -> String {
    let mut text = text.replacen(' ', "T", 1);
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text.len() == "2020-01-01".len() { text + "T00:00:00" } else { text }
}

fn names(table: &Table) -> String {
    table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn show(row: &[Cell]) -> String {
    let cells: Vec<String> = row
        .iter()
        .map(|cell| match cell {
            Cell::Null => "null".to_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Exact(text) => text.clone(),
        })
        .collect();
    format!("[{}]", cells.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: &[(&str, &str)], rows: &str, is_ordered: bool) -> Table {
        let columns = columns
            .iter()
            .map(|(name, data_type)| crate::answer::Column {
                name: (*name).to_owned(),
                data_type: Some((*data_type).to_owned()),
            })
            .collect();
        Table { columns, rows: serde_json::from_str(rows).expect("rows are JSON"), is_ordered, sql: None }
    }

    const MONTHS: &[(&str, &str)] = &[("metric_time__month", "timestamp"), ("mrr", "float")];

    #[test]
    fn order_of_rows_and_columns_does_not_matter_unless_asked() {
        let expected = table(MONTHS, r#"[["2020-01-01T00:00:00",1],["2020-02-01T00:00:00",2]]"#, false);
        let swapped =
            table(&[("mrr", "int"), ("metric_time__month", "date")], r#"[[2.0,"2020-02-01"],[1,"2020-01-01"]]"#, false);
        assert_eq!(difference(&expected, &swapped, EXACT), None);
        let ordered = Table { is_ordered: true, ..expected };
        assert!(difference(&ordered, &swapped, EXACT).is_some());
    }

    #[test]
    fn numbers_agree_within_the_tolerance_only() {
        let expected = table(MONTHS, r#"[["2020-01-01T00:00:00",1000000]]"#, false);
        let near = table(MONTHS, r#"[["2020-01-01T00:00:00",1000000.5]]"#, false);
        let far = table(MONTHS, r#"[["2020-01-01T00:00:00",1000002]]"#, false);
        assert_eq!(difference(&expected, &near, EXACT), None);
        assert!(difference(&expected, &far, EXACT).is_some());
    }

    #[test]
    fn null_is_not_zero_and_true_is_not_one() {
        let columns: &[(&str, &str)] = &[("a", "bool"), ("b", "int")];
        let expected = table(columns, "[[true,null]]", false);
        assert!(difference(&expected, &table(columns, "[[true,0]]", false), EXACT).is_some());
        assert!(difference(&expected, &table(columns, "[[1,null]]", false), EXACT).is_some());
        assert_eq!(difference(&expected, &expected.clone(), EXACT), None);
    }

    #[test]
    fn a_row_counts_as_often_as_it_occurs() {
        let columns: &[(&str, &str)] = &[("a", "string")];
        let expected = table(columns, r#"[["x"],["x"],["y"]]"#, false);
        assert!(difference(&expected, &table(columns, r#"[["x"],["y"],["y"]]"#, false), EXACT).is_some());
    }

    #[test]
    fn a_missing_or_extra_column_is_a_difference() {
        let expected = table(MONTHS, "[]", false);
        assert!(difference(&expected, &table(&[("mrr", "float")], "[]", false), EXACT).is_some());
        assert!(difference(&table(&[("mrr", "float")], "[]", false), &expected, EXACT).is_some());
    }
}
