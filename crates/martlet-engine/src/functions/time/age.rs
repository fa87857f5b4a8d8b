//! `age`: the time between two moments in years, months, days and what is less, as a calendar counts it.

use std::sync::Arc;

use arrow::{
    array::{AsArray, IntervalMonthDayNanoArray, temporal_conversions::as_datetime},
    datatypes::{IntervalMonthDayNano, TimestampMicrosecondType},
};
use chrono::{Datelike, NaiveDate};

use super::{
    declared::{Declared, INTERVAL, Kind},
    each::argument,
};

const DAY: i64 = 86_400_000_000;

pub(super) const AGE: Declared = Declared {
    name: "age",
    takes: &[&[Kind::Moment, Kind::Moment]],
    gives: |_| INTERVAL,
    compute: |arrays| {
        let to = argument(arrays, 0)?.as_primitive::<TimestampMicrosecondType>();
        let from = argument(arrays, 1)?.as_primitive::<TimestampMicrosecondType>();
        let ages = to.iter().zip(from.iter()).map(|(to, from)| age(to?, from?));
        Ok(Arc::new(ages.collect::<IntervalMonthDayNanoArray>()))
    },
};

/// Parts below zero borrow from the next larger one; a month is borrowed with the days of the earlier moment's month.
fn age(to: i64, from: i64) -> Option<IntervalMonthDayNano> {
    let (sign, first, last) = if to < from { (-1, to, from) } else { (1, from, to) };
    let date = |moment| Some(as_datetime::<TimestampMicrosecondType>(moment)?.date());
    let (start, end) = (date(first)?, date(last)?);
    let mut months = (end.year() - start.year()) * 12 + end.month0() as i32 - start.month0() as i32;
    let mut days = end.day() as i32 - start.day() as i32;
    let mut microseconds = last.rem_euclid(DAY) - first.rem_euclid(DAY);
    if microseconds < 0 {
        microseconds += DAY;
        days -= 1;
    }
    if days < 0 {
        days += days_in_month(start)?;
        months -= 1;
    }
    Some(IntervalMonthDayNano::new(sign * months, sign * days, i64::from(sign) * microseconds * 1_000))
}

fn days_in_month(date: NaiveDate) -> Option<i32> {
    let next = if date.month() == 12 { (date.year() + 1, 1) } else { (date.year(), date.month() + 1) };
    Some(NaiveDate::from_ymd_opt(next.0, next.1, 1)?.pred_opt()?.day() as i32)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{IntervalMonthDayNano, age};

    fn at(year: i32, month: u32, day: u32, hour: u32) -> i64 {
        let date = NaiveDate::from_ymd_opt(year, month, day).expect("it is a day");
        date.and_hms_opt(hour, 0, 0).expect("it is an hour").and_utc().timestamp_micros()
    }

    /// DuckDB's answers.
    #[test]
    fn ages_are_those_of_a_calendar() {
        const HOUR: i64 = 3_600_000_000_000;
        for (to, from, months, days, hours) in [
            (at(2020, 3, 1, 0), at(2020, 1, 31, 0), 1, 1, 0),
            (at(2020, 1, 31, 0), at(2020, 3, 1, 0), -1, -1, 0),
            (at(2020, 3, 30, 1), at(2020, 2, 29, 2), 1, 0, 23),
            (at(2001, 4, 10, 0), at(1957, 6, 13, 0), 43 * 12 + 9, 27, 0),
            (at(2020, 2, 29, 0), at(2020, 2, 29, 0), 0, 0, 0),
        ] {
            assert_eq!(age(to, from), Some(IntervalMonthDayNano::new(months, days, hours * HOUR)));
        }
    }
}
