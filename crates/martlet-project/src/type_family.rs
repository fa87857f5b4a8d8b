//! Families of types, by which a warehouse's type and a file's type are compared.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TypeFamily {
    Integer,
    Decimal,
    Float,
    String,
    Boolean,
    Date,
    Timestamp,
}

impl TypeFamily {
    pub fn name(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Float => "float",
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
        }
    }

    /// Of a type as SQL writes it, in the words of the usual warehouses. None for types that a file may hold
    /// in more than one way (`HUGEINT`, `UUID`, `INTERVAL`, lists …) and for unknown ones.
    pub fn of_sql(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        if lower.contains('[') {
            return None;
        }
        let base = lower.split('(').next().unwrap_or_default().trim();
        Some(match base {
            "tinyint" | "smallint" | "int" | "integer" | "bigint" | "utinyint" | "usmallint" | "uinteger"
            | "ubigint" | "int1" | "int2" | "int4" | "int8" | "int16" | "int32" | "int64" | "long" | "short"
            | "signed" | "byteint" | "mediumint" => Self::Integer,
            "decimal" | "numeric" | "number" | "bignumeric" | "dec" => Self::Decimal,
            "float" | "real" | "double" | "double precision" | "float4" | "float8" | "float32" | "float64" => {
                Self::Float
            }
            "varchar" | "char" | "text" | "string" | "bpchar" | "character" | "character varying" | "nvarchar"
            | "nchar" | "enum" => Self::String,
            "boolean" | "bool" | "logical" => Self::Boolean,
            "date" => Self::Date,
            "datetime" | "timestamptz" | "datetime2" => Self::Timestamp,
            other if other.starts_with("timestamp") => Self::Timestamp,
            _ => return None,
        })
    }

    /// Of an Arrow type by its display name.
    pub fn of_arrow(name: &str) -> Option<Self> {
        if let Some(inner) = name.strip_prefix("Dictionary(") {
            let value = inner.split_once(',')?.1;
            return Self::of_arrow(value.strip_suffix(')').unwrap_or(value).trim());
        }
        let base = name.split('(').next().unwrap_or_default().trim();
        Some(match base {
            "Int8" | "Int16" | "Int32" | "Int64" | "UInt8" | "UInt16" | "UInt32" | "UInt64" => Self::Integer,
            "Decimal32" | "Decimal64" | "Decimal128" | "Decimal256" => Self::Decimal,
            "Float16" | "Float32" | "Float64" => Self::Float,
            "Utf8" | "LargeUtf8" | "Utf8View" => Self::String,
            "Boolean" => Self::Boolean,
            "Date32" | "Date64" => Self::Date,
            "Timestamp" => Self::Timestamp,
            _ => return None,
        })
    }
}

impl fmt::Display for TypeFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::TypeFamily;

    #[test]
    fn sql_and_arrow_meet() {
        for (sql, arrow) in [
            ("BIGINT", "Int64"),
            ("decimal(18,2)", "Decimal128(18, 2)"),
            ("DOUBLE PRECISION", "Float64"),
            ("character varying(20)", "Utf8View"),
            ("ENUM('a', 'b')", "Dictionary(Int32, Utf8)"),
            ("bool", "Boolean"),
            ("DATE", "Date32"),
            ("TIMESTAMP WITH TIME ZONE", "Timestamp(Microsecond, Some(\"UTC\"))"),
            ("timestamp_ms", "Timestamp(ms)"),
        ] {
            let family = TypeFamily::of_sql(sql);
            assert!(family.is_some(), "{sql}");
            assert_eq!(family, TypeFamily::of_arrow(arrow), "{sql} and {arrow}");
        }
    }

    #[test]
    fn what_is_ambiguous_is_not_judged() {
        for name in ["HUGEINT", "UUID", "INTEGER[]", "STRUCT(a INTEGER)", "geometry", ""] {
            assert_eq!(TypeFamily::of_sql(name), None, "{name}");
        }
        assert_eq!(TypeFamily::of_arrow("List(Int64)"), None);
    }
}
