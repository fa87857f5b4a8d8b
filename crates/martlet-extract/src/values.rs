//! Values of one column, gathered into an Arrow array.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryBuilder, BooleanBuilder, Date32Builder, Decimal128Array, Decimal256Array, Float32Builder,
    Float64Builder, Int64Builder, StringBuilder, TimestampMicrosecondBuilder, UInt64Builder,
};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, i256};
use arrow::error::ArrowError;
use chrono::{DateTime, NaiveDate, NaiveTime};
use mysql::Value;

use crate::column::Kind;

/// How a value was taken.
#[derive(Debug, PartialEq, Eq)]
pub enum Taken {
    AsIs,
    /// A date that no calendar has, written as null.
    NoDate,
}

/// Why a value could not be.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    NotUtf8,
    Value(String),
}

#[derive(Debug)]
pub enum Values {
    Boolean(BooleanBuilder),
    Signed(Int64Builder),
    Unsigned(UInt64Builder),
    Decimal128(Vec<Option<i128>>, i8),
    Decimal256(Vec<Option<i256>>, i8),
    Float32(Float32Builder),
    Float64(Float64Builder),
    Date(Date32Builder),
    Instant(TimestampMicrosecondBuilder),
    Text(StringBuilder),
    Binary(BinaryBuilder),
}

impl Values {
    pub fn new(kind: Kind) -> Self {
        match kind {
            Kind::Boolean => Self::Boolean(BooleanBuilder::new()),
            Kind::Integer(_, false) => Self::Signed(Int64Builder::new()),
            Kind::Integer(_, true) | Kind::Bits => Self::Unsigned(UInt64Builder::new()),
            Kind::Decimal(_, scale) if matches!(kind.data_type(), DataType::Decimal128(..)) => {
                Self::Decimal128(Vec::new(), scale)
            }
            Kind::Decimal(_, scale) => Self::Decimal256(Vec::new(), scale),
            Kind::Float32 => Self::Float32(Float32Builder::new()),
            Kind::Float64 => Self::Float64(Float64Builder::new()),
            Kind::Date => Self::Date(Date32Builder::new()),
            Kind::DateTime | Kind::Timestamp => Self::Instant(TimestampMicrosecondBuilder::new()),
            Kind::Time | Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Binary => Self::Binary(BinaryBuilder::new()),
        }
    }

    pub fn push(&mut self, value: &Value) -> Result<Taken, Refused> {
        let refused = || Refused::Value(value.as_sql(true));
        match (self, value) {
            (Self::Boolean(all), Value::NULL) => all.append_null(),
            (Self::Signed(all), Value::NULL) => all.append_null(),
            (Self::Unsigned(all), Value::NULL) => all.append_null(),
            (Self::Decimal128(all, _), Value::NULL) => all.push(None),
            (Self::Decimal256(all, _), Value::NULL) => all.push(None),
            (Self::Float32(all), Value::NULL) => all.append_null(),
            (Self::Float64(all), Value::NULL) => all.append_null(),
            (Self::Date(all), Value::NULL) => all.append_null(),
            (Self::Instant(all), Value::NULL) => all.append_null(),
            (Self::Text(all), Value::NULL) => all.append_null(),
            (Self::Binary(all), Value::NULL) => all.append_null(),
            (Self::Boolean(all), Value::Int(number @ (0 | 1))) => all.append_value(*number == 1),
            (Self::Signed(all), Value::Int(number)) => all.append_value(*number),
            (Self::Unsigned(all), Value::UInt(number)) => all.append_value(*number),
            (Self::Unsigned(all), Value::Int(number)) => {
                all.append_value(u64::try_from(*number).map_err(|_| refused())?);
            }
            // BIT(n), the highest byte first.
            (Self::Unsigned(all), Value::Bytes(bytes)) if bytes.len() <= 8 => {
                all.append_value(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)));
            }
            (Self::Decimal128(all, scale), Value::Bytes(bytes)) => {
                let digits = unscaled(bytes, *scale).ok_or_else(refused)?;
                all.push(Some(digits.parse().map_err(|_| refused())?));
            }
            (Self::Decimal256(all, scale), Value::Bytes(bytes)) => {
                let digits = unscaled(bytes, *scale).ok_or_else(refused)?;
                all.push(Some(i256::from_string(&digits).ok_or_else(refused)?));
            }
            (Self::Float32(all), Value::Float(number)) => all.append_value(*number),
            (Self::Float64(all), Value::Double(number)) => all.append_value(*number),
            (Self::Date(all), Value::Date(year, month, day, ..)) => {
                let Some(date) = date(*year, *month, *day) else {
                    all.append_null();
                    return Ok(Taken::NoDate);
                };
                let days = date.signed_duration_since(DateTime::UNIX_EPOCH.date_naive()).num_days();
                all.append_value(i32::try_from(days).map_err(|_| refused())?);
            }
            (Self::Instant(all), Value::Date(year, month, day, hour, minute, second, micros)) => {
                let time = NaiveTime::from_hms_micro_opt((*hour).into(), (*minute).into(), (*second).into(), *micros);
                let Some((date, time)) = date(*year, *month, *day).zip(time) else {
                    all.append_null();
                    return Ok(Taken::NoDate);
                };
                all.append_value(date.and_time(time).and_utc().timestamp_micros());
            }
            (Self::Text(all), Value::Bytes(bytes)) => {
                all.append_value(str::from_utf8(bytes).map_err(|_| Refused::NotUtf8)?);
            }
            (Self::Text(all), Value::Time(is_negative, days, hours, minutes, seconds, micros)) => {
                let sign = if *is_negative { "-" } else { "" };
                let hours = days * 24 + u32::from(*hours);
                all.append_value(format!("{sign}{hours:02}:{minutes:02}:{seconds:02}.{micros:06}"));
            }
            (Self::Binary(all), Value::Bytes(bytes)) => all.append_value(bytes),
            _ => return Err(refused()),
        }
        Ok(Taken::AsIs)
    }

    /// The values so far as one array of the kind's type; empties.
    pub fn finish(&mut self, kind: Kind) -> Result<ArrayRef, ArrowError> {
        let array: ArrayRef = match self {
            Self::Boolean(all) => Arc::new(all.finish()),
            Self::Signed(all) => Arc::new(all.finish()),
            Self::Unsigned(all) => Arc::new(all.finish()),
            Self::Decimal128(all, _) => {
                let array: Decimal128Array = std::mem::take(all).into_iter().collect();
                Arc::new(array.with_data_type(kind.data_type()))
            }
            Self::Decimal256(all, _) => {
                let array: Decimal256Array = std::mem::take(all).into_iter().collect();
                Arc::new(array.with_data_type(kind.data_type()))
            }
            Self::Float32(all) => Arc::new(all.finish()),
            Self::Float64(all) => Arc::new(all.finish()),
            Self::Date(all) => Arc::new(all.finish()),
            Self::Instant(all) => Arc::new(all.finish()),
            Self::Text(all) => Arc::new(all.finish()),
            Self::Binary(all) => Arc::new(all.finish()),
        };
        // Narrower integers and the zone of timestamps; a value that would not fit is an error, never null.
        cast_with_options(&array, &kind.data_type(), &CastOptions { safe: false, ..CastOptions::default() })
    }
}

fn date(year: u16, month: u8, day: u8) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
}

/// `-12.50` with a scale of 2 is `-1250`.
fn unscaled(bytes: &[u8], scale: i8) -> Option<String> {
    let text = str::from_utf8(bytes).ok()?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    (fraction.len() == usize::try_from(scale).ok()?).then(|| format!("{whole}{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_are_none() {
        let mut values = Values::new(Kind::DateTime);
        assert_eq!(values.push(&Value::Date(0, 0, 0, 0, 0, 0, 0)), Ok(Taken::NoDate));
        assert_eq!(values.push(&Value::Date(2026, 2, 30, 0, 0, 0, 0)), Ok(Taken::NoDate));
        assert_eq!(values.push(&Value::Date(2024, 2, 29, 0, 0, 0, 1)), Ok(Taken::AsIs));
        assert!(values.finish(Kind::DateTime).is_ok_and(|array| array.null_count() == 2));
    }

    #[test]
    fn what_a_type_cannot_hold_is_refused() {
        assert!(Values::new(Kind::Boolean).push(&Value::Int(2)).is_err());
        assert_eq!(Values::new(Kind::Text).push(&Value::Bytes(vec![b'a', 0xe9])), Err(Refused::NotUtf8));
        assert!(Values::new(Kind::Decimal(4, 2)).push(&Value::Bytes(b"1.5".to_vec())).is_err());
    }

    #[test]
    fn decimals_keep_their_digits() {
        assert_eq!(unscaled(b"-12.50", 2).as_deref(), Some("-1250"));
        assert_eq!(unscaled(b"7", 0).as_deref(), Some("7"));
        let mut values = Values::new(Kind::Decimal(65, 0));
        let digits = "9".repeat(65);
        assert_eq!(values.push(&Value::Bytes(digits.clone().into_bytes())), Ok(Taken::AsIs));
        let Values::Decimal256(all, _) = values else { unreachable!("precision 65") };
        assert_eq!(all[0].map(|value| value.to_string()), Some(digits));
    }
}
