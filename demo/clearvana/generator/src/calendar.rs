//! The 36 months of history: days, months and instants.
//!
//! An instant is microseconds since 1970-01-01 UTC; a day is days since then.

use chrono::{Datelike, Months, NaiveDate};

use crate::behaviour::MONTHS_OF_HISTORY;

/// Microseconds since 1970-01-01T00:00:00 UTC.
pub type Instant = i64;
/// Days since 1970-01-01.
pub type Day = i32;

/// Microseconds in a second.
pub const SECOND: Instant = 1_000_000;
/// Microseconds in a day.
pub const DAY: Instant = 86_400 * SECOND;

const EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(1970, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// The span of the history.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    first: NaiveDate,
    as_of: NaiveDate,
}

impl Calendar {
    /// History of 36 calendar months that ends with `as_of`; the last month is partial.
    pub fn ending(as_of: NaiveDate) -> Self {
        let month = first_of_month(as_of);
        let first = month.checked_sub_months(Months::new(MONTHS_OF_HISTORY - 1)).unwrap_or(month);
        Self { first, as_of }
    }

    pub fn first_day(&self) -> Day {
        day_of(self.first)
    }

    pub fn last_day(&self) -> Day {
        day_of(self.as_of)
    }

    /// First instant that is no longer part of the history.
    pub fn end(&self) -> Instant {
        Instant::from(self.last_day() + 1) * DAY
    }

    /// First day of the month with this index (0 is the first month of the history).
    pub fn month_start(&self, index: u32) -> Day {
        day_of(add_months(self.first, index))
    }

    /// First instant after the month, or after the history if that comes first.
    pub fn month_close(&self, index: u32) -> Instant {
        Instant::from(self.month_start(index + 1).min(self.last_day() + 1)) * DAY
    }

    /// Index of the month that a day lies in.
    pub fn month_index(&self, day: Day) -> u32 {
        let date = date_of(day);
        let months = (date.year() - self.first.year()) * 12 + date.month0() as i32 - self.first.month0() as i32;
        months.clamp(0, MONTHS_OF_HISTORY as i32 - 1) as u32
    }
}

pub fn day_of(date: NaiveDate) -> Day {
    date.signed_duration_since(EPOCH).num_days() as Day
}

pub fn date_of(day: Day) -> NaiveDate {
    EPOCH.checked_add_signed(chrono::Duration::days(i64::from(day))).unwrap_or(EPOCH)
}

pub fn day_of_instant(instant: Instant) -> Day {
    instant.div_euclid(DAY) as Day
}

/// Monday is 0.
pub fn weekday(day: Day) -> u32 {
    date_of(day).weekday().num_days_from_monday()
}

pub fn add_months(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months)).unwrap_or(date)
}

fn first_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}
