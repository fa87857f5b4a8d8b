//! Names of units and parts of time.

use datafusion::sql::sqlparser::ast::{Expr, Interval};

use super::{count, template, text};

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
        "nanosecond" | "nanoseconds" | "ns" | "nsec" | "nsecs" => "nanosecond",
        "era" => "era",
        "julian" => "julian",
        _ => return None,
    })
}

/// An interval of quarters, or of a number that is computed.
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
    match &interval.leading_field {
        // Behind a number a unit takes it without its fraction.
        Some(unit) => {
            let unit = canonical(&unit.to_string()).filter(|unit| !has_fractions(unit))?;
            let number = count(interval)?;
            template::filled(&format!("INTERVAL '{}'", in_units(number, unit)?), &[])
        }
        None => {
            let written = several(text(&interval.value)?)?;
            template::filled(&format!("INTERVAL '{written}'"), &[])
        }
    }
}

/// Numbers and units by turns, as DataFusion reads them; `None` where they are no such.
fn several(written: &str) -> Option<String> {
    let words: Vec<&str> = written.split_whitespace().collect();
    let (words, sign) = match words.split_last() {
        Some((last, words)) if last.eq_ignore_ascii_case("ago") => (words, "-"),
        _ => (words.as_slice(), ""),
    };
    let mut out = Vec::new();
    let mut words = words.iter().peekable();
    while let Some(number) = words.next() {
        if let Some(clock) = clock(number) {
            out.push(format!("{sign}{clock}"));
            continue;
        }
        let unit = canonical(words.next()?)?;
        let number: f64 = number.parse().ok()?;
        let (factor, unit) = match unit {
            "quarter" => (3.0, "months"),
            "century" => (1200.0, "months"),
            "decade" => (120.0, "months"),
            "millennium" => (12_000.0, "months"),
            "year" if number.fract() != 0.0 => (12.0, "months"),
            unit => (1.0, unit),
        };
        out.push(format!("{sign}{} {unit}", number * factor));
    }
    (!out.is_empty()).then(|| out.join(" "))
}

/// `1:30` or `-01:30:05.5` as `5405.5 seconds`.
fn clock(written: &str) -> Option<String> {
    let (sign, parts) = written.strip_prefix('-').map_or(("", written), |parts| ("-", parts));
    let mut parts = parts.split(':').map(|part| part.parse::<f64>().ok().filter(|part| *part >= 0.0));
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0.0))?);
    parts.next().is_none().then(|| format!("{sign}{} seconds", hours * 3_600.0 + minutes * 60.0 + seconds))
}

fn in_units(number: i64, unit: &str) -> Option<String> {
    let months = |count: i64| Some(format!("{} months", number.checked_mul(count)?));
    match unit {
        "quarter" => months(3),
        "decade" => months(120),
        "century" => months(1_200),
        "millennium" => months(12_000),
        "week" => Some(format!("{} days", number.checked_mul(7)?)),
        "year" | "month" | "day" | "hour" | "minute" | "second" | "millisecond" | "microsecond" => {
            Some(format!("{number} {unit}"))
        }
        _ => None,
    }
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
