//! What can go wrong while generating.

use std::path::PathBuf;

/// Result of this crate.
pub type Result<T, E = GeneratorError> = std::result::Result<T, E>;

/// An error of the generator, with a stable code in front of its message.
#[derive(Debug, thiserror::Error)]
pub enum GeneratorError {
    /// The scale is not a number that gives at least a few customers.
    #[error("MRT-GEN-001: scale {scale} is out of range; use a number from 0.002 to 1000")]
    Scale {
        /// The scale asked for.
        scale: f64,
    },
    /// The last day leaves no room for the history.
    #[error("MRT-GEN-002: as-of date {as_of} is out of range; use a day from 2005-01-01 to 2100-12-31")]
    AsOf {
        /// The day asked for.
        as_of: String,
    },
    /// A file or folder could not be written.
    #[error("MRT-GEN-003: cannot write {}: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The Parquet writer refused a batch.
    #[error("MRT-GEN-004: cannot write Parquet to {}: {source}", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// The writer's reason.
        source: parquet::errors::ParquetError,
    },
    /// A table's columns do not fit together.
    #[error("MRT-GEN-005: table {table} has columns that do not fit together: {source}")]
    Columns {
        /// The table.
        table: &'static str,
        /// Arrow's reason.
        source: arrow::error::ArrowError,
    },
    /// The ground truth could not be turned into JSON.
    #[error("MRT-GEN-006: cannot serialise the ground truth: {0}")]
    GroundTruth(#[from] serde_json::Error),
    /// The database refused the schema or rows.
    #[error("MRT-GEN-007: the database refused {table}: {source}")]
    Load {
        /// The table, or the schema.
        table: String,
        /// The database's reason.
        source: Box<mysql::Error>,
    },
}
