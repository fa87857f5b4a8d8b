//! `interval_times`: an interval so many times, part by part.

use std::sync::Arc;

use arrow::{
    array::{AsArray, IntervalMonthDayNanoArray},
    datatypes::{DataType, Int64Type, IntervalMonthDayNano, IntervalMonthDayNanoType, IntervalUnit},
};
use datafusion::{
    error::{DataFusionError, Result},
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use super::each::{argument, over_arrays};

#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct IntervalTimes {
    signature: Signature,
}

impl Default for IntervalTimes {
    fn default() -> Self {
        let kinds = vec![DataType::Interval(IntervalUnit::MonthDayNano), DataType::Int64];
        Self { signature: Signature::exact(kinds, Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for IntervalTimes {
    fn name(&self) -> &'static str {
        "interval_times"
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
            let numbers = argument(arrays, 1)?.as_primitive::<Int64Type>();
            let multiples = intervals.iter().zip(numbers.iter()).map(|pair| match pair {
                (Some(interval), Some(number)) => times(interval, number).map(Some).ok_or_else(|| {
                    DataFusionError::Execution(format!("an interval is too long when it is taken {number} times"))
                }),
                _ => Ok(None),
            });
            Ok(Arc::new(multiples.collect::<Result<IntervalMonthDayNanoArray>>()?))
        })
    }
}

fn times(interval: IntervalMonthDayNano, number: i64) -> Option<IntervalMonthDayNano> {
    let part = |part: i32| i32::try_from(i64::from(part).checked_mul(number)?).ok();
    Some(IntervalMonthDayNano::new(
        part(interval.months)?,
        part(interval.days)?,
        interval.nanoseconds.checked_mul(number)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::{IntervalMonthDayNano, times};

    #[test]
    fn every_part_is_multiplied() {
        let interval = IntervalMonthDayNano::new(1, -2, 3);
        assert_eq!(times(interval, -4), Some(IntervalMonthDayNano::new(-4, 8, -12)));
        assert_eq!(times(interval, i64::MAX), None);
    }
}
