//! Marts as tables that can be queried.

use serde::{Deserialize, Serialize};

use super::{Owner, Trust};

/// One table of the site, in one or more Parquet files of the same schema.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The name in SQL.
    pub name: String,
    /// dbt's unique id; none for a plain Parquet folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unique_id: Option<String>,
    pub description: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    pub columns: Vec<Column>,
    pub files: Vec<DataFile>,
    pub rows: u64,
    pub size_bytes: u64,
    /// dbt unique ids, one hop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub upstream: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub downstream: Vec<String>,
    pub trust: Trust,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    /// Arrow's name of the type in the file: `Utf8`, `Decimal128(18, 2)`, `Timestamp(Microsecond, None)`.
    pub data_type: String,
    pub is_nullable: bool,
    pub description: String,
    /// Names of dbt tests on the column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<String>,
}

/// One immutable Parquet file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    /// Relative to `data/`: `marts/fact_revenue/<hash>.parquet`.
    pub path: String,
    pub size_bytes: u64,
    pub rows: u64,
    /// SHA-256 of the content, lower-case hex.
    pub sha256: String,
}
