//! Names of types in casts that DuckDB has and DataFusion lacks: `utinyint`, `hugeint`, `datetime`, `blob`.
//!
//! In: a type as it is written. Out: the type of values, or nothing where DataFusion knows the name itself. A name that
//! nobody knows is an error with the nearest ones.

use std::sync::Arc;

use datafusion::{
    arrow::datatypes::{DataType, Field, FieldRef, IntervalUnit, TimeUnit},
    error::{DataFusionError, Result},
    logical_expr::{planner::TypePlanner, sqlparser::ast},
};

use super::nearest;
use crate::EngineError;

#[derive(Debug)]
pub(crate) struct DuckDbTypes;

impl TypePlanner for DuckDbTypes {
    fn plan_type_field(&self, written: &ast::DataType) -> Result<Option<FieldRef>> {
        Ok(planned(written)?.map(|kind| Arc::new(Field::new("", kind, true))))
    }
}

/// In small letters.
const TYPES: &[(&str, DataType)] = &[
    ("int1", DataType::Int8),
    ("tinyint", DataType::Int8),
    ("int2", DataType::Int16),
    ("int16", DataType::Int16),
    ("short", DataType::Int16),
    ("smallint", DataType::Int16),
    ("int4", DataType::Int32),
    ("int32", DataType::Int32),
    ("integer", DataType::Int32),
    ("signed", DataType::Int32),
    ("int8", DataType::Int64),
    ("int64", DataType::Int64),
    ("long", DataType::Int64),
    ("bigint", DataType::Int64),
    ("int128", DataType::Decimal128(38, 0)),
    ("hugeint", DataType::Decimal128(38, 0)),
    ("uhugeint", DataType::Decimal128(38, 0)),
    ("uint8", DataType::UInt8),
    ("utinyint", DataType::UInt8),
    ("uint16", DataType::UInt16),
    ("usmallint", DataType::UInt16),
    ("uint32", DataType::UInt32),
    ("uinteger", DataType::UInt32),
    ("uint64", DataType::UInt64),
    ("ubigint", DataType::UInt64),
    ("float", DataType::Float32),
    ("double", DataType::Float64),
    ("decimal", DataType::Decimal128(18, 3)),
    ("boolean", DataType::Boolean),
    ("logical", DataType::Boolean),
    ("varchar", DataType::Utf8View),
    ("bpchar", DataType::Utf8View),
    ("string", DataType::Utf8View),
    ("blob", DataType::Binary),
    ("date", DataType::Date32),
    ("time", DataType::Time64(TimeUnit::Microsecond)),
    ("datetime", DataType::Timestamp(TimeUnit::Microsecond, None)),
    ("timestamp", DataType::Timestamp(TimeUnit::Microsecond, None)),
    ("timestamp_us", DataType::Timestamp(TimeUnit::Microsecond, None)),
    ("timestamp_s", DataType::Timestamp(TimeUnit::Second, None)),
    ("timestamp_ms", DataType::Timestamp(TimeUnit::Millisecond, None)),
    ("timestamp_ns", DataType::Timestamp(TimeUnit::Nanosecond, None)),
    ("interval", DataType::Interval(IntervalUnit::MonthDayNano)),
];

fn planned(written: &ast::DataType) -> Result<Option<DataType>> {
    let name = match written {
        ast::DataType::Custom(name, arguments) if arguments.is_empty() => name.to_string().to_ascii_lowercase(),
        // DuckDB's whole numbers have the bytes, and not the bits, of these names.
        ast::DataType::Int8(None) => return Ok(Some(DataType::Int64)),
        ast::DataType::UInt8 => return Ok(Some(DataType::UInt8)),
        ast::DataType::Datetime(_)
        | ast::DataType::Blob(_)
        | ast::DataType::Bytea
        | ast::DataType::Character(_)
        | ast::DataType::CharacterVarying(_)
        | ast::DataType::CharVarying(_)
        | ast::DataType::Varchar(Some(_))
        | ast::DataType::Signed
        | ast::DataType::Nvarchar(_)
        | ast::DataType::Int16
        | ast::DataType::Int32
        | ast::DataType::Int64
        | ast::DataType::Int128
        | ast::DataType::UInt16
        | ast::DataType::UInt32
        | ast::DataType::UInt64
        | ast::DataType::UTinyInt
        | ast::DataType::USmallInt
        | ast::DataType::UBigInt
        | ast::DataType::HugeInt
        | ast::DataType::UHugeInt
        | ast::DataType::TimestampNtz(None) => first_word(&written.to_string()),
        ast::DataType::Dec(info) => {
            return Ok(match info {
                ast::ExactNumberInfo::None => Some(DataType::Decimal128(18, 3)),
                _ => None,
            });
        }
        // The session's zone is UTC.
        ast::DataType::Timestamp(None, ast::TimezoneInfo::Tz | ast::TimezoneInfo::WithTimeZone) => {
            return Ok(Some(DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))));
        }
        _ => return Ok(None),
    };
    let meant = match name.as_str() {
        "bytea" => "blob",
        "character" | "char" | "nvarchar" => "varchar",
        "timestamp_ntz" => "timestamp",
        other => other,
    };
    match TYPES.iter().find(|(known, _)| *known == meant) {
        Some((_, kind)) => Ok(Some(kind.clone())),
        None => Err(DataFusionError::External(Box::new(EngineError::UnknownType {
            nearest: nearest(&name, TYPES.iter().map(|(known, _)| *known)),
            name,
        }))),
    }
}

fn first_word(written: &str) -> String {
    written
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}
