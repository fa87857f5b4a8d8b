//! `make_time`: a time of day of its hour, minute and seconds, which may have a fraction.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, Time64MicrosecondArray},
    datatypes::{DataType, Float64Type, Int64Type, TimeUnit},
};
use datafusion::{common::exec_err, error::Result};

use super::{
    declared::{Declared, Kind},
    each::argument,
};

pub(super) const MAKE_TIME: Declared = Declared {
    name: "make_time",
    takes: &[&[Kind::Whole, Kind::Whole, Kind::Number]],
    gives: |_| DataType::Time64(TimeUnit::Microsecond),
    compute: times,
};

fn times(parts: &[ArrayRef]) -> Result<ArrayRef> {
    let hours = argument(parts, 0)?.as_primitive::<Int64Type>();
    let minutes = argument(parts, 1)?.as_primitive::<Int64Type>();
    let seconds = argument(parts, 2)?.as_primitive::<Float64Type>();
    let times = (0..hours.len()).map(|row| {
        if parts.iter().any(|part| part.is_null(row)) {
            return Ok(None);
        }
        let (hour, minute, second) = (hours.value(row), minutes.value(row), seconds.value(row));
        match time(hour, minute, second) {
            Some(time) => Ok(Some(time)),
            None => exec_err!("there is no time {hour}:{minute}:{second}"),
        }
    });
    Ok(Arc::new(times.collect::<Result<Time64MicrosecondArray>>()?))
}

/// The end of the day is no time here, though it is for DuckDB.
fn time(hour: i64, minute: i64, second: f64) -> Option<i64> {
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0.0..61.0).contains(&second) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is about a minute at most")]
    let microseconds = (second.fract() * 1e6).round() as i64 + second.trunc() as i64 * 1_000_000;
    let time = (hour * 60 + minute) * 60_000_000 + microseconds;
    (time < 86_400_000_000).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn times_have_parts_of_a_second() {
        assert_eq!(time(1, 2, 3.5), Some(3_723_500_000));
        assert_eq!(time(0, 0, 0.29), Some(290_000));
        assert_eq!(time(23, 59, 59.999_999), Some(86_399_999_999));
        for (hour, minute, second) in
            [(24, 0, 0.0), (-1, 0, 0.0), (0, 60, 0.0), (0, 0, -0.5), (0, 0, f64::NAN), (23, 59, 59.999_999_9)]
        {
            assert_eq!(time(hour, minute, second), None);
        }
    }
}
