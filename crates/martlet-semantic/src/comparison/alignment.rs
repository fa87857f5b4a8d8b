//! Which period of one range meets which of the other: the compared period's start, moved.

use chrono::{Datelike, NaiveDateTime};
use martlet_project::semantic_manifest::Granularity;

use super::Ranges;
use crate::resolve::time_range::truncate;
use crate::sql::time;

/// How far the compared periods of one time item lie back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// In units of `unit`.
    count: i64,
    unit: Granularity,
    /// 29 February meets nothing.
    skips_leap_day: bool,
    /// Periods moved past here have no counterpart.
    end: NaiveDateTime,
}

/// The alignment of a time item of this grain.
pub(crate) fn align(ranges: &Ranges, grain: Granularity) -> Alignment {
    let (current, compared) = (truncate(ranges.current_start, grain), truncate(ranges.compared_start, grain));
    let months = |at: NaiveDateTime| i64::from(at.year()) * 12 + i64::from(at.month());
    let (count, unit) = match grain {
        _ if ranges.by_date && grain <= Granularity::Day => (12, Granularity::Month),
        Granularity::Month | Granularity::Quarter | Granularity::Year => {
            (months(current) - months(compared), Granularity::Month)
        }
        Granularity::Day | Granularity::Week => ((current - compared).num_days(), Granularity::Day),
        _ => ((current - compared).num_seconds(), Granularity::Second),
    };
    let skips_leap_day = ranges.by_date && grain <= Granularity::Day;
    Alignment { count, unit, skips_leap_day, end: ranges.current.end }
}

impl Alignment {
    /// The current period that the compared one meets, as SQL; null where there is none.
    pub(crate) fn sql(self, compared: &str) -> String {
        let (sign, count) = if self.count < 0 { ("-", self.count.unsigned_abs()) } else { ("+", self.count as u64) };
        let moved = format!("{compared} {sign} INTERVAL '{count} {}'", self.unit);
        let mut conditions = vec![format!("{moved} < {}", time::instant(self.end))];
        if self.skips_leap_day {
            conditions.push(format!("NOT (date_part('month', {compared}) = 2 AND date_part('day', {compared}) = 29)"));
        }
        format!("CASE WHEN {} THEN {moved} END", conditions.join(" AND "))
    }
}
