//! Columns from iterators: text, whole numbers, flags, days, instants, rates.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int32Array, Int64Array, StringArray,
    TimestampMicrosecondArray,
};
use arrow::datatypes::{DataType, Field, TimeUnit};

use crate::calendar::{Day, Instant};

pub type Column = (Field, ArrayRef);

const RATE_PRECISION: u8 = 12;
const RATE_SCALE: i8 = 6;

pub fn text<'a>(name: &str, values: impl Iterator<Item = &'a str>) -> Column {
    (Field::new(name, DataType::Utf8, false), Arc::new(StringArray::from_iter_values(values)))
}

pub fn optional_text<'a>(name: &str, values: impl Iterator<Item = Option<&'a str>>) -> Column {
    (Field::new(name, DataType::Utf8, true), Arc::new(values.collect::<StringArray>()))
}

pub fn int64(name: &str, values: impl Iterator<Item = i64>) -> Column {
    (Field::new(name, DataType::Int64, false), Arc::new(Int64Array::from_iter_values(values)))
}

pub fn optional_int64(name: &str, values: impl Iterator<Item = Option<i64>>) -> Column {
    (Field::new(name, DataType::Int64, true), Arc::new(values.collect::<Int64Array>()))
}

pub fn int32(name: &str, values: impl Iterator<Item = i32>) -> Column {
    (Field::new(name, DataType::Int32, false), Arc::new(Int32Array::from_iter_values(values)))
}

pub fn flag(name: &str, values: impl Iterator<Item = bool>) -> Column {
    let array: BooleanArray = values.map(Some).collect();
    (Field::new(name, DataType::Boolean, false), Arc::new(array))
}

pub fn day(name: &str, values: impl Iterator<Item = Day>) -> Column {
    (Field::new(name, DataType::Date32, false), Arc::new(Date32Array::from_iter_values(values)))
}

pub fn optional_day(name: &str, values: impl Iterator<Item = Option<Day>>) -> Column {
    (Field::new(name, DataType::Date32, true), Arc::new(values.collect::<Date32Array>()))
}

/// A UTC time without a zone, as `DATETIME` is read.
pub fn instant(name: &str, values: impl Iterator<Item = Instant>) -> Column {
    let array = TimestampMicrosecondArray::from_iter_values(values);
    (Field::new(name, DataType::Timestamp(TimeUnit::Microsecond, None), false), Arc::new(array))
}

pub fn optional_instant(name: &str, values: impl Iterator<Item = Option<Instant>>) -> Column {
    let array: TimestampMicrosecondArray = values.collect();
    (Field::new(name, DataType::Timestamp(TimeUnit::Microsecond, None), true), Arc::new(array))
}

/// An exchange rate in millionths, as `DECIMAL(12,6)`.
pub fn rate(name: &str, micros: impl Iterator<Item = i64>) -> Column {
    let data_type = DataType::Decimal128(RATE_PRECISION, RATE_SCALE);
    let array: Decimal128Array = micros.map(|value| Some(i128::from(value))).collect();
    (Field::new(name, data_type.clone(), false), Arc::new(array.with_data_type(data_type)))
}
