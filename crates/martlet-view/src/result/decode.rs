//! Arrow IPC stream → columns.

use std::io::Cursor;

use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, PrimitiveArray, RecordBatch};
use arrow_ipc::reader::StreamReader;
use arrow_schema::{ArrowError, DataType, TimeUnit};
use chrono::{DateTime, NaiveDate, NaiveDateTime};

use super::{Column, Values};

/// Why a result cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum ResultError {
    #[error("the result is not a readable Arrow stream: {0}")]
    Stream(#[from] ArrowError),
}

impl ResultError {
    pub const CODE: &str = "MRT-V002";
}

/// A decoded result; every column has `rows` values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResultTable {
    pub columns: Vec<Column>,
    pub rows: usize,
}

impl ResultTable {
    /// Reads an Arrow IPC stream to its end.
    pub fn from_ipc(bytes: &[u8]) -> Result<Self, ResultError> {
        let reader = StreamReader::try_new(Cursor::new(bytes), None)?;
        let schema = reader.schema();
        let batches = reader.collect::<Result<Vec<RecordBatch>, _>>()?;
        let rows = batches.iter().map(RecordBatch::num_rows).sum();
        let columns = schema
            .fields()
            .iter()
            .enumerate()
            .map(|(index, field)| {
                let parts: Vec<ArrayRef> = batches.iter().map(|batch| batch.column(index).clone()).collect();
                Column {
                    name: field.name().clone(),
                    data_type: field.data_type().to_string(),
                    values: values(field.data_type(), &parts),
                }
            })
            .collect();
        Ok(Self { columns, rows })
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

fn primitive<T: ArrowPrimitiveType, V>(parts: &[ArrayRef], to: impl Fn(T::Native) -> Option<V>) -> Vec<Option<V>> {
    parts
        .iter()
        .filter_map(|part| part.as_primitive_opt::<T>())
        .flat_map(|part: &PrimitiveArray<T>| part.iter())
        .map(|value| value.and_then(&to))
        .collect()
}

fn integers<T: ArrowPrimitiveType>(parts: &[ArrayRef]) -> Values
where
    T::Native: Into<i64>,
{
    Values::Integer(primitive::<T, _>(parts, |n| Some(n.into())))
}

fn timestamps<T: ArrowPrimitiveType<Native = i64>>(
    parts: &[ArrayRef],
    zone: Option<&str>,
    to: impl Fn(i64) -> Option<DateTime<chrono::Utc>>,
) -> Values {
    Values::Timestamp {
        at: primitive::<T, NaiveDateTime>(parts, |n| to(n).map(|at| at.naive_utc())),
        zone: zone.map(str::to_owned),
    }
}

fn day_of_epoch(days: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(days.checked_mul(86_400)?, 0).map(|at| at.date_naive())
}

fn values(data_type: &DataType, parts: &[ArrayRef]) -> Values {
    match data_type {
        DataType::Null => Values::Null(parts.iter().map(|part| part.len()).sum()),
        DataType::Boolean => Values::Boolean(parts.iter().flat_map(|part| part.as_boolean().iter()).collect()),
        DataType::Int8 => integers::<Int8Type>(parts),
        DataType::Int16 => integers::<Int16Type>(parts),
        DataType::Int32 => integers::<Int32Type>(parts),
        DataType::Int64 => integers::<Int64Type>(parts),
        DataType::UInt8 => integers::<UInt8Type>(parts),
        DataType::UInt16 => integers::<UInt16Type>(parts),
        DataType::UInt32 => integers::<UInt32Type>(parts),
        DataType::UInt64 => {
            Values::Decimal { unscaled: primitive::<UInt64Type, _>(parts, |n| Some(i128::from(n))), scale: 0 }
        }
        DataType::Float32 => Values::Float(primitive::<Float32Type, _>(parts, |n| Some(f64::from(n)))),
        DataType::Float64 => Values::Float(primitive::<Float64Type, _>(parts, Some)),
        DataType::Decimal32(_, scale) => {
            Values::Decimal { unscaled: primitive::<Decimal32Type, _>(parts, |n| Some(i128::from(n))), scale: *scale }
        }
        DataType::Decimal64(_, scale) => {
            Values::Decimal { unscaled: primitive::<Decimal64Type, _>(parts, |n| Some(i128::from(n))), scale: *scale }
        }
        DataType::Decimal128(_, scale) => {
            Values::Decimal { unscaled: primitive::<Decimal128Type, _>(parts, Some), scale: *scale }
        }
        DataType::Date32 => Values::Date(primitive::<Date32Type, _>(parts, |n| day_of_epoch(i64::from(n)))),
        DataType::Date64 => Values::Date(primitive::<Date64Type, _>(parts, |n| day_of_epoch(n.div_euclid(86_400_000)))),
        DataType::Timestamp(unit, zone) => {
            let zone = zone.as_deref();
            match unit {
                TimeUnit::Second => timestamps::<TimestampSecondType>(parts, zone, |n| DateTime::from_timestamp(n, 0)),
                TimeUnit::Millisecond => {
                    timestamps::<TimestampMillisecondType>(parts, zone, DateTime::from_timestamp_millis)
                }
                TimeUnit::Microsecond => {
                    timestamps::<TimestampMicrosecondType>(parts, zone, DateTime::from_timestamp_micros)
                }
                TimeUnit::Nanosecond => {
                    timestamps::<TimestampNanosecondType>(parts, zone, |n| Some(DateTime::from_timestamp_nanos(n)))
                }
            }
        }
        DataType::Utf8 => texts(parts, |part, row| part.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => texts(parts, |part, row| part.as_string::<i64>().value(row).to_owned()),
        DataType::Utf8View => texts(parts, |part, row| part.as_string_view().value(row).to_owned()),
        DataType::Dictionary(_, inner) => {
            let plain: Vec<ArrayRef> = parts.iter().map(expand).collect();
            values(inner, &plain)
        }
        _ => match texts(parts, other_text) {
            Values::Text(written) => Values::Other(written),
            kept => kept,
        },
    }
}

fn texts(parts: &[ArrayRef], text: impl Fn(&ArrayRef, usize) -> String) -> Values {
    let mut out = Vec::with_capacity(parts.iter().map(|part| part.len()).sum());
    for part in parts {
        for row in 0..part.len() {
            out.push(if part.is_null(row) { None } else { Some(text(part, row)) });
        }
    }
    Values::Text(out)
}

/// A dictionary's values in the order of its keys.
fn expand(part: &ArrayRef) -> ArrayRef {
    let Some(dictionary) = part.as_any_dictionary_opt() else { return part.clone() };
    let keys = dictionary.normalized_keys();
    let rows: Vec<Option<usize>> =
        keys.into_iter().enumerate().map(|(row, key)| (!part.is_null(row)).then_some(key)).collect();
    take(dictionary.values(), &rows)
}

fn take(values: &ArrayRef, rows: &[Option<usize>]) -> ArrayRef {
    let data = values.to_data();
    let mut grown = arrow_data::transform::MutableArrayData::new(vec![&data], true, rows.len());
    for row in rows {
        match row {
            Some(row) => {
                // Keys were normalised to lie within the values.
                let _ = grown.try_extend(0, *row, *row + 1);
            }
            None => {
                let _ = grown.try_extend_nulls(1);
            }
        }
    }
    arrow_array::make_array(grown.freeze())
}

/// Nested and rare kinds, readable rather than exact.
fn other_text(part: &ArrayRef, row: usize) -> String {
    let whole = |array: &ArrayRef| -> String {
        let column = Column {
            name: String::new(),
            data_type: String::new(),
            values: values(array.data_type(), std::slice::from_ref(array)),
        };
        let cells: Vec<String> =
            (0..array.len()).map(|at| column.text(at).unwrap_or_else(|| "null".to_owned())).collect();
        format!("[{}]", cells.join(", "))
    };
    match part.data_type() {
        DataType::List(_) => whole(&part.as_list::<i32>().value(row)),
        DataType::LargeList(_) => whole(&part.as_list::<i64>().value(row)),
        DataType::FixedSizeList(..) => whole(&part.as_fixed_size_list().value(row)),
        DataType::Struct(fields) => {
            let cells: Vec<String> = fields
                .iter()
                .zip(part.as_struct().columns())
                .map(|(field, column)| format!("{}: {}", field.name(), strip(&whole(&column.slice(row, 1)))))
                .collect();
            format!("{{{}}}", cells.join(", "))
        }
        DataType::Binary => hex(part.as_binary::<i32>().value(row)),
        DataType::LargeBinary => hex(part.as_binary::<i64>().value(row)),
        DataType::BinaryView => hex(part.as_binary_view().value(row)),
        DataType::Decimal256(_, scale) => {
            let unscaled = part.as_primitive::<Decimal256Type>().value(row);
            match unscaled.to_i128() {
                Some(n) => super::text::decimal(n, *scale),
                None => format!("{unscaled}e-{scale}"),
            }
        }
        DataType::Time32(TimeUnit::Second) => {
            clock(i64::from(part.as_primitive::<Time32SecondType>().value(row)) * 1_000_000)
        }
        DataType::Time32(_) => clock(i64::from(part.as_primitive::<Time32MillisecondType>().value(row)) * 1_000),
        DataType::Time64(TimeUnit::Microsecond) => clock(part.as_primitive::<Time64MicrosecondType>().value(row)),
        DataType::Time64(_) => clock(part.as_primitive::<Time64NanosecondType>().value(row) / 1_000),
        DataType::Interval(arrow_schema::IntervalUnit::MonthDayNano) => {
            let interval = part.as_primitive::<IntervalMonthDayNanoType>().value(row);
            format!("{} months {} days {} s", interval.months, interval.days, interval.nanoseconds as f64 / 1e9)
        }
        kind => format!("({kind})"),
    }
}

fn strip(list: &str) -> &str {
    list.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(list)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn clock(microseconds: i64) -> String {
    let seconds = microseconds.div_euclid(1_000_000);
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
