//! `interval_length`: an interval in microseconds, where a month has 30 days. So DuckDB compares intervals.

use std::sync::Arc;

use arrow::{
    array::{AsArray, PrimitiveArray},
    datatypes::{DataType, Int64Type, IntervalMonthDayNano, IntervalMonthDayNanoType},
};

use super::{
    declared::{Declared, Kind},
    each::argument,
};

const DAY: i64 = 86_400_000_000;

pub(super) const INTERVAL_LENGTH: Declared = Declared {
    name: "interval_length",
    takes: &[&[Kind::Interval]],
    gives: |_| DataType::Int64,
    compute: |arrays| {
        let intervals = argument(arrays, 0)?.as_primitive::<IntervalMonthDayNanoType>();
        let lengths: PrimitiveArray<Int64Type> = intervals.unary_opt(length);
        Ok(Arc::new(lengths))
    },
};

/// `None` where it is too long for the number.
pub(super) fn length(interval: IntervalMonthDayNano) -> Option<i64> {
    let days = i64::from(interval.months) * 30 + i64::from(interval.days);
    days.checked_mul(DAY)?.checked_add(interval.nanoseconds / 1_000)
}
