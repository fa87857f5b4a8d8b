//! Functions of dates, moments and intervals. One a file.

mod age;
mod date_diff;
mod date_trunc;
mod epoch;
mod interval_fraction;
mod interval_length;
mod interval_times;
mod is_finite;
mod make_time;
mod make_timestamp;
mod strptime;
mod time_bucket;

use datafusion::logical_expr::ScalarUDF;

use super::{
    declared::{self, Declared},
    each,
};
use date_diff::{Counts, DateDiff};
use date_trunc::DateTrunc;
pub(crate) use interval_fraction::IntervalFraction;
pub(crate) use interval_times::IntervalTimes;
use is_finite::IsFinite;

pub(super) fn scalars() -> Vec<ScalarUDF> {
    vec![
        DateDiff::new(Counts::Beginnings).into(),
        DateDiff::new(Counts::WholeUnits).into(),
        DateTrunc::default().into(),
        IntervalTimes::default().into(),
        IsFinite::new(false).into(),
        IsFinite::new(true).into(),
    ]
}

pub(super) const DECLARED: &[&Declared] = &[
    &age::AGE,
    &epoch::EPOCH_MS,
    &epoch::EPOCH_NS,
    &epoch::EPOCH_US,
    &interval_length::INTERVAL_LENGTH,
    &make_time::MAKE_TIME,
    &make_timestamp::MAKE_TIMESTAMP,
    &make_timestamp::MAKE_TIMESTAMP_MS,
    &strptime::STRPTIME,
    &strptime::TRY_STRPTIME,
    &time_bucket::TIME_BUCKET,
];
