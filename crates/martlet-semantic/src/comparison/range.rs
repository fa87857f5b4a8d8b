//! The two ranges of a comparison.

use chrono::{Datelike, Days, Duration, Months, NaiveDateTime, NaiveTime};
use martlet_project::semantic_manifest::Granularity;

use super::{Against, Comparison};
use crate::error::Problem;
use crate::resolve::TimeRange;
use crate::resolve::time_range::{add, instant, parse, subtract, truncate};

/// Both ranges with their starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ranges {
    pub(crate) current: TimeRange,
    pub(crate) current_start: NaiveDateTime,
    pub(crate) compared: TimeRange,
    pub(crate) compared_start: NaiveDateTime,
    /// Days meet by date, a year apart.
    pub(crate) by_date: bool,
}

/// `asked` are the request's own two texts, `widened` the whole periods of `finest` that they touch.
pub(crate) fn ranges(
    comparison: &Comparison,
    asked: &(String, String),
    widened: TimeRange,
    finest: Granularity,
) -> Result<Ranges, Vec<Problem>> {
    let start = widened.start.ok_or_else(|| vec![Problem::ComparisonWithoutRange])?;
    let end = widened.end;
    let (current, compared, by_date) = match comparison {
        Comparison::PreviousPeriod => ((start, end), (previous(start, end), start), false),
        Comparison::SamePeriodLastYear if finest == Granularity::Week => {
            let back = |at: NaiveDateTime| subtract(at, 52, Granularity::Week);
            ((start, end), (back(start), back(end)), false)
        }
        Comparison::SamePeriodLastYear => {
            let back = (year_before(start), end_year_before(end));
            if back.1 <= back.0 {
                return Err(vec![Problem::ComparisonRange {
                    with: "with the same period last year".to_owned(),
                    reason: "29 February has no such day there".to_owned(),
                    hint: "Compare with the previous period, or give the other range.".to_owned(),
                }]);
            }
            ((start, end), back, finest <= Granularity::Day)
        }
        Comparison::ToDate { grain, against } => {
            to_date(grain, *against, asked, finest).map_err(|found| vec![found])?
        }
        Comparison::Custom { range: (first, last) } => {
            let (first, last) = parse(first, last)?;
            let other = TimeRange::whole_periods(first, last, finest);
            ((start, end), (other.start.unwrap_or(first), other.end), false)
        }
    };
    let range = |(start, end)| TimeRange { start: Some(start), end, by_days: widened.by_days };
    Ok(Ranges {
        current: range(current),
        current_start: current.0,
        compared: range(compared),
        compared_start: compared.0,
        by_date,
    })
}

/// What is wrong with a comparison, whatever the request's own range.
pub(crate) fn own_problems(comparison: &Comparison) -> Vec<Problem> {
    match comparison {
        Comparison::PreviousPeriod | Comparison::SamePeriodLastYear => Vec::new(),
        Comparison::ToDate { grain, .. } => to_date_grain(grain).err().into_iter().collect(),
        Comparison::Custom { range: (first, last) } => parse(first, last).err().unwrap_or_default(),
    }
}

/// The first day of the week, month, quarter or year of a day or an instant; `None` when either is no such thing.
pub fn period_start(at: &str, grain: &str) -> Option<String> {
    let grain = Granularity::from_name(&grain.to_lowercase())?;
    Some(truncate(instant(at).ok()?, grain).date().to_string())
}

fn previous(start: NaiveDateTime, end: NaiveDateTime) -> NaiveDateTime {
    let is_month = |at: NaiveDateTime| truncate(at, Granularity::Month) == at;
    if is_month(start) && is_month(end) {
        let months = (end.year() - start.year()) * 12 + end.month() as i32 - start.month() as i32;
        return subtract(start, months.unsigned_abs(), Granularity::Month);
    }
    start.checked_sub_signed(end - start).unwrap_or(start)
}

/// A range that starts on 29 February starts on 1 March in a year without one.
fn year_before(start: NaiveDateTime) -> NaiveDateTime {
    let back = start.checked_sub_months(Months::new(12)).unwrap_or(start);
    if back.day() == start.day() { back } else { back.checked_add_days(Days::new(1)).unwrap_or(back) }
}

fn end_year_before(end: NaiveDateTime) -> NaiveDateTime {
    back_by_last_day(end, Granularity::Year)
}

/// The ends of whole months go back to ends of months; else the last day goes back, not the end behind it.
fn back_by_last_day(end: NaiveDateTime, grain: Granularity) -> NaiveDateTime {
    if end.time() != NaiveTime::MIN || truncate(end, Granularity::Month) == end {
        return subtract(end, 1, grain);
    }
    let last = end.checked_sub_days(Days::new(1)).unwrap_or(end);
    subtract(last, 1, grain).checked_add_days(Days::new(1)).unwrap_or(end)
}

fn wrong_to_date(name: &str, reason: String, hint: String) -> Problem {
    Problem::ComparisonRange { with: format!("{name} to date"), reason, hint }
}

fn to_date_grain(name: &str) -> Result<Granularity, Problem> {
    let allowed = [Granularity::Week, Granularity::Month, Granularity::Quarter, Granularity::Year];
    Granularity::from_name(&name.to_lowercase()).filter(|grain| allowed.contains(grain)).ok_or_else(|| {
        let reason = format!("'{name}' is not a period to date");
        wrong_to_date(name, reason, "Write week, month, quarter or year.".to_owned())
    })
}

type Span = (NaiveDateTime, NaiveDateTime);

fn to_date(
    name: &str,
    against: Against,
    asked: &(String, String),
    finest: Granularity,
) -> Result<(Span, Span, bool), Problem> {
    let grain = to_date_grain(name)?;
    let (start, last) = (instant(&asked.0)?, instant(&asked.1)?);
    let first = truncate(last, grain);
    if start != first {
        return Err(wrong_to_date(
            name,
            format!("it does not start on the first day of the {} in which it ends", grain.name()),
            format!("Start on {}.", first.date()),
        ));
    }
    let is_day = last.time() == NaiveTime::MIN && finest >= Granularity::Day;
    let end = if is_day { add(last, 1, Granularity::Day) } else { last + Duration::microseconds(1) };
    let back = match (against, grain) {
        (Against::Previous, grain) => grain,
        (Against::LastYear, Granularity::Week) => {
            let back = |at: NaiveDateTime| subtract(at, 52, Granularity::Week);
            return Ok(((first, end), (back(first), back(end)), false));
        }
        (Against::LastYear, _) => Granularity::Year,
    };
    let earlier = subtract(first, 1, back);
    let earlier_end = back_by_last_day(end, back).min(add(earlier, 1, grain));
    let by_date = back == Granularity::Year && finest <= Granularity::Day;
    Ok(((first, end), (earlier, earlier_end), by_date))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(comparison: &str, first: &str, last: &str, grain: Granularity) -> String {
        let comparison: Comparison = serde_json::from_str(comparison).expect("a comparison");
        let (start, end) = parse(first, last).expect("a range");
        let widened = TimeRange::whole_periods(start, end, grain);
        match ranges(&comparison, &(first.to_owned(), last.to_owned()), widened, grain) {
            Ok(found) => {
                let day = |at: NaiveDateTime| at.format("%Y-%m-%d").to_string();
                let text = |start, end| format!("{}..{}", day(start), day(end));
                format!(
                    "{} | {}",
                    text(found.current_start, found.current.end),
                    text(found.compared_start, found.compared.end)
                )
            }
            Err(problems) => problems.iter().map(ToString::to_string).collect(),
        }
    }

    const PREVIOUS: &str = r#"{"kind":"previous_period"}"#;
    const LAST_YEAR: &str = r#"{"kind":"same_period_last_year"}"#;
    const YEAR: &str = r#"{"kind":"to_date","grain":"year"}"#;
    const MONTH: &str = r#"{"kind":"to_date","grain":"month"}"#;
    const MONTH_LAST_YEAR: &str = r#"{"kind":"to_date","grain":"month","against":"last_year"}"#;

    #[test]
    fn whole_months_are_compared_with_whole_months() {
        use Granularity::{Day, Month};
        assert_eq!(check(PREVIOUS, "2026-03-01", "2026-03-31", Day), "2026-03-01..2026-04-01 | 2026-02-01..2026-03-01");
        assert_eq!(
            check(PREVIOUS, "2026-01-10", "2026-03-02", Month),
            "2026-01-01..2026-04-01 | 2025-10-01..2026-01-01"
        );
        assert_eq!(check(PREVIOUS, "2026-03-02", "2026-03-04", Day), "2026-03-02..2026-03-05 | 2026-02-27..2026-03-02");
    }

    #[test]
    fn last_year_knows_leap_days() {
        use Granularity::{Day, Month, Week};
        assert_eq!(
            check(LAST_YEAR, "2024-02-01", "2024-02-29", Day),
            "2024-02-01..2024-03-01 | 2023-02-01..2023-03-01"
        );
        assert_eq!(
            check(LAST_YEAR, "2024-02-01", "2024-02-28", Day),
            "2024-02-01..2024-02-29 | 2023-02-01..2023-03-01"
        );
        assert_eq!(
            check(LAST_YEAR, "2025-02-01", "2025-02-28", Month),
            "2025-02-01..2025-03-01 | 2024-02-01..2024-03-01"
        );
        assert_eq!(
            check(LAST_YEAR, "2024-02-29", "2024-03-01", Day),
            "2024-02-29..2024-03-02 | 2023-03-01..2023-03-02"
        );
        assert!(check(LAST_YEAR, "2024-02-29", "2024-02-29", Day).contains("29 February"));
        assert_eq!(
            check(LAST_YEAR, "2026-01-05", "2026-01-11", Week),
            "2026-01-05..2026-01-12 | 2025-01-06..2025-01-13"
        );
    }

    #[test]
    fn to_date_ends_on_the_day() {
        use Granularity::{Day, Month};
        assert_eq!(check(YEAR, "2026-01-01", "2026-11-21", Month), "2026-01-01..2026-11-22 | 2025-01-01..2025-11-22");
        assert_eq!(check(YEAR, "2024-01-01", "2024-02-29", Day), "2024-01-01..2024-03-01 | 2023-01-01..2023-03-01");
        assert_eq!(check(MONTH, "2026-03-01", "2026-03-31", Day), "2026-03-01..2026-04-01 | 2026-02-01..2026-03-01");
        assert_eq!(
            check(MONTH_LAST_YEAR, "2026-03-01", "2026-03-07", Day),
            "2026-03-01..2026-03-08 | 2025-03-01..2025-03-08"
        );
        assert!(check(YEAR, "2026-02-01", "2026-11-21", Day).contains("first day"));
    }
}
