//! `date_diff` counts the beginnings of units between two moments, `date_sub` the whole units between them.

use std::sync::Arc;

use arrow::{
    array::{AsArray, Int64Array, temporal_conversions::as_datetime},
    datatypes::{DataType, TimeUnit, TimestampMicrosecondType},
};
use chrono::Datelike;
use datafusion::{
    error::{DataFusionError, Result},
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use super::each::{argument, over_arrays};

const DAY: i64 = 86_400_000_000;

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Counts {
    Beginnings,
    WholeUnits,
}

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct DateDiff {
    counts: Counts,
    signature: Signature,
}

impl DateDiff {
    pub(super) fn new(counts: Counts) -> Self {
        Self { counts, signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for DateDiff {
    fn name(&self) -> &'static str {
        match self.counts {
            Counts::Beginnings => "date_diff",
            Counts::WholeUnits => "date_sub",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        let is_time = |kind: &DataType| matches!(kind, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..));
        match arg_types {
            // A text is read as a moment where the other one tells that moments are meant.
            [_, from, to] if (is_time(from) || from.is_string() || from.is_null()) && is_time(to) => Ok(()),
            [_, from, to] if is_time(from) && (to.is_string() || to.is_null()) => Ok(()),
            _ => Err(DataFusionError::Plan(format!("{} takes a unit and two dates or timestamps", self.name()))),
        }?;
        let moment = DataType::Timestamp(TimeUnit::Microsecond, None);
        Ok(vec![DataType::Utf8, moment.clone(), moment])
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let unit = match args.args.first() {
            Some(ColumnarValue::Scalar(unit)) => unit.try_as_str().flatten().and_then(Unit::named),
            _ => None,
        };
        let Some(unit) = unit else {
            let name = self.name();
            return Err(DataFusionError::Plan(format!(
                "the first argument of {name} must be one of {}, as a text",
                UNITS.map(|(name, _)| format!("'{name}'")).join(", ")
            )));
        };
        over_arrays(&args, |arrays| {
            let from = argument(arrays, 1)?.as_primitive::<TimestampMicrosecondType>();
            let to = argument(arrays, 2)?.as_primitive::<TimestampMicrosecondType>();
            let counted = from.iter().zip(to.iter()).map(|pair| match pair {
                (Some(from), Some(to)) => match self.counts {
                    Counts::Beginnings => unit.beginnings(from, to),
                    Counts::WholeUnits => unit.whole_units(from, to),
                },
                _ => None,
            });
            Ok(Arc::new(counted.collect::<Int64Array>()))
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Months(i64),
    Weeks,
    Microseconds(i64),
}

const UNITS: [(&str, Unit); 13] = [
    ("millennium", Unit::Months(12_000)),
    ("century", Unit::Months(1_200)),
    ("decade", Unit::Months(120)),
    ("year", Unit::Months(12)),
    ("quarter", Unit::Months(3)),
    ("month", Unit::Months(1)),
    ("week", Unit::Weeks),
    ("day", Unit::Microseconds(DAY)),
    ("hour", Unit::Microseconds(3_600_000_000)),
    ("minute", Unit::Microseconds(60_000_000)),
    ("second", Unit::Microseconds(1_000_000)),
    ("millisecond", Unit::Microseconds(1_000)),
    ("microsecond", Unit::Microseconds(1)),
];

impl Unit {
    fn named(name: &str) -> Option<Self> {
        UNITS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, unit)| *unit)
    }

    fn beginnings(self, from: i64, to: i64) -> Option<i64> {
        Some(match self {
            Self::Months(count) => Month::of(to)?.number.div_euclid(count) - Month::of(from)?.number.div_euclid(count),
            // Seven days each, whatever day they begin on.
            Self::Weeks => (to.div_euclid(DAY) - from.div_euclid(DAY)) / 7,
            Self::Microseconds(length) => to.div_euclid(length) - from.div_euclid(length),
        })
    }

    fn whole_units(self, from: i64, to: i64) -> Option<i64> {
        Some(match self {
            Self::Months(count) if from <= to => whole_months(from, to)? / count,
            Self::Months(count) => -(whole_months(to, from)? / count),
            Self::Weeks => to.checked_sub(from)? / (7 * DAY),
            Self::Microseconds(length) => to.checked_sub(from)? / length,
        })
    }
}

struct Month {
    number: i64,
    day: i64,
    is_last_day: bool,
    time: i64,
}

impl Month {
    fn of(moment: i64) -> Option<Self> {
        let date = as_datetime::<TimestampMicrosecondType>(moment)?.date();
        Some(Self {
            number: i64::from(date.year()) * 12 + i64::from(date.month0()),
            day: i64::from(date.day()),
            is_last_day: date.succ_opt()?.month0() != date.month0(),
            time: moment.rem_euclid(DAY),
        })
    }
}

/// A month is over on the day of the same number; at the end of a shorter one, on its last day.
fn whole_months(from: i64, to: i64) -> Option<i64> {
    let (first, last) = (Month::of(from)?, Month::of(to)?);
    let is_over = if last.is_last_day && first.day >= last.day {
        last.time >= first.time
    } else {
        (last.day, last.time) >= (first.day, first.time)
    };
    Some(last.number - first.number - i64::from(!is_over))
}

#[cfg(test)]
mod tests {
    use super::Unit;

    /// Days and seconds since 1970-01-01.
    fn at(day: i64, second: i64) -> i64 {
        (day * 86_400 + second) * 1_000_000
    }

    #[test]
    fn beginnings_are_counted() {
        // 2019-12-31 23:00 and 2020-03-01 01:00.
        let (from, to) = (at(18_261, 23 * 3_600), at(18_322, 3_600));
        for (unit, count) in [("year", 1), ("quarter", 1), ("month", 3), ("week", 8), ("day", 61), ("hour", 1_442)] {
            let unit = Unit::named(unit).expect("it is a unit");
            assert_eq!(unit.beginnings(from, to), Some(count));
            assert_eq!(unit.beginnings(to, from), Some(-count));
        }
        assert_eq!(Unit::named("fortnight"), None);
    }

    #[test]
    fn whole_units_are_counted() {
        let month = Unit::Months(1);
        // 2020-01-31 to 2020-02-28 and 2020-02-29.
        assert_eq!(month.whole_units(at(18_292, 0), at(18_320, 0)), Some(0));
        assert_eq!(month.whole_units(at(18_292, 0), at(18_321, 0)), Some(1));
        assert_eq!(month.whole_units(at(18_292, 1), at(18_321, 0)), Some(0));
        assert_eq!(month.whole_units(at(18_321, 0), at(18_292, 0)), Some(-1));
        assert_eq!(Unit::Weeks.whole_units(at(0, 0), at(13, 86_399)), Some(1));
    }
}
