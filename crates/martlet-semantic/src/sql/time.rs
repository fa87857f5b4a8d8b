//! Time in SQL: truncation, parts, intervals, instants.

use chrono::NaiveDateTime;
use martlet_project::semantic_manifest::Granularity;

use super::ident::text;
use crate::item::DatePart;

/// A time expression as a timestamp in microseconds, whatever its column's type (date, timestamp or text).
/// Nanoseconds, DataFusion's default, cannot hold the year 9999 that marks open ends.
pub(crate) fn timestamp(expression: &str) -> String {
    format!("CAST({expression} AS TIMESTAMP(6))")
}

/// The start of the period.
pub(crate) fn truncate(grain: Granularity, timestamp: &str) -> String {
    format!("date_trunc('{grain}', {timestamp})")
}

/// A number of the date.
pub(crate) fn part(part: DatePart, timestamp: &str) -> String {
    let name = match part {
        DatePart::Dow => "isodow",
        other => other.name(),
    };
    format!("date_part('{name}', {timestamp})")
}

/// An interval of so many periods.
pub(crate) fn interval(count: u32, grain: Granularity) -> String {
    let (count, unit) = match grain {
        Granularity::Quarter => (count.saturating_mul(3), "month"),
        other => (count, other.name()),
    };
    format!("INTERVAL '{count} {unit}'")
}

/// An instant as a literal that compares with timestamps.
pub(crate) fn instant(at: NaiveDateTime) -> String {
    text(at.format("%Y-%m-%d %H:%M:%S%.f").to_string().trim_end_matches(" 00:00:00"))
}
