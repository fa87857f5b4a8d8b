//! A declared MySQL type → the Arrow type that holds exactly its values.
//!
//! `DATETIME` has no zone and stays without one; `TIMESTAMP` is an instant and is written as UTC. `TIME` is a span of up
//! to 838 hours, which no Arrow time of day holds, and stays text. `TINYINT(1)` is what `BOOLEAN` declares.

use arrow::datatypes::{DataType, TimeUnit};

const MAX_DECIMAL128: u8 = 38;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Boolean,
    /// Bytes of the number, and whether it has no sign.
    Integer(u8, bool),
    Decimal(u8, i8),
    Float32,
    Float64,
    Bits,
    Date,
    DateTime,
    Timestamp,
    Time,
    Text,
    Binary,
}

impl Kind {
    /// `None` for types that cannot be kept.
    pub fn of(data_type: &str, declared: &str, precision: Option<u64>, scale: Option<u64>) -> Option<Self> {
        let is_unsigned = declared.contains("unsigned");
        Some(match data_type.to_ascii_lowercase().as_str() {
            "tinyint" if declared.starts_with("tinyint(1)") && !is_unsigned => Self::Boolean,
            "tinyint" => Self::Integer(1, is_unsigned),
            "smallint" => Self::Integer(2, is_unsigned),
            "mediumint" | "int" | "integer" => Self::Integer(4, is_unsigned),
            "bigint" => Self::Integer(8, is_unsigned),
            "year" => Self::Integer(2, true),
            "decimal" | "numeric" => Self::Decimal(u8::try_from(precision?).ok()?, i8::try_from(scale?).ok()?),
            "float" => Self::Float32,
            "double" | "real" => Self::Float64,
            "bit" => Self::Bits,
            "date" => Self::Date,
            "datetime" => Self::DateTime,
            "timestamp" => Self::Timestamp,
            "time" => Self::Time,
            "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "enum" | "set" | "json" | "uuid"
            | "inet4" | "inet6" => Self::Text,
            "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => Self::Binary,
            _ => return None,
        })
    }

    pub fn data_type(self) -> DataType {
        match self {
            Self::Boolean => DataType::Boolean,
            Self::Integer(1, false) => DataType::Int8,
            Self::Integer(1, true) => DataType::UInt8,
            Self::Integer(2, false) => DataType::Int16,
            Self::Integer(2, true) => DataType::UInt16,
            Self::Integer(4, false) => DataType::Int32,
            Self::Integer(4, true) => DataType::UInt32,
            Self::Integer(_, false) => DataType::Int64,
            Self::Integer(_, true) | Self::Bits => DataType::UInt64,
            Self::Decimal(precision, scale) if precision <= MAX_DECIMAL128 => DataType::Decimal128(precision, scale),
            Self::Decimal(precision, scale) => DataType::Decimal256(precision, scale),
            Self::Float32 => DataType::Float32,
            Self::Float64 => DataType::Float64,
            Self::Date => DataType::Date32,
            Self::DateTime => DataType::Timestamp(TimeUnit::Microsecond, None),
            Self::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Self::Time | Self::Text => DataType::Utf8,
            Self::Binary => DataType::Binary,
        }
    }

    /// Whether a value may be a date that is none, which becomes null.
    pub fn may_be_no_date(self) -> bool {
        matches!(self, Self::Date | Self::DateTime | Self::Timestamp)
    }
}
