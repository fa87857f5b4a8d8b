//! `--compare`: a comparison by its name, and the range that it needs.

use martlet_semantic::{Against, Comparison};

use crate::codes;
use crate::problem::Problem;

/// The comparison that a text names.
pub fn comparison(text: &str) -> Result<Comparison, Problem> {
    let text = text.trim();
    if let Some((first, last)) = text.split_once("..") {
        return Ok(Comparison::Custom { range: (first.trim().to_owned(), last.trim().to_owned()) });
    }
    let to_date = |text: &str, against| {
        let grain = text.strip_suffix("-to-date")?;
        Some(Comparison::ToDate { grain: grain.to_owned(), against })
    };
    let found = match text {
        "previous-period" => Some(Comparison::PreviousPeriod),
        "same-period-last-year" => Some(Comparison::SamePeriodLastYear),
        _ => match text.strip_suffix("-last-year") {
            Some(rest) => to_date(rest, Against::LastYear),
            None => to_date(text, Against::Previous),
        },
    };
    found.ok_or_else(|| {
        Problem::error(codes::USAGE, format!("'{text}' is not a range to compare with")).hint(
            "write previous-period, same-period-last-year, month-to-date, month-to-date-last-year \
             (or week, quarter, year), or two days: 2025-01-01..2025-03-31",
        )
    })
}

/// First and last day of the current range. A comparison to date knows its first day by the last.
pub fn range(comparison: &Comparison, start: Option<&str>, end: Option<&str>) -> Result<(String, String), Problem> {
    let missing = || {
        Problem::error(codes::USAGE, "a comparison needs the current range")
            .hint("add --start-time and --end-time; to-date comparisons need --end-time alone")
    };
    let end = end.ok_or_else(missing)?;
    let start = match (start, comparison) {
        (Some(start), _) => start.to_owned(),
        (None, Comparison::ToDate { grain, .. }) => martlet_semantic::period_start(end, grain).ok_or_else(missing)?,
        (None, _) => return Err(missing()),
    };
    Ok((start, end.to_owned()))
}
