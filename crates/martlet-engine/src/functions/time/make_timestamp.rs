//! `make_timestamp`: a moment of its parts, or of microseconds since 1970.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, TimestampMicrosecondArray},
    datatypes::{Float64Type, Int64Type},
};
use chrono::NaiveDate;
use datafusion::{common::exec_err, error::Result};

use super::{
    declared::{Declared, Kind, MOMENT},
    each::argument,
};

pub(super) const MAKE_TIMESTAMP: Declared = Declared {
    name: "make_timestamp",
    takes: &[&[Kind::Whole, Kind::Whole, Kind::Whole, Kind::Whole, Kind::Whole, Kind::Number], &[Kind::Whole]],
    gives: |_| MOMENT,
    compute: |arrays| match arrays {
        [microseconds] => Ok(arrow::compute::cast(microseconds, &MOMENT)?),
        parts => of_parts(parts),
    },
};

/// `make_timestamp_ms`: a moment of milliseconds since 1970.
pub(super) const MAKE_TIMESTAMP_MS: Declared =
    Declared { name: "make_timestamp_ms", takes: &[&[Kind::Whole]], ..super::epoch::EPOCH_MS };

fn of_parts(parts: &[ArrayRef]) -> Result<ArrayRef> {
    let whole =
        |place: usize| Ok::<_, datafusion::error::DataFusionError>(argument(parts, place)?.as_primitive::<Int64Type>());
    let (years, months, days, hours, minutes) = (whole(0)?, whole(1)?, whole(2)?, whole(3)?, whole(4)?);
    let seconds = argument(parts, 5)?.as_primitive::<Float64Type>();
    let moments = (0..years.len()).map(|row| {
        if parts.iter().any(|part| part.is_null(row)) {
            return Ok(None);
        }
        let at = [years, months, days, hours, minutes].map(|part| part.value(row));
        match moment(at, seconds.value(row)) {
            Some(moment) => Ok(Some(moment)),
            None => {
                let [year, month, day, hour, minute] = at;
                exec_err!("there is no moment {year}-{month}-{day} {hour}:{minute}:{}", seconds.value(row))
            }
        }
    });
    Ok(Arc::new(moments.collect::<Result<TimestampMicrosecondArray>>()?))
}

/// A day can end with 24:00:00, and a minute with a 60th second.
fn moment([year, month, day, hour, minute]: [i64; 5], second: f64) -> Option<i64> {
    let date = NaiveDate::from_ymd_opt(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)?;
    if !(0..=24).contains(&hour) || !(0..60).contains(&minute) || !(0.0..=60.0).contains(&second) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is at most a minute")]
    let time = (hour * 60 + minute) * 60_000_000 + (second * 1e6).round() as i64;
    let midnight = date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_micros();
    (time <= 86_400_000_000).then(|| midnight.checked_add(time))?
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn parts_are_put_together() {
        assert_eq!(moment([1970, 1, 1, 0, 0], 1.5), Some(1_500_000));
        assert_eq!(moment([1970, 1, 1, 24, 0], 0.0), Some(86_400_000_000));
        assert_eq!(moment([1969, 12, 31, 23, 59], 60.0), Some(0));
        for parts in [[2021, 2, 29, 0, 0], [2021, 13, 1, 0, 0], [2021, 1, 1, 25, 0], [2021, 1, 1, 0, 60]] {
            assert_eq!(moment(parts, 0.0), None, "{parts:?}");
        }
        assert_eq!(moment([2021, 1, 1, 24, 0], 1.0), None);
        assert_eq!(moment([2021, 1, 1, 0, 0], f64::NAN), None);
    }
}
