//! `date_trunc` to weeks and longer, for columns of timestamps without a zone.
//!
//! Marts lie in order of time, or nearly so. The period of one row is therefore kept for the next ones, which only
//! compare with its ends. Everything else is DataFusion's: other grains, zones, single values, errors.

use std::{ops::Range, sync::Arc};

use arrow::{
    array::{Array, ArrowPrimitiveType, AsArray, PrimitiveArray},
    datatypes::{
        ArrowTimestampType, DataType, FieldRef, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType,
        TimestampNanosecondType, TimestampSecondType,
    },
};
use datafusion::{
    error::Result,
    functions::datetime::date_trunc::DateTruncFunc,
    logical_expr::{
        ColumnarValue, Documentation, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature,
        sort_properties::{ExprProperties, SortProperties},
    },
    scalar::ScalarValue,
};

/// DataFusion's function, with a shorter way for the columns named above.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct DateTrunc {
    general: DateTruncFunc,
}

impl ScalarUDFImpl for DateTrunc {
    fn name(&self) -> &str {
        self.general.name()
    }

    fn aliases(&self) -> &[String] {
        self.general.aliases()
    }

    fn signature(&self) -> &Signature {
        self.general.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.general.return_type(arg_types)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        self.general.return_field_from_args(args)
    }

    fn output_ordering(&self, inputs: &[ExprProperties]) -> Result<SortProperties> {
        self.general.output_ordering(inputs)
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.general.documentation()
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        match in_runs(&args.args) {
            Some(truncated) => Ok(ColumnarValue::Array(truncated)),
            None => self.general.invoke_with_args(args),
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Period {
    Weeks,
    /// So many whole ones, counted from a January.
    Months(i64),
}

fn in_runs(args: &[ColumnarValue]) -> Option<Arc<dyn Array>> {
    let [ColumnarValue::Scalar(grain), ColumnarValue::Array(values)] = args else { return None };
    let period = match grain {
        ScalarValue::Utf8(Some(grain)) | ScalarValue::Utf8View(Some(grain)) => Period::named(grain)?,
        _ => return None,
    };
    match values.data_type() {
        DataType::Timestamp(TimeUnit::Second, None) => truncated::<TimestampSecondType>(values, period),
        DataType::Timestamp(TimeUnit::Millisecond, None) => truncated::<TimestampMillisecondType>(values, period),
        DataType::Timestamp(TimeUnit::Microsecond, None) => truncated::<TimestampMicrosecondType>(values, period),
        DataType::Timestamp(TimeUnit::Nanosecond, None) => truncated::<TimestampNanosecondType>(values, period),
        _ => None,
    }
}

/// `None` where a period begins before what the type can hold.
fn truncated<T: ArrowTimestampType + ArrowPrimitiveType<Native = i64>>(
    values: &dyn Array,
    period: Period,
) -> Option<Arc<dyn Array>> {
    let values = values.as_primitive_opt::<T>()?;
    let per_day = 86_400
        * match T::UNIT {
            TimeUnit::Second => 1,
            TimeUnit::Millisecond => 1_000,
            TimeUnit::Microsecond => 1_000_000,
            TimeUnit::Nanosecond => 1_000_000_000,
        };
    let mut known = 0..0;
    let mut starts = Vec::with_capacity(values.len());
    for (row, value) in values.values().iter().enumerate() {
        if !known.contains(value) {
            if values.is_null(row) {
                starts.push(0);
                continue;
            }
            let days = period.around(value.div_euclid(per_day));
            known = days.start.checked_mul(per_day)?..days.end.saturating_mul(per_day);
        }
        starts.push(known.start);
    }
    Some(Arc::new(PrimitiveArray::<T>::new(starts.into(), values.nulls().cloned())))
}

/// From 1970-01-01 to 1 March of the year 0. Years that begin in March have their leap day at the end.
const DAYS_SINCE_MARCH_0: i64 = 719_468;

impl Period {
    fn named(grain: &str) -> Option<Self> {
        let named = |name| grain.eq_ignore_ascii_case(name);
        let months = [("month", 1), ("quarter", 3), ("year", 12)].into_iter().find(|(name, _)| named(name));
        months.map(|(_, count)| Self::Months(count)).or_else(|| named("week").then_some(Self::Weeks))
    }

    /// The days of the period in which a day lies; days are counted from 1970-01-01.
    fn around(self, day: i64) -> Range<i64> {
        match self {
            // That day was a Thursday.
            Self::Weeks => {
                let monday = day - (day + 3).rem_euclid(7);
                monday..monday + 7
            }
            Self::Months(count) => {
                let month = month_of(day);
                let first = month - month.rem_euclid(count);
                first_day(first)..first_day(first + count)
            }
        }
    }
}

/// The first day of a month. Months are counted from January of the year 0.
fn first_day(month: i64) -> i64 {
    let (year, month) = ((month - 2).div_euclid(12), (month - 2).rem_euclid(12));
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // Days before each month, from March: 0, 31, 61, 92, 122, 153, …
    365 * year + leap_days + (153 * month + 2) / 5 - DAYS_SINCE_MARCH_0
}

fn month_of(day: i64) -> i64 {
    // 4800 months have 146,097 days; the average is off by one month at most.
    let mut month = 2 + ((day + DAYS_SINCE_MARCH_0) * 4800).div_euclid(146_097);
    while first_day(month) > day {
        month -= 1;
    }
    while first_day(month + 1) <= day {
        month += 1;
    }
    month
}

#[cfg(test)]
mod tests {
    use arrow::{
        array::TimestampMicrosecondArray,
        datatypes::{Field, FieldRef},
    };
    use datafusion::config::ConfigOptions;

    use super::*;

    const DAY: i64 = 86_400_000_000;

    fn asked(function: &dyn ScalarUDFImpl, grain: &str, values: TimestampMicrosecondArray) -> Arc<dyn Array> {
        let field: FieldRef = Arc::new(Field::new("at", values.data_type().clone(), true));
        let rows = values.len();
        let args = ScalarFunctionArgs {
            args: vec![
                ColumnarValue::Scalar(ScalarValue::from(grain)),
                ColumnarValue::Array(Arc::new(values) as Arc<dyn Array>),
            ],
            arg_fields: vec![Arc::new(Field::new("grain", DataType::Utf8, false)), Arc::clone(&field)],
            number_rows: rows,
            return_field: field,
            config_options: Arc::new(ConfigOptions::default()),
        };
        function.invoke_with_args(args).and_then(|value| value.into_array(rows)).expect("the values are in range")
    }

    #[test]
    fn answers_are_those_of_datafusion() {
        // Every day from 1700 to 2200, then a few in no order, some of them not there.
        let in_order = (-98_000..84_000).map(|day| Some(day * DAY + (day * 7_919).rem_euclid(DAY)));
        let jumping = (0..5_000).map(|n: i64| (n % 5 > 0).then(|| (n * 7_919 % 60_000 - 30_000) * DAY - n % 2));
        let values: TimestampMicrosecondArray = in_order.chain(jumping).collect();
        for grain in ["week", "month", "quarter", "YEAR", "day", "hour"] {
            let general = asked(&DateTruncFunc::new(), grain, values.clone());
            assert_eq!(&asked(&DateTrunc::default(), grain, values.clone()), &general, "{grain}");
        }
    }

    #[test]
    fn the_open_end_of_a_validity_has_a_month() {
        let end = TimestampMicrosecondArray::from(vec![253_402_214_400_000_000]); // 9999-12-31
        let month = asked(&DateTrunc::default(), "month", end);
        let first = TimestampMicrosecondArray::from(vec![253_399_622_400_000_000]); // 9999-12-01
        assert_eq!(month.as_ref(), &first as &dyn Array);
    }
}
