//! Calls of functions by the names that DuckDB has for them.

use datafusion::sql::sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator, Value,
};

use super::{quoted, template::filled, text, time_format, time_unit};

/// The whole of a text matches.
pub(super) const FULL_MATCH: &str = r"regexp_like($1, '\A(?:' || $2 || ')\z')";

/// Name, number of arguments, and what it stands for.
const CALLS: &[(&str, usize, &str)] = &[
    ("ceiling", 1, "ceil($1)"),
    ("date", 1, "CAST($1 AS DATE)"),
    ("date_add", 2, "($1 + $2)"),
    ("dayname", 1, "to_char($1, '%A')"),
    ("divide", 2, "($1 // $2)"),
    ("get_current_timestamp", 0, "now()"),
    // DataFusion's own makes doubles of a decimal and a whole number.
    ("ifnull", 2, "coalesce($1, $2)"),
    ("if", 3, "CASE WHEN $1 THEN $2 ELSE $3 END"),
    ("last_day", 1, "CAST(date_trunc('month', $1) + INTERVAL '1 month' - INTERVAL '1 day' AS DATE)"),
    ("isfinite", 1, "(abs($1) < CAST('inf' AS DOUBLE))"),
    ("isinf", 1, "(abs($1) = CAST('inf' AS DOUBLE))"),
    ("lcase", 1, "lower($1)"),
    ("len", 1, "character_length($1)"),
    ("mod", 2, "$1 % $2"),
    ("monthname", 1, "to_char($1, '%B')"),
    ("prefix", 2, "starts_with($1, $2)"),
    ("regexp_full_match", 2, FULL_MATCH),
    ("regexp_full_match", 3, r"regexp_like($1, '\A(?:' || $2 || ')\z', $3)"),
    ("regexp_matches", 2, "regexp_like($1, $2)"),
    ("regexp_matches", 3, "regexp_like($1, $2, $3)"),
    ("sign", 1, "signum($1)"),
    ("strptime", 2, "to_timestamp_micros($1, $2)"),
    ("strlen", 1, "octet_length($1)"),
    ("suffix", 2, "ends_with($1, $2)"),
    ("ucase", 1, "upper($1)"),
];

/// Parts of time that are functions too.
const PARTS: &[&str] = &[
    "century",
    "dayofmonth",
    "dayofweek",
    "dayofyear",
    "day",
    "decade",
    "epoch",
    "hour",
    "isodow",
    "isoyear",
    "microsecond",
    "millennium",
    "millisecond",
    "minute",
    "month",
    "quarter",
    "second",
    "week",
    "weekday",
    "weekofyear",
    "year",
    "yearweek",
];

pub(super) fn written_out(function: &Function) -> Option<Expr> {
    let [name] = function.name.0.as_slice() else { return None };
    let name = name.as_ident()?.value.to_ascii_lowercase();
    let arguments = plain_arguments(function)?;
    if let Some((_, _, template)) = CALLS.iter().find(|(known, count, _)| *known == name && *count == arguments.len()) {
        return filled(template, &arguments);
    }
    match (name.as_str(), arguments.as_slice()) {
        (part, [time]) if PARTS.contains(&part) => part_of(time_unit::canonical(part)?, time),
        ("date_part" | "datepart", [part, time]) => date_part(text(part)?, time),
        ("date_trunc" | "datetrunc", [unit, time]) => date_trunc(text(unit)?, time),
        ("date_diff" | "datediff", [unit, from, to]) => between("date_diff", &name, unit, from, to),
        ("date_sub" | "datesub", [unit, from, to]) => between("date_sub", &name, unit, from, to),
        ("regexp_extract", [text, pattern]) => extract(&[text, pattern, &number("0")]),
        ("regexp_extract", [text, pattern, group]) if is_extractable(pattern, group) => {
            extract(&[text, pattern, group])
        }
        ("regexp_extract", [text, pattern, group, options]) if is_extractable(pattern, group) => {
            extract(&[text, pattern, group, options])
        }
        ("strftime", [time, format]) => {
            let (time, format) = if text(time).is_some() { (format, time) } else { (time, format) };
            filled("to_char($1, $2)", &[time, &quoted(&time_format::for_to_char(text(format)?)?)])
        }
        ("substr" | "substring", arguments) => from_the_end(arguments),
        (name, [number]) => {
            let unit = name.strip_prefix("to_").filter(|unit| unit.len() > 2 && unit.ends_with(['s', 'a']))?;
            time_unit::times(time_unit::canonical(unit)?, number)
        }
        _ => None,
    }
}

/// The part of a text that matches, or nothing. The first of DataFusion's groups is the whole pattern here.
fn extract(arguments: &[&Expr]) -> Option<Expr> {
    let options = if arguments.len() > 3 { ", $4" } else { "" };
    let found = format!("array_element(regexp_match($1, '(' || $2 || ')'{options}), $3 + 1)");
    filled(&format!("CASE WHEN $1 IS NOT NULL THEN coalesce({found}, '') END"), arguments)
}

/// DataFusion leaves out groups that took no part in the match, so that it miscounts those behind.
fn is_extractable(pattern: &Expr, group: &Expr) -> bool {
    let Expr::Value(group) = group else { return false };
    let Value::Number(group, _) = &group.value else { return false };
    let may_be_absent = |pattern: &str| ["|", ")?", ")*", "){0"].iter().any(|part| pattern.contains(part));
    group == "0" || text(pattern).is_some_and(|pattern| !may_be_absent(pattern))
}

fn number(digits: &str) -> Expr {
    Expr::value(Value::Number(digits.to_owned(), false))
}

/// `None` for calls with names, orders, filters, windows and the like.
fn plain_arguments(function: &Function) -> Option<Vec<&Expr>> {
    let FunctionArguments::List(list) = &function.args else { return None };
    let is_plain = matches!(function.parameters, FunctionArguments::None)
        && function.filter.is_none()
        && function.null_treatment.is_none()
        && function.over.is_none()
        && function.within_group.is_empty()
        && list.duplicate_treatment.is_none()
        && list.clauses.is_empty();
    let argument = |argument: &'_ FunctionArg| matches!(argument, FunctionArg::Unnamed(FunctionArgExpr::Expr(_)));
    if !is_plain || !list.args.iter().all(argument) {
        return None;
    }
    let expressions = list.args.iter().filter_map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    });
    Some(expressions.collect())
}

/// Where DataFusion does not know the part by this name.
pub(super) fn date_part(part: &str, time: &Expr) -> Option<Expr> {
    let canonical = time_unit::canonical(part)?;
    let is_known =
        part.eq_ignore_ascii_case(canonical) && !matches!(canonical, "decade" | "century" | "millennium" | "yearweek");
    if is_known { None } else { part_of(canonical, time) }
}

fn part_of(part: &str, time: &Expr) -> Option<Expr> {
    match part {
        // Years before the first are not foreseen.
        "decade" => filled("(date_part('year', $1) / 10)", &[time]),
        "century" => filled("((date_part('year', $1) + 99) / 100)", &[time]),
        "millennium" => filled("((date_part('year', $1) + 999) / 1000)", &[time]),
        "yearweek" => filled("(date_part('isoyear', $1) * 100 + date_part('week', $1))", &[time]),
        part => filled("date_part($2, $1)", &[time, &quoted(part)]),
    }
}

fn date_trunc(unit: &str, time: &Expr) -> Option<Expr> {
    let canonical = time_unit::canonical(unit)?;
    if canonical == "decade" {
        return filled("(date_trunc('year', $1) - (date_part('year', $1) % 10) * INTERVAL '1 year')", &[time]);
    }
    if unit.eq_ignore_ascii_case(canonical) { None } else { filled("date_trunc($2, $1)", &[time, &quoted(canonical)]) }
}

fn between(function: &str, called: &str, unit: &Expr, from: &Expr, to: &Expr) -> Option<Expr> {
    let written = text(unit)?;
    let canonical = time_unit::canonical(written)?;
    if function == called && canonical == written {
        return None;
    }
    filled(&format!("{function}($1, $2, $3)"), &[&quoted(canonical), from, to])
}

/// A literal start below zero counts from the end of the text.
pub(super) fn from_the_end(arguments: &[&Expr]) -> Option<Expr> {
    let (text, start, length) = match arguments {
        [text, start] => (text, start, None),
        [text, start, length] => (text, start, Some(length)),
        _ => return None,
    };
    let Expr::UnaryOp { op: UnaryOperator::Minus, expr: start } = start else { return None };
    match length {
        None => filled("right($1, $2)", &[text, start]),
        Some(length) => filled("left(right($1, $2), $3)", &[text, start, length]),
    }
}
