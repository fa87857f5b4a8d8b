//! `time_bucket`: the beginning of the period of a given width that a day or moment lies in.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, TimestampMicrosecondArray, temporal_conversions::as_datetime},
    compute::cast,
    datatypes::{DataType, IntervalMonthDayNano, IntervalMonthDayNanoType, TimestampMicrosecondType},
};
use chrono::{Datelike, Months, NaiveDate};
use datafusion::{common::exec_err, error::Result};

use super::{
    declared::{Declared, Kind, MOMENT},
    each::argument,
};

const DAY: i64 = 86_400_000_000;
/// Monday, 2000-01-03: weeks begin on Mondays.
const DAYS_BEGIN: i64 = 10_959 * DAY;
/// January 2000, in months since the year 0.
const MONTHS_BEGIN: i64 = 2_000 * 12;

pub(super) const TIME_BUCKET: Declared = Declared {
    name: "time_bucket",
    takes: &[
        &[Kind::Interval, Kind::Time],
        &[Kind::Interval, Kind::Time, Kind::Time],
        &[Kind::Interval, Kind::Time, Kind::Interval],
    ],
    gives: |types| types.get(1).cloned().unwrap_or(MOMENT),
    compute: buckets,
};

fn buckets(arrays: &[ArrayRef]) -> Result<ArrayRef> {
    let kind = argument(arrays, 1)?.data_type().clone();
    let widths = argument(arrays, 0)?.as_primitive::<IntervalMonthDayNanoType>();
    let times = cast(argument(arrays, 1)?, &MOMENT)?;
    let times = times.as_primitive::<TimestampMicrosecondType>();
    let third = match arrays.get(2) {
        Some(origin) if matches!(origin.data_type(), DataType::Interval(_)) => Some(Arc::clone(origin)),
        Some(origin) => Some(cast(origin, &MOMENT)?),
        None => None,
    };
    let begins = (0..times.len()).map(|row| {
        if widths.is_null(row) || times.is_null(row) || third.as_ref().is_some_and(|third| third.is_null(row)) {
            return Ok(None);
        }
        let (width, time) = (Width::of(widths.value(row))?, times.value(row));
        Ok(match &third {
            None => width.begin(time, None),
            Some(third) => match third.as_primitive_opt::<IntervalMonthDayNanoType>() {
                Some(offsets) => {
                    let offset = offsets.value(row);
                    moved(time, offset, -1)
                        .and_then(|time| width.begin(time, None))
                        .and_then(|begin| moved(begin, offset, 1))
                }
                None => width.begin(time, Some(third.as_primitive::<TimestampMicrosecondType>().value(row))),
            },
        })
    });
    let begins: ArrayRef = Arc::new(begins.collect::<Result<TimestampMicrosecondArray>>()?);
    Ok(if kind == MOMENT { begins } else { cast(&begins, &kind)? })
}

#[derive(Debug, Clone, Copy)]
enum Width {
    Months(i64),
    Microseconds(i64),
}

impl Width {
    fn of(interval: IntervalMonthDayNano) -> Result<Self> {
        let rest =
            i64::from(interval.days).checked_mul(DAY).and_then(|days| days.checked_add(interval.nanoseconds / 1_000));
        match (interval.months, rest) {
            (1.., Some(0)) => Ok(Self::Months(i64::from(interval.months))),
            (0, Some(rest @ 1..)) => Ok(Self::Microseconds(rest)),
            (0, _) | (..=-1, Some(0)) => exec_err!("the width of time_bucket must be more than nothing"),
            _ => exec_err!("the width of time_bucket is in months, or in days and less, not in both"),
        }
    }

    fn begin(self, time: i64, origin: Option<i64>) -> Option<i64> {
        match self {
            Self::Months(width) => {
                let origin = origin.map_or(Some(MONTHS_BEGIN), month)?;
                let month = month(time)? - origin;
                let first = month - month.rem_euclid(width) + origin;
                let year = i32::try_from(first.div_euclid(12)).ok()?;
                let date = NaiveDate::from_ymd_opt(year, u32::try_from(first.rem_euclid(12)).ok()? + 1, 1)?;
                Some(date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_micros())
            }
            Self::Microseconds(width) => {
                time.checked_sub(time.checked_sub(origin.unwrap_or(DAYS_BEGIN))?.rem_euclid(width))
            }
        }
    }
}

/// Months since the year 0.
fn month(time: i64) -> Option<i64> {
    let date = as_datetime::<TimestampMicrosecondType>(time)?.date();
    Some(i64::from(date.year()) * 12 + i64::from(date.month0()))
}

fn moved(time: i64, by: IntervalMonthDayNano, sign: i64) -> Option<i64> {
    let at = as_datetime::<TimestampMicrosecondType>(time)?;
    let months = Months::new(by.months.unsigned_abs());
    let at =
        if i64::from(by.months) * sign < 0 { at.checked_sub_months(months) } else { at.checked_add_months(months) }?;
    let rest = i64::from(by.days).checked_mul(DAY)?.checked_add(by.nanoseconds / 1_000)?;
    at.and_utc().timestamp_micros().checked_add(rest * sign)
}

#[cfg(test)]
mod tests {
    use super::{DAY, IntervalMonthDayNano, Width};

    #[test]
    fn widths_are_of_one_kind() {
        assert!(Width::of(IntervalMonthDayNano::new(1, 0, 0)).is_ok());
        assert!(Width::of(IntervalMonthDayNano::new(0, 7, 0)).is_ok());
        for (months, days) in [(0, 0), (0, -1), (-1, 0), (1, 1)] {
            assert!(Width::of(IntervalMonthDayNano::new(months, days, 0)).is_err(), "{months} {days}");
        }
    }

    #[test]
    fn periods_begin_as_in_duckdb() {
        // 2020-02-15, a Saturday, lies in the week of the 10th.
        let saturday = 18_307 * DAY;
        assert_eq!(Width::Microseconds(7 * DAY).begin(saturday, None), Some(18_302 * DAY));
        assert_eq!(Width::Microseconds(DAY * 3 / 2).begin(saturday, None), Some(18_306 * DAY));
        assert_eq!(Width::Months(2).begin(saturday, None), Some(18_262 * DAY));
        // 1999-12-15 lies in the two months from November.
        assert_eq!(Width::Months(2).begin(10_940 * DAY, None), Some(10_896 * DAY));
    }
}
