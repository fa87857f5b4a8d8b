//! Spellings of DuckDB that DataFusion lacks, written out with what it has.
//!
//! In: a parsed statement. Out: the same, where `year(x)` became `date_part('year', x)` and so on: names and forms that
//! DataFusion would refuse, or answers otherwise. No types are known here: what depends on them is in `across_types`,
//! `intervals` and `subscript`.

mod calls;
mod collation;
mod like;
mod number;
mod pattern;
mod subscript;
mod table;
mod template;
mod time_format;
mod time_unit;

use std::ops::ControlFlow;

use datafusion::sql::{
    parser::Statement,
    sqlparser::ast::{
        BinaryOperator, Expr, Interval, OrderBy, OrderByKind, Query, UnaryOperator, Value, VisitMut, VisitorMut,
    },
};

use super::tokens::{GLOB, NOT_GLOB};

/// Names of functions that are written out.
pub(super) fn names<'a>() -> impl Iterator<Item = &'a str> {
    let calls = table::CALLS.iter().map(|(name, ..)| *name);
    let others = table::NAMES.iter().chain(table::OTHERS).map(|(name, _)| *name);
    calls.chain(others).chain(table::PARTS.iter().copied())
}

/// What a function that is written out takes.
pub(super) fn takes(name: &str) -> Vec<String> {
    let calls = table::CALLS.iter().filter(|(known, ..)| *known == name);
    let counted = calls.map(|(_, count, _)| vec!["…"; *count].join(", "));
    let others = table::OTHERS.iter().filter(|(known, _)| *known == name).map(|(_, takes)| (*takes).to_owned());
    let parts = table::PARTS.iter().filter(|known| **known == name).map(|_| "date or timestamp".to_owned());
    counted.chain(others).chain(parts).collect()
}

/// Names that became the name of this function.
pub(super) fn names_of<'a>(function: &'a str) -> impl Iterator<Item = &'static str> + 'a {
    let is_call = move |written: &str| written.strip_prefix(function).is_some_and(|rest| rest.starts_with('('));
    let calls = table::CALLS.iter().filter(move |(.., written)| is_call(written)).map(|(name, ..)| *name);
    calls.chain(table::NAMES.iter().filter(move |(_, known)| *known == function).map(|(name, _)| *name))
}

/// Writes a statement's expressions out.
pub(super) fn write_out(statement: &mut Statement) {
    match statement {
        Statement::Statement(statement) => {
            // The visitor never breaks.
            let _: ControlFlow<()> = statement.visit(&mut Spelling);
        }
        Statement::Explain(explain) => write_out(&mut explain.statement),
        _ => {}
    }
}

#[derive(Debug)]
struct Spelling;

impl VisitorMut for Spelling {
    type Break = ();

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        number::doubles_in_columns(&mut query.body);
        number::first_in_recursion(query);
        let Some(OrderBy { kind: OrderByKind::Expressions(keys), .. }) = &mut query.order_by else {
            return ControlFlow::Continue(());
        };
        collation::in_keys(keys);
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if let Some(written) = collation::comparison(expr) {
            *expr = written;
        }
        if let Expr::Function(function) = expr {
            collation::in_function(function);
        }
        if let Some(written) = written_out(expr) {
            *expr = written;
        }
        ControlFlow::Continue(())
    }
}

fn written_out(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Value(_) => number::double(expr),
        Expr::Function(function) => calls::written_out(function),
        Expr::Substring { expr, substring_from: Some(start), substring_for, .. } => {
            let mut arguments = vec![expr.as_ref(), start.as_ref()];
            arguments.extend(substring_for.as_deref());
            calls::from_the_end(&arguments)
        }
        Expr::Extract { field, expr, .. } => calls::date_part(&field.to_string(), expr),
        Expr::SimilarTo { negated, expr, pattern, escape_char: None } => {
            // For DuckDB the pattern is a regular expression for the whole text.
            let matches = template::filled(table::FULL_MATCH, &[expr, pattern])?;
            Some(if *negated { negation(matches) } else { matches })
        }
        Expr::Like { negated, any: false, expr, pattern, escape_char: Some(escape) } => {
            let pattern = Box::new(like::with_backslashes(pattern, escape)?);
            Some(Expr::Like { negated: *negated, any: false, expr: expr.clone(), pattern, escape_char: None })
        }
        Expr::ILike { negated, any: false, expr, pattern, escape_char: Some(escape) } => {
            let pattern = Box::new(like::with_backslashes(pattern, escape)?);
            Some(Expr::ILike { negated: *negated, any: false, expr: expr.clone(), pattern, escape_char: None })
        }
        Expr::UnaryOp { op: UnaryOperator::BitwiseNot, expr } => template::filled("(-1 - $1)", &[expr]),
        Expr::BinaryOp { left, op: BinaryOperator::PGOverlap, right } => {
            template::filled("array_has_any($1, $2)", &[left, right])
        }
        Expr::BinaryOp { left, op: BinaryOperator::PGStartsWith, right } => {
            template::filled("starts_with($1, $2)", &[left, right])
        }
        Expr::BinaryOp { left, op: BinaryOperator::PGCustomBinaryOperator(name), right } => match name.as_slice() {
            [name] if name == GLOB => template::filled("glob_matches($1, $2)", &[left, right]),
            [name] if name == NOT_GLOB => template::filled("(NOT glob_matches($1, $2))", &[left, right]),
            _ => None,
        },
        Expr::Interval(interval) => time_unit::interval(interval),
        Expr::CompoundFieldAccess { root, access_chain } => subscript::with_both_ends(root, access_chain),
        _ => None,
    }
}

fn negation(expr: Expr) -> Expr {
    Expr::UnaryOp { op: UnaryOperator::Not, expr: Box::new(Expr::Nested(Box::new(expr))) }
}

/// A literal text.
fn text(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

fn quoted(text: &str) -> Expr {
    Expr::value(Value::SingleQuotedString(text.to_owned()))
}

/// The number of units of an interval, without its fraction, where it is a literal.
fn count(interval: &Interval) -> Option<i64> {
    let written = match interval.value.as_ref() {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => text.trim(),
            Value::Number(number, _) => number,
            _ => return None,
        },
        _ => return None,
    };
    let whole = written.split_once('.').map_or(written, |(whole, _)| whole);
    whole.parse().ok()
}

#[cfg(test)]
mod tests {
    use crate::sql::guard::parse_query;

    fn written_out(expr: &str) -> String {
        let statement = parse_query(&format!("SELECT {expr}")).expect("the expression is valid");
        statement.to_string().trim_start_matches("SELECT ").to_owned()
    }

    #[test]
    fn names_of_duckdb_are_written_out() {
        for (duckdb, datafusion) in [
            ("year(a)", "date_part('year', a)"),
            ("DayOfWeek(a + b)", "date_part('dow', (a + b))"),
            ("if(a, 1, 2)", "CASE WHEN a THEN 1 ELSE 2 END"),
            ("len(lcase(s))", "length(lower(s))"),
            ("mod(a + 1, b)", "(a + 1) % b"),
            ("regexp_matches(s, '^a')", "regexp_like(s, '^a')"),
            ("to_days(n)", "(n * INTERVAL '1 day')"),
            ("a + interval (n) month", "a + (trunc(n) * INTERVAL '1 month')"),
            ("interval (n) second", "(n * INTERVAL '1 second')"),
            ("interval 1.5 day", "INTERVAL '1 day'"),
            ("interval '-2.7' month", "INTERVAL '-2 month'"),
            ("interval '2 quarters'", "INTERVAL '6 months'"),
            ("interval 1 quarter", "INTERVAL '3 months'"),
            ("interval (2) month", "INTERVAL '2 month'"),
            ("interval '1 century -2 h'", "INTERVAL '1200 months -2 hour'"),
            ("interval '1 day 01:30:00'", "INTERVAL '1 day 5400 seconds'"),
            ("interval '1.5' hour", "INTERVAL '1 hour'"),
            ("interval '2 days ago'", "INTERVAL '-2 day'"),
            ("x[2:]", "x[2:-1]"),
            ("split(a, b)", "string_split(a, b)"),
            ("1_000 + a", "1000 + a"),
            ("~a", "(-1 - a)"),
            ("s glob 'a*' and not s glob b", "glob_matches(s, 'a*') AND NOT glob_matches(s, b)"),
            ("s not glob '[a-c]?'", "(NOT glob_matches(s, '[a-c]?'))"),
            ("glob + 1 < glob", "glob + 1 < glob"),
            ("try(a::bigint)", "TRY_CAST(a AS BIGINT)"),
            ("try(strptime(s, '%Y'))", "try_strptime(s, '%Y')"),
            ("try(f(a)::bigint)", "try(f(a)::BIGINT)"),
            ("list_aggregate(x, 'Sum')", "list_sum(x)"),
            ("list_aggr(x, 'count')", "length(array_compact(x))"),
            ("array_aggr(x, 'median')", "array_aggr(x, 'median')"),
            ("to_base64('ab')", "base64(blob_of_text('ab'))"),
            ("decode(x, 'strict')", "text_of_blob(x)"),
            ("decode(x, 'hex')", "decode(x, 'hex')"),
            ("decode(encode(s))", "text_of_blob(blob_of_text(s))"),
        ] {
            assert_eq!(written_out(duckdb), datafusion, "{duckdb}");
        }
    }

    #[test]
    fn units_are_written_out() {
        for (duckdb, datafusion) in [
            ("date_trunc('months', a)", "date_trunc('month', a)"),
            ("date_part('weekday', a)", "date_part('dow', a)"),
            ("extract(dayofyear from a)", "date_part('doy', a)"),
            ("extract(year from a)", "EXTRACT(YEAR FROM a)"),
            ("extract(century from a)", "((date_part('year', a) + 99) / 100)"),
            ("datediff('days', a, b)", "date_diff('day', a, b)"),
        ] {
            assert_eq!(written_out(duckdb), datafusion, "{duckdb}");
        }
    }

    #[test]
    fn texts_are_read_from_their_end() {
        assert_eq!(written_out("substr(s, -2)"), "right(s, 2)");
        assert_eq!(written_out("substring(s, -3, 2)"), "substr_from(s, (-3), 2)");
        assert_eq!(written_out("substring(s from a for 2)"), "substr_from(s, a, 2)");
        assert_eq!(written_out("substr(s, 2)"), "SUBSTR(s, 2)");
    }

    #[test]
    fn patterns_are_written_out() {
        assert_eq!(written_out("s like 'a!%b\\' escape '!'"), "s LIKE 'a\\%b\\\\'");
        assert_eq!(written_out("s not similar to 'a.*'"), "NOT (regexp_like(s, '\\A(?:' || 'a.*' || ')\\z'))");
        assert_eq!(written_out("s like 'a\\%'"), "s LIKE 'a\\%'");
    }

    #[test]
    fn collations_are_written_out() {
        for (duckdb, datafusion) in [
            ("s collate nocase = 'A'", "lower(s) = lower('A')"),
            ("'A' <> (s collate noaccent)", "strip_accents('A') <> strip_accents(s)"),
            ("s collate nocase.noaccent < t", "lower(strip_accents(s)) < lower(strip_accents(t))"),
            ("s collate NOCASE not in ('a', t)", "lower(s) NOT IN (lower('a'), lower(t))"),
            ("s collate nocase between a and b || c", "lower(s) BETWEEN lower(a) AND lower((b || c))"),
            ("s like 'A%' collate nocase", "lower(s) LIKE lower('A%')"),
        ] {
            assert_eq!(written_out(duckdb), datafusion, "{duckdb}");
        }
        let ordered = "SELECT string_agg(s, '' ORDER BY s COLLATE nocase), rank() OVER (ORDER BY s COLLATE noaccent) \
                       FROM t ORDER BY s COLLATE nocase DESC, t";
        assert_eq!(
            parse_query(ordered).expect("it is valid").to_string(),
            "SELECT string_agg(s, '' ORDER BY lower(s)), rank() OVER (ORDER BY strip_accents(s)) \
             FROM t ORDER BY lower(s) DESC, t"
        );
        for refused in [
            "s collate de = 'a'",
            "s collate nocase = t collate noaccent",
            "upper(s collate nocase)",
            "s collate nocase || t = 'a'",
            "s collate nocase",
        ] {
            assert!(parse_query(&format!("SELECT {refused}")).is_err(), "{refused}");
        }
        assert!(parse_query("SELECT s FROM t GROUP BY s COLLATE nocase").is_err());
    }

    #[test]
    fn times_are_formatted() {
        assert_eq!(written_out("strftime(a, '%Y-%m %f %x')"), "to_char(a, '%Y-%m %6f %Y-%m-%d')");
        assert_eq!(written_out("strftime('%Y', a)"), "to_char(a, '%Y')");
        assert_eq!(written_out("strftime(a, f)"), "strftime(a, f)");
    }

    #[test]
    fn what_datafusion_has_stays() {
        for expr in ["upper(s)", "month", "a = 1", "year(a, b)", "INTERVAL '1 day'"] {
            assert_eq!(written_out(expr), expr);
        }
    }
}
