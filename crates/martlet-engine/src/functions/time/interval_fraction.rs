//! `interval_multiplied` and `interval_divided`: an interval times or by a number with a fraction.
//!
//! What remains of months goes on as days, 30 to the month, and what remains of days as time, 24 hours to the day. Both
//! rests are rounded to a millionth, as in PostgreSQL and DuckDB.

use std::sync::Arc;

use arrow::{
    array::{AsArray, IntervalMonthDayNanoArray},
    datatypes::{DataType, Float64Type, IntervalMonthDayNano, IntervalMonthDayNanoType, IntervalUnit},
};
use datafusion::{
    common::exec_err,
    error::{DataFusionError, Result},
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use super::each::{argument, over_arrays};

#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct IntervalFraction {
    is_divided: bool,
    signature: Signature,
}

impl IntervalFraction {
    pub(crate) fn multiplied() -> Self {
        Self::new(false)
    }

    pub(crate) fn divided() -> Self {
        Self::new(true)
    }

    fn new(is_divided: bool) -> Self {
        let kinds = vec![DataType::Interval(IntervalUnit::MonthDayNano), DataType::Float64];
        Self { is_divided, signature: Signature::exact(kinds, Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for IntervalFraction {
    fn name(&self) -> &str {
        if self.is_divided { "interval_divided" } else { "interval_multiplied" }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Interval(IntervalUnit::MonthDayNano))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        over_arrays(&args, |arrays| {
            let intervals = argument(arrays, 0)?.as_primitive::<IntervalMonthDayNanoType>();
            let numbers = argument(arrays, 1)?.as_primitive::<Float64Type>();
            let scaled = intervals.iter().zip(numbers.iter()).map(|pair| match pair {
                (Some(_), Some(number)) if self.is_divided && number == 0.0 => {
                    exec_err!("an interval is divided by zero")
                }
                (Some(interval), Some(number)) => {
                    let scale = |part: f64| if self.is_divided { part / number } else { part * number };
                    scaled(interval, scale).map(Some).ok_or_else(|| {
                        DataFusionError::Execution(format!("{} by {number} is too long an interval", self.name()))
                    })
                }
                _ => Ok(None),
            });
            Ok(Arc::new(scaled.collect::<Result<IntervalMonthDayNanoArray>>()?))
        })
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "intervals of more than 285 years of hours lose microseconds, as in DuckDB"
)]
fn scaled(interval: IntervalMonthDayNano, scale: impl Fn(f64) -> f64) -> Option<IntervalMonthDayNano> {
    const DAYS: f64 = 30.0;
    const SECONDS: f64 = 86_400.0;
    let months = scale(f64::from(interval.months));
    let days = scale(f64::from(interval.days));
    let rest_of_months = to_millionths((months - months.trunc()) * DAYS);
    let mut whole_days = days.trunc() + rest_of_months.trunc();
    let mut seconds = to_millionths((days - days.trunc() + rest_of_months - rest_of_months.trunc()) * SECONDS);
    if seconds.abs() >= SECONDS {
        let carried = (seconds / SECONDS).trunc();
        whole_days += carried;
        seconds -= carried * SECONDS;
    }
    let microseconds = (scale((interval.nanoseconds / 1_000) as f64) + seconds * 1e6).round_ties_even();
    Some(IntervalMonthDayNano::new(
        i32::try_from(whole(months.trunc())?).ok()?,
        i32::try_from(whole(whole_days)?).ok()?,
        whole(microseconds)?.checked_mul(1_000)?,
    ))
}

fn to_millionths(number: f64) -> f64 {
    (number * 1e6).round_ties_even() / 1e6
}

#[expect(clippy::cast_possible_truncation, reason = "it is a whole number within the range")]
fn whole(number: f64) -> Option<i64> {
    /// Below it, every whole number fits.
    const END: f64 = 9_223_372_036_854_775_808.0;
    (number.abs() < END).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::{IntervalMonthDayNano, scaled};

    const HOUR: i64 = 3_600_000_000_000;

    #[test]
    fn rests_go_on_as_days_and_hours() {
        let interval = IntervalMonthDayNano::new;
        for (from, factor, expected) in [
            (interval(0, 1, 0), 0.5, interval(0, 0, 12 * HOUR)),
            (interval(1, 0, 0), 0.33, interval(0, 9, 21 * HOUR + 36 * HOUR / 60)),
            (interval(1, 1, HOUR), 0.5, interval(0, 15, 12 * HOUR + HOUR / 2)),
            (interval(1, 0, 0), -0.37, interval(0, -11, -2 * HOUR - 24 * HOUR / 60)),
            (interval(0, 1, 0), 0.333_333_333_3, interval(0, 0, 8 * HOUR - 3_000)),
        ] {
            assert_eq!(scaled(from, |part| part * factor), Some(expected), "{from:?} * {factor}");
        }
        let seventh = interval(1, 21, 37_028_534_400_000);
        assert_eq!(scaled(interval(12, 0, 0), |part| part / 7.0), Some(seventh));
    }

    #[test]
    fn what_is_too_long_is_told() {
        let year = IntervalMonthDayNano::new(12, 0, 0);
        assert_eq!(scaled(year, |part| part * 1e300), None);
        assert_eq!(scaled(year, |_| f64::NAN), None);
    }
}
