//! `text_of`: moments, times, intervals and numbers with a fraction as DuckDB writes them: `2020-02-29 12:00:00.5`, `1e+20`.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, StringArray, temporal_conversions::as_datetime},
    datatypes::{
        DataType, DurationMicrosecondType, Float32Type, Float64Type, IntervalMonthDayNano, IntervalMonthDayNanoType,
        IntervalUnit, Time64MicrosecondType, TimeUnit, TimestampMicrosecondType,
    },
};
use datafusion::{
    error::Result,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, TypeSignature, Volatility},
};

use super::each::{argument, over_arrays};

#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct TextOf {
    signature: Signature,
}

impl Default for TextOf {
    fn default() -> Self {
        let exact = |kind| TypeSignature::Exact(vec![kind]);
        let kinds = vec![
            exact(DataType::Timestamp(TimeUnit::Microsecond, None)),
            exact(DataType::Time64(TimeUnit::Microsecond)),
            exact(DataType::Float64),
            exact(DataType::Float32),
            exact(DataType::Interval(IntervalUnit::MonthDayNano)),
            exact(DataType::Duration(TimeUnit::Microsecond)),
        ];
        Self { signature: Signature::one_of(kinds, Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for TextOf {
    fn name(&self) -> &'static str {
        "text_of"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        over_arrays(&args, |arrays| Ok(texts(argument(arrays, 0)?)))
    }
}

fn texts(values: &ArrayRef) -> ArrayRef {
    let texts: StringArray = match values.data_type() {
        DataType::Float64 => values
            .as_primitive::<Float64Type>()
            .iter()
            .map(|value| value.map(|value| number(&format!("{value:e}"))))
            .collect(),
        DataType::Float32 => values
            .as_primitive::<Float32Type>()
            .iter()
            .map(|value| value.map(|value| number(&format!("{value:e}"))))
            .collect(),
        DataType::Interval(_) => {
            let intervals = values.as_primitive::<IntervalMonthDayNanoType>();
            intervals.iter().map(|interval| interval.map(duration)).collect()
        }
        DataType::Duration(_) => {
            const DAY: i64 = 86_400_000_000;
            let times = values.as_primitive::<DurationMicrosecondType>();
            let as_interval = |time: i64| {
                let days = i32::try_from(time / DAY).unwrap_or(i32::MAX);
                IntervalMonthDayNano::new(0, days, time % DAY * 1_000)
            };
            times.iter().map(|time| time.map(|time| duration(as_interval(time)))).collect()
        }
        DataType::Time64(_) => values
            .as_primitive::<Time64MicrosecondType>()
            .iter()
            .map(|time| time.map(|time| clock(time.unsigned_abs())))
            .collect(),
        _ => values.as_primitive::<TimestampMicrosecondType>().iter().map(|value| value.and_then(moment)).collect(),
    };
    Arc::new(texts)
}

fn moment(microseconds: i64) -> Option<String> {
    let second = as_datetime::<TimestampMicrosecondType>(microseconds)?.format("%Y-%m-%d %H:%M:%S").to_string();
    let fraction = microseconds.rem_euclid(1_000_000);
    if fraction == 0 {
        return Some(second);
    }
    Some(format!("{second}.{}", format!("{fraction:06}").trim_end_matches('0')))
}

/// `1 year 2 months -3 days 04:05:06.5`
fn duration(interval: IntervalMonthDayNano) -> String {
    let mut parts = Vec::new();
    let units = [(interval.months / 12, "year"), (interval.months % 12, "month"), (interval.days, "day")];
    for (count, unit) in units.into_iter().filter(|(count, _)| *count != 0) {
        parts.push(format!("{count} {unit}{}", if count == 1 || count == -1 { "" } else { "s" }));
    }
    let microseconds = (interval.nanoseconds / 1_000).unsigned_abs();
    if microseconds != 0 || parts.is_empty() {
        let sign = if interval.nanoseconds < 0 { "-" } else { "" };
        parts.push(format!("{sign}{}", clock(microseconds)));
    }
    parts.join(" ")
}

/// `04:05:06.5`
fn clock(microseconds: u64) -> String {
    let seconds = microseconds / 1_000_000;
    let fraction = match microseconds % 1_000_000 {
        0 => String::new(),
        fraction => format!(".{}", format!("{fraction:06}").trim_end_matches('0')),
    };
    format!("{:02}:{:02}:{:02}{fraction}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// From `1.5e3`, which has the fewest digits that tell the number from all others.
pub(super) fn number(scientific: &str) -> String {
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific.to_ascii_lowercase();
    };
    let Ok(exponent) = exponent.parse::<i32>() else { return scientific.to_owned() };
    if !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.unsigned_abs());
    }
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let digits = digits.replace('.', "");
    if exponent < 0 {
        let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or_default());
        return format!("{sign}0.{zeros}{digits}");
    }
    let Ok(before) = usize::try_from(exponent + 1) else { return scientific.to_owned() };
    match digits.split_at_checked(before) {
        Some((whole, fraction)) if !fraction.is_empty() => format!("{sign}{whole}.{fraction}"),
        _ => format!("{sign}{digits:0<before$}.0"),
    }
}

#[cfg(test)]
mod tests {
    use super::{IntervalMonthDayNano, duration, moment, number};

    #[test]
    fn intervals_have_their_parts() {
        let text = |months, days, nanoseconds| duration(IntervalMonthDayNano::new(months, days, nanoseconds));
        assert_eq!(text(0, 0, 0), "00:00:00");
        assert_eq!(text(14, 1, 0), "1 year 2 months 1 day");
        assert_eq!(text(-1, -3, -7_200_000_000_000), "-1 month -3 days -02:00:00");
        assert_eq!(text(0, 0, 100 * 3_600_000_000_000 + 1_500_000_000), "100:00:01.5");
    }

    #[test]
    fn numbers_are_written_as_duckdb_writes_them() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (2.5, "2.5"),
            (-1234.5678, "-1234.5678"),
            (100.0, "100.0"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (123_456_789_012_345_680.0, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.000_012, "1.2e-05"),
            (f64::INFINITY, "inf"),
            (f64::NAN, "nan"),
        ] {
            assert_eq!(number(&format!("{value:e}")), text);
        }
    }

    #[test]
    fn moments_have_the_digits_they_need() {
        assert_eq!(moment(0).as_deref(), Some("1970-01-01 00:00:00"));
        assert_eq!(moment(1_500_000).as_deref(), Some("1970-01-01 00:00:01.5"));
        assert_eq!(moment(-1).as_deref(), Some("1969-12-31 23:59:59.999999"));
    }
}
