//! The time constraint: two instants, both inclusive, widened to whole periods.
//!
//! All time, as MetricFlow has it, is 2000 to 2040: an open end means its end, an earlier start its start, and a later
//! end is refused.

use chrono::{Datelike, Days, Duration, Months, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use martlet_project::semantic_manifest::Granularity;

use crate::error::Problem;

/// The first day of all time.
pub const FIRST_DAY: &str = "2000-01-01";
/// The last day of all time.
pub const LAST_DAY: &str = "2040-12-31";

/// From `start` up to, but not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TimeRange {
    /// `None`: since the beginning.
    pub(crate) start: Option<NaiveDateTime>,
    pub(crate) end: NaiveDateTime,
    /// The last instant is the midnight that begins the last day; see [`TimeRange::end_for`].
    pub(crate) by_days: bool,
}

/// Reads and checks the two texts.
pub(crate) fn parse(start: &str, end: &str) -> Result<(NaiveDateTime, NaiveDateTime), Vec<Problem>> {
    let (first, last) = (instant(start), instant(end));
    let mut problems: Vec<Problem> = [&first, &last].into_iter().filter_map(|at| at.clone().err()).collect();
    if let (Ok(first), Ok(last)) = (&first, &last)
        && last < first
    {
        problems.push(Problem::ReversedRange { start: start.to_owned(), end: end.to_owned() });
    }
    if let (Ok(last), Ok(limit)) = (&last, instant(LAST_DAY))
        && *last > limit
    {
        problems.push(Problem::RangeTooLate { end: end.to_owned(), limit: LAST_DAY.to_owned() });
    }
    match (first, last) {
        (Ok(first), Ok(last)) if problems.is_empty() => Ok((first, last)),
        _ => Err(problems),
    }
}

pub(crate) fn instant(text: &str) -> Result<NaiveDateTime, Problem> {
    let text = text.trim();
    let with_time = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let parsed = with_time.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    parsed
        .or_else(|| {
            let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
            Some(date.and_time(NaiveTime::MIN))
        })
        .filter(|at| (1..=9999).contains(&at.year()))
        .ok_or_else(|| Problem::InvalidInstant { text: text.to_owned() })
}

impl TimeRange {
    /// All periods of `grain` that the two instants touch.
    pub(crate) fn whole_periods(start: NaiveDateTime, end: NaiveDateTime, grain: Granularity) -> Self {
        Self {
            start: Some(truncate(start, grain)),
            end: add(truncate(end, grain), 1, grain),
            by_days: grain >= Granularity::Day,
        }
    }

    /// What of it lies in all time.
    pub(crate) fn within_all_time(mut self) -> Self {
        if let (Some(start), Ok(first)) = (&mut self.start, instant(FIRST_DAY)) {
            *start = first.max(*start);
        }
        if let Ok(last) = instant(LAST_DAY) {
            self.end = self.end.min(add(last, 1, Granularity::Day));
        }
        self
    }

    /// The same range; if it begins with all time, which begins no week, from the first whole period.
    pub(crate) fn with_whole_first_period(self, grain: Granularity) -> Self {
        let whole = |start| {
            let is_cut = truncate(start, grain) < start && instant(FIRST_DAY).is_ok_and(|first| first == start);
            if is_cut { add(truncate(start, grain), 1, grain) } else { start }
        };
        Self { start: self.start.map(whole), ..self }
    }

    /// The end for times of that grain. A range of days, weeks, months … ends for MetricFlow with the midnight that
    /// begins its last day: all of that day for times by the day or coarser, its first hour for times by the hour.
    pub(crate) fn end_for(&self, grain: Granularity) -> NaiveDateTime {
        if self.by_days && grain < Granularity::Day {
            add(subtract(self.end, 1, Granularity::Day), 1, grain)
        } else {
            self.end
        }
    }

    /// The same range, beginning `count` periods earlier.
    pub(crate) fn starting_earlier(self, count: u32, grain: Granularity) -> Self {
        Self { start: self.start.map(|start| subtract(start, count, grain)), ..self }
    }

    /// The same range without a start.
    pub(crate) fn since_the_beginning(self) -> Self {
        Self { start: None, ..self }
    }

    /// The same range, beginning at the start of the period in which it begins.
    pub(crate) fn since_period_start(self, grain: Granularity) -> Self {
        Self { start: self.start.map(|start| truncate(start, grain)), ..self }
    }
}

pub(crate) fn truncate(at: NaiveDateTime, grain: Granularity) -> NaiveDateTime {
    let date = at.date();
    let day = |date: Option<NaiveDate>| date.unwrap_or(at.date()).and_time(NaiveTime::MIN);
    let nanos = |unit: u32| at.with_nanosecond(at.nanosecond() / unit * unit).unwrap_or(at);
    let second = nanos(1_000_000_000);
    match grain {
        Granularity::Nanosecond => at,
        Granularity::Microsecond => nanos(1_000),
        Granularity::Millisecond => nanos(1_000_000),
        Granularity::Second => second,
        Granularity::Minute => second.with_second(0).unwrap_or(second),
        Granularity::Hour => second.with_second(0).and_then(|at| at.with_minute(0)).unwrap_or(second),
        Granularity::Day => day(Some(date)),
        Granularity::Week => {
            let since_monday = u64::from(date.weekday().num_days_from_monday());
            day(date.checked_sub_days(Days::new(since_monday)))
        }
        Granularity::Month => day(date.with_day(1)),
        Granularity::Quarter => day(NaiveDate::from_ymd_opt(date.year(), (date.month() - 1) / 3 * 3 + 1, 1)),
        Granularity::Year => day(NaiveDate::from_ymd_opt(date.year(), 1, 1)),
    }
}

pub(crate) fn add(at: NaiveDateTime, count: u32, grain: Granularity) -> NaiveDateTime {
    let moved = match months(grain) {
        Some(months) => at.checked_add_months(Months::new(months.saturating_mul(count))),
        None => duration(grain, count).and_then(|length| at.checked_add_signed(length)),
    };
    moved.unwrap_or(at)
}

pub(crate) fn subtract(at: NaiveDateTime, count: u32, grain: Granularity) -> NaiveDateTime {
    let moved = match months(grain) {
        Some(months) => at.checked_sub_months(Months::new(months.saturating_mul(count))),
        None => duration(grain, count).and_then(|length| at.checked_sub_signed(length)),
    };
    moved.unwrap_or(at)
}

fn months(grain: Granularity) -> Option<u32> {
    match grain {
        Granularity::Month => Some(1),
        Granularity::Quarter => Some(3),
        Granularity::Year => Some(12),
        _ => None,
    }
}

fn duration(grain: Granularity, count: u32) -> Option<Duration> {
    let count = i64::from(count);
    match grain {
        Granularity::Nanosecond => Some(Duration::nanoseconds(count)),
        Granularity::Microsecond => Some(Duration::microseconds(count)),
        Granularity::Millisecond => Duration::try_milliseconds(count),
        Granularity::Second => Duration::try_seconds(count),
        Granularity::Minute => Duration::try_minutes(count),
        Granularity::Hour => Duration::try_hours(count),
        Granularity::Day => Duration::try_days(count),
        Granularity::Week => Duration::try_weeks(count),
        Granularity::Month | Granularity::Quarter | Granularity::Year => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_days_ends_with_the_first_hour_of_its_last_day() {
        let (start, end) = parse("2020-02-28T05:00", "2020-02-29T13:30").expect("a range");
        let text = |at: NaiveDateTime| at.format("%d %H").to_string();
        let by_day = TimeRange::whole_periods(start, end, Granularity::Day);
        assert_eq!(text(by_day.end_for(Granularity::Day)), "01 00");
        assert_eq!(text(by_day.end_for(Granularity::Hour)), "29 01");
        let by_hour = TimeRange::whole_periods(start, end, Granularity::Hour);
        assert_eq!(text(by_hour.end_for(Granularity::Hour)), "29 14");
    }

    #[test]
    fn all_time_is_2000_to_2040() {
        let (start, end) = parse("1990-05-05", LAST_DAY).expect("a range");
        let range = TimeRange::whole_periods(start, end, Granularity::Week).within_all_time();
        assert_eq!(range.start.map(|at| at.to_string()).as_deref(), Some("2000-01-01 00:00:00"));
        assert_eq!(range.end.to_string(), "2041-01-01 00:00:00");
        let too_late = parse(FIRST_DAY, "2041-01-01").expect_err("it is too late");
        assert!(matches!(too_late.as_slice(), [Problem::RangeTooLate { .. }]));
    }
}
