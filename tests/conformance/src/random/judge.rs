//! Whether Martlet's and MetricFlow's answers to one request agree.
//!
//! Rows are compared as a multiset, because equal keys have no order between them. What the order promises is checked
//! beside that: the keys' values never run the other way, and with a limit the same keys come out on top.

use std::cmp::Ordering;

use serde_json::Value;

use super::order::OrderKey;
use super::request::Request;
use crate::answer::{Answer, Table};
use crate::compare::{EXACT, difference};
use crate::oracle::TOO_LARGE;
use crate::refused_in_sql::{is_refused_in_sql, is_untold};

/// The judgement on one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// The same rows.
    Same,
    /// Neither answers.
    BothRefuse,
    /// MetricFlow broke, or made SQL that DuckDB does not run: nothing can be compared. What we answer then is our own
    /// matter, but SQL of ours that the engine does not run stays a failure.
    NoExpectation(String),
    /// The answer has more rows than are compared, or needs more memory than the engine may use.
    TooLarge(String),
    Wrong(String),
}

/// Begins the oracle's words for SQL of MetricFlow's that its database does not run.
const NOT_RUN: &str = "NotRunError";
/// Begin its words for a mistake within MetricFlow. The last three are checks of its own plan, which it fails for some
/// filters on other grains than the one asked for, and for metrics named like a dimension of the entity that they are
/// grouped by.
const BROKEN: [&str; 5] = [
    "AssertionError",
    "MetricFlowInternalError",
    "RuntimeError: Include specs are not in the spec set",
    "RuntimeError: Unexpected number of time dimension instances found matching specs",
    "TypeError: LazyFormat",
];
/// Texts and numbers that name the periods of a calendar cannot be moved in time. Only the databases know that they are
/// no dates: our engine's code, and words of DuckDB's refusal.
const NO_DATES: &str = "MRT-E015";
const NO_DATES_IN_DUCKDB: [&str; 2] = ["NotRunError: BinderException", ", INTERVAL)'"];
/// The engine's refusal of a query that needs more memory than it may use: combined values of several tables can.
const TOO_MUCH_MEMORY: &str = "MRT-E009";

/// The judgement, where MetricFlow's answer alone gives it: then Martlet is not asked.
pub fn judge_expected(expected: &Answer) -> Option<Judgement> {
    match expected {
        Answer::Refused(refusal) if refusal.message.starts_with(TOO_LARGE) => {
            Some(Judgement::TooLarge(refusal.message.clone()))
        }
        _ => None,
    }
}

pub fn judge(request: &Request, expected: &Answer, actual: &Answer) -> Judgement {
    match (expected, actual) {
        (_, Answer::Refused(refusal)) if refusal.code == TOO_MUCH_MEMORY => {
            Judgement::TooLarge(refusal.message.clone())
        }
        (Answer::Refused(theirs), Answer::Refused(ours)) if ours.code == NO_DATES => {
            let first = theirs.message.lines().next().unwrap_or_default();
            if NO_DATES_IN_DUCKDB.iter().all(|words| first.contains(words)) {
                Judgement::BothRefuse
            } else if is_broken(&theirs.message) {
                Judgement::NoExpectation(theirs.message.clone())
            } else {
                Judgement::Wrong(format!("failed: {} {}", ours.code, ours.message))
            }
        }
        (Answer::Refused(theirs), Answer::Refused(ours)) if is_refused_in_sql(&ours.code, &theirs.message) => {
            Judgement::BothRefuse
        }
        (Answer::Refused(theirs), Answer::Refused(ours)) if is_untold(&ours.code, &theirs.message) => {
            Judgement::NoExpectation(theirs.message.clone())
        }
        (_, Answer::Refused(refusal)) if !refusal.code.starts_with("MRT-S") => {
            Judgement::Wrong(format!("failed: {} {}", refusal.code, refusal.message))
        }
        (Answer::Refused(refusal), _) if refusal.message.starts_with(NOT_RUN) || is_broken(&refusal.message) => {
            Judgement::NoExpectation(refusal.message.clone())
        }
        (Answer::Refused(_), Answer::Refused(_)) => Judgement::BothRefuse,
        (Answer::Refused(refusal), Answer::Table(_)) => {
            let first = refusal.message.lines().next().unwrap_or_default();
            Judgement::Wrong(format!("answered, but MetricFlow refuses: {first}"))
        }
        (Answer::Table(_), Answer::Refused(refusal)) => {
            Judgement::Wrong(format!("refused: {} {}", refusal.code, refusal.message))
        }
        (Answer::Table(expected), Answer::Table(actual)) => match table_difference(request, expected, actual) {
            None => Judgement::Same,
            Some(difference) => Judgement::Wrong(format!("wrong answer: {difference}")),
        },
    }
}

fn is_broken(message: &str) -> bool {
    BROKEN.iter().any(|error| message.starts_with(error))
}

fn table_difference(request: &Request, expected: &Table, actual: &Table) -> Option<String> {
    if let Some(at) = out_of_order(&request.order_by, actual) {
        return Some(format!("rows {at} and {} are not in the order asked for", at + 1));
    }
    let is_cut = request.limit.is_some_and(|limit| expected.rows.len() as u64 >= limit);
    let ranking = request.order_by.iter().take_while(|key| key.is_metric).collect::<Vec<_>>();
    if !is_cut || ranking.is_empty() {
        return difference(expected, actual, EXACT);
    }
    // Rows that are a hair from the last one may be cut off by one side and not by the other.
    let keys = |table: &Table| Table { is_ordered: true, ..project(table, &ranking) };
    difference(&keys(expected), &keys(actual), EXACT).or_else(|| {
        let last = expected.rows.last().and_then(|row| value(expected, row, ranking.first()?).cloned());
        let inner = |table: &Table| {
            let rows = table.rows.iter().filter(|row| {
                let own = ranking.first().and_then(|key| value(table, row, key));
                !near(own.unwrap_or(&Value::Null), last.as_ref().unwrap_or(&Value::Null))
            });
            Table { rows: rows.cloned().collect(), ..table.clone() }
        };
        difference(&inner(expected), &inner(actual), EXACT)
    })
}

fn project(table: &Table, keys: &[&OrderKey]) -> Table {
    let columns = table.columns.iter().filter(|column| keys.iter().any(|key| key.column == column.name)).cloned();
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().zip(&table.columns);
        let kept = cells.filter(|(_, column)| keys.iter().any(|key| key.column == column.name));
        kept.map(|(cell, _)| cell.clone()).collect()
    });
    Table { columns: columns.collect(), rows: rows.collect(), is_ordered: table.is_ordered, sql: None }
}

fn value<'t>(table: &'t Table, row: &'t [Value], key: &OrderKey) -> Option<&'t Value> {
    table.columns.iter().position(|column| column.name == key.column).and_then(|at| row.get(at))
}

/// The first row (from 1) that should come after the next one.
fn out_of_order(keys: &[OrderKey], table: &Table) -> Option<usize> {
    let is_wrong = |pair: &[Vec<Value>]| {
        let [first, second] = pair else { return false };
        for key in keys {
            let (Some(a), Some(b)) = (value(table, first, key), value(table, second, key)) else { return false };
            // DuckDB takes 0 and -0 for equal, DataFusion does not; see the README of the awkward project.
            if is_zero(a) && is_zero(b) && is_negative(a) != is_negative(b) {
                return false;
            }
            match compare(a, b, key.descending) {
                Ordering::Less => return false,
                Ordering::Greater => return true,
                Ordering::Equal => {}
            }
        }
        false
    };
    table.rows.windows(2).position(is_wrong).map(|at| at + 1)
}

fn is_zero(value: &Value) -> bool {
    value.as_f64() == Some(0.0)
}

fn is_negative(value: &Value) -> bool {
    value.as_f64().is_some_and(f64::is_sign_negative)
}

/// Nulls come last, whichever way.
fn compare(a: &Value, b: &Value, descending: bool) -> Ordering {
    match (a.is_null(), b.is_null()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let ordering = match (a, b) {
        _ if a == b => Ordering::Equal,
        (Value::Number(a), Value::Number(b)) => {
            a.as_f64().unwrap_or_default().total_cmp(&b.as_f64().unwrap_or_default())
        }
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        _ => Ordering::Equal,
    };
    if descending { ordering.reverse() } else { ordering }
}

fn near(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= (EXACT * a.abs().max(b.abs())).max(f64::EPSILON),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::answer::{Refusal, parse_lines};

    fn table(rows: &Value) -> Answer {
        let line = json!({"name": "a", "columns": [{"name": "x"}, {"name": "m"}], "rows": rows}).to_string();
        parse_lines(&line).expect("the line is an answer").remove("a").expect("it is there")
    }

    fn top(limit: u64) -> Request {
        let key = |column: &str, descending, is_metric| OrderKey { column: column.to_owned(), descending, is_metric };
        Request { json: json!({}), order_by: vec![key("m", true, true), key("x", false, false)], limit: Some(limit) }
    }

    #[test]
    fn rows_a_hair_apart_may_be_cut_off_on_either_side() {
        let ours = table(&json!([["a", 3.0], ["b", 2.000_000_000_1]]));
        let theirs = table(&json!([["a", 3.0], ["c", 2.0]]));
        assert_eq!(judge(&top(2), &theirs, &ours), Judgement::Same);
        let wrong = table(&json!([["d", 3.0], ["c", 2.0]]));
        assert!(matches!(judge(&top(2), &theirs, &wrong), Judgement::Wrong(_)));
    }

    #[test]
    fn an_order_that_runs_the_other_way_is_wrong() {
        let rows = json!([["a", 1], ["b", 2]]);
        assert!(matches!(judge(&top(5), &table(&rows), &table(&rows)), Judgement::Wrong(_)));
        let rows = json!([["a", 2], ["b", 1], ["c", null]]);
        assert_eq!(judge(&top(5), &table(&rows), &table(&rows)), Judgement::Same);
    }

    #[test]
    fn zeroes_of_either_sign_may_come_in_either_order() {
        let (plus, minus) = (json!(["b", 0.0]), json!(["a", -0.0]));
        for rows in [json!([plus, minus]), json!([minus, plus])] {
            assert_eq!(judge(&top(5), &table(&rows), &table(&rows)), Judgement::Same);
        }
    }

    #[test]
    fn what_only_one_side_refuses_is_wrong() {
        let refused = |error: &str| {
            let line = json!({"name": "a", "error": error}).to_string();
            parse_lines(&line).expect("the line is an answer").remove("a").expect("it is there")
        };
        let rows = table(&json!([]));
        assert!(matches!(judge(&top(1), &refused("InvalidQueryException: no"), &rows), Judgement::Wrong(_)));
        let not_run = refused("NotRunError: no");
        assert!(matches!(judge(&top(1), &not_run, &rows), Judgement::NoExpectation(_)));
        let with_code = |code: &str| Answer::Refused(Refusal { code: code.to_owned(), message: "no".to_owned() });
        assert!(matches!(judge(&top(1), &not_run, &with_code("MRT-E012")), Judgement::Wrong(_)));
        assert!(matches!(judge(&top(1), &not_run, &with_code("MRT-S001")), Judgement::NoExpectation(_)));
        assert!(matches!(
            judge(&top(1), &refused("InvalidQueryException: no"), &with_code("MRT-E012")),
            Judgement::Wrong(_)
        ));
        assert_eq!(
            judge(&top(1), &refused("InvalidQueryException: no"), &with_code("MRT-S001")),
            Judgement::BothRefuse
        );
    }

    #[test]
    fn calendars_that_are_no_dates_are_refused_by_both() {
        let refused =
            |code: &str, message: &str| Answer::Refused(Refusal { code: code.to_owned(), message: message.to_owned() });
        let theirs = refused("", "NotRunError: BinderException: No function matches '-(VARCHAR, INTERVAL)'. You might");
        assert_eq!(judge(&top(1), &theirs, &refused("MRT-E015", "no")), Judgement::BothRefuse);
        let broken = refused("", "AssertionError: no");
        assert!(matches!(judge(&top(1), &broken, &refused("MRT-E015", "no")), Judgement::NoExpectation(_)));
        for other in ["InvalidQueryException: no", "NotRunError: ParserException: syntax error"] {
            assert!(matches!(judge(&top(1), &refused("", other), &refused("MRT-E015", "no")), Judgement::Wrong(_)));
        }
        assert!(matches!(judge(&top(1), &theirs, &refused("MRT-E007", "no")), Judgement::Wrong(_)));
        let rows = table(&json!([]));
        assert!(matches!(judge(&top(1), &rows, &refused("MRT-E015", "no")), Judgement::Wrong(_)));
    }

    #[test]
    fn types_that_do_not_compare_are_refused_by_both() {
        let refused =
            |code: &str, message: &str| Answer::Refused(Refusal { code: code.to_owned(), message: message.to_owned() });
        let ours = refused("MRT-E012", "no");
        for theirs in [
            "NotRunError: BinderException: Binder Error: Cannot compare values of type VARCHAR and type INTEGER_LITERAL",
            "NotRunError: ConversionException: Conversion Error: Could not convert string 'x' to INT64",
        ] {
            assert_eq!(judge(&top(1), &refused("", theirs), &ours), Judgement::BothRefuse);
            assert!(matches!(judge(&top(1), &refused("", theirs), &refused("MRT-E007", "no")), Judgement::Wrong(_)));
        }
        let other = refused("", "NotRunError: BinderException: Binder Error: Referenced column not found");
        assert!(matches!(judge(&top(1), &other, &ours), Judgement::Wrong(_)));
        assert!(matches!(judge(&top(1), &table(&json!([])), &ours), Judgement::Wrong(_)));
    }

    #[test]
    fn what_is_too_large_is_neither_the_same_nor_wrong() {
        let refused =
            |code: &str, message: &str| Answer::Refused(Refusal { code: code.to_owned(), message: message.to_owned() });
        let too_large = judge_expected(&refused("", "TooLargeError: more than 200000 rows"));
        assert!(matches!(too_large, Some(Judgement::TooLarge(_))));
        assert_eq!(judge_expected(&refused("", "InvalidQueryException: no")), None);
        let rows = table(&json!([]));
        assert_eq!(judge_expected(&rows), None);
        assert!(matches!(judge(&top(1), &rows, &refused("MRT-E009", "no")), Judgement::TooLarge(_)));
    }
}
