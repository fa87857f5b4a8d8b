//! Names of units and parts of time.

use datafusion::sql::sqlparser::ast::{Expr, Interval, Value};

use super::{count, template};

/// The name that DataFusion has for a unit or part that DuckDB knows by several.
pub(super) fn canonical(name: &str) -> Option<&'static str> {
    Some(match name.trim_matches('\'').to_ascii_lowercase().as_str() {
        "millennium" | "millennia" | "millenniums" | "mil" | "mils" => "millennium",
        "century" | "centuries" | "cent" | "c" => "century",
        "decade" | "decades" | "dec" | "decs" => "decade",
        "year" | "years" | "yr" | "yrs" | "y" => "year",
        "quarter" | "quarters" => "quarter",
        "month" | "months" | "mon" | "mons" => "month",
        "week" | "weeks" | "weekofyear" | "w" => "week",
        "day" | "days" | "dayofmonth" | "d" => "day",
        "hour" | "hours" | "hr" | "hrs" | "h" => "hour",
        "minute" | "minutes" | "min" | "mins" | "m" => "minute",
        "second" | "seconds" | "sec" | "secs" | "s" => "second",
        "millisecond" | "milliseconds" | "ms" | "msec" | "msecs" => "millisecond",
        "microsecond" | "microseconds" | "us" | "usec" | "usecs" => "microsecond",
        "dow" | "dayofweek" | "weekday" => "dow",
        "isodow" => "isodow",
        "doy" | "dayofyear" => "doy",
        "isoyear" => "isoyear",
        "yearweek" => "yearweek",
        "epoch" => "epoch",
        _ => return None,
    })
}

/// An interval of quarters, of a number that is computed, or of a fraction: DuckDB leaves it away but for seconds, where
/// the unit stands apart.
pub(super) fn interval(interval: &Interval) -> Option<Expr> {
    if interval.last_field.is_some() || interval.leading_precision.is_some() {
        return None;
    }
    if !matches!(interval.value.as_ref(), Expr::Value(_)) {
        let unit = canonical(&interval.leading_field.as_ref()?.to_string())?;
        return match has_fractions(unit) {
            true => times(unit, &interval.value),
            false => times(unit, &template::filled("trunc($1)", &[unwrapped(&interval.value)])?),
        };
    }
    if let Some((whole, unit)) = whole_units(interval) {
        return template::filled(&format!("INTERVAL '{whole} {unit}'"), &[]);
    }
    let (number, unit) = count(interval)?;
    let months = number.checked_mul(3).filter(|_| canonical(&unit) == Some("quarter"))?;
    template::filled(&format!("INTERVAL '{months} months'"), &[])
}

fn unwrapped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) => inner,
        other => other,
    }
}

fn has_fractions(unit: &str) -> bool {
    matches!(unit, "second" | "millisecond" | "microsecond")
}

/// The digits before the point, where there is one and the unit has no fractions.
fn whole_units<'a>(interval: &'a Interval) -> Option<(&'a str, &'static str)> {
    let Expr::Value(value) = interval.value.as_ref() else { return None };
    let (Value::SingleQuotedString(written) | Value::Number(written, _)) = &value.value else { return None };
    let unit = canonical(&interval.leading_field.as_ref()?.to_string()).filter(|unit| !has_fractions(unit))?;
    let (whole, fraction) = written.trim().split_once('.')?;
    let is_number = fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_unit = matches!(unit, "year" | "month" | "week" | "day" | "hour" | "minute");
    (is_unit && is_number && whole.parse::<i64>().is_ok()).then_some((whole, unit))
}

/// So many units, where the number is computed.
pub(super) fn times(unit: &str, number: &Expr) -> Option<Expr> {
    let one = match unit {
        "millennium" => "1000 years",
        "century" => "100 years",
        "decade" => "10 years",
        "quarter" => "3 months",
        "week" => "7 days",
        "year" => "1 year",
        "month" => "1 month",
        "day" => "1 day",
        "hour" => "1 hour",
        "minute" => "1 minute",
        "second" => "1 second",
        "millisecond" => "1 millisecond",
        "microsecond" => "1 microsecond",
        _ => return None,
    };
    let number = match unwrapped(number) {
        name @ (Expr::Identifier(_) | Expr::CompoundIdentifier(_)) => name,
        _ => number,
    };
    template::filled(&format!("($1 * INTERVAL '{one}')"), &[number])
}
