//! What can go wrong while extracting, each with a stable code and what to do.

use std::io;
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;

pub type Result<T, E = ExtractError> = std::result::Result<T, E>;

/// Why an extraction ended; what was published before is untouched by all of them.
#[derive(Debug, thiserror::Error)]
pub enum ExtractError {
    #[error("{text} is not the address of a database")]
    Address { text: String },
    #[error("the address has a password in it, which other users of this machine could read")]
    PasswordInAddress,
    #[error("the option file {} cannot be read: {source}", path.display())]
    OptionFile { path: PathBuf, source: io::Error },
    #[error("{place} cannot be reached: {reason}")]
    Unreachable { place: String, reason: String },
    #[error("{place} refused: {reason}")]
    AccessDenied { place: String, reason: String },
    #[error("there is no database {database} on {place}")]
    NoDatabase { place: String, database: String },
    #[error("there is no table {table} in {database}")]
    NoTable { table: String, database: String },
    #[error("since the last extraction, columns of {table} were removed or have another type: {columns}")]
    ColumnsChanged { table: String, columns: String },
    #[error("the connection to the database was lost{}: {reason}", in_table(table))]
    ConnectionLost { table: Option<String>, reason: String },
    #[error("the disk is full; {} could not be written", path.display())]
    DiskFull { path: PathBuf },
    #[error("{} cannot be written: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{} holds something that this program did not extract", path.display())]
    Foreign { path: PathBuf },
    #[error("{table}.{column} is not valid UTF-8 in the row with {key}")]
    NotUtf8 { table: String, column: String, key: String },
    #[error("{table}.{column} holds {value} in the row with {key}, which its type {data_type} cannot")]
    Value { table: String, column: String, key: String, value: String, data_type: String },
    #[error("{table}.{column} is of type {data_type}, which cannot be extracted")]
    Unsupported { table: String, column: String, data_type: String },
    #[error("the database refused a statement{}: {reason}", in_table(table))]
    Sql { table: Option<String>, reason: String },
    #[error("{} cannot be written as Parquet: {source}", path.display())]
    Parquet { path: PathBuf, source: ParquetError },
    #[error("{}, the note of the last extraction, cannot be read: {reason}", path.display())]
    Note { path: PathBuf, reason: String },
    #[error("the files in {} were extracted from {former}, not from {now}", path.display())]
    OtherDatabase { path: PathBuf, former: String, now: String },
    #[error("the database's clock went back: it is {now}, and the last extraction was at {former}")]
    ClockWentBack { former: String, now: String },
}

impl ExtractError {
    /// Stable; listed in docs/errors.md.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Address { .. } => "MRT-X001",
            Self::PasswordInAddress => "MRT-X002",
            Self::OptionFile { .. } => "MRT-X003",
            Self::Unreachable { .. } => "MRT-X004",
            Self::AccessDenied { .. } => "MRT-X005",
            Self::NoDatabase { .. } => "MRT-X006",
            Self::NoTable { .. } => "MRT-X007",
            Self::ColumnsChanged { .. } => "MRT-X008",
            Self::ConnectionLost { .. } => "MRT-X009",
            Self::DiskFull { .. } => "MRT-X010",
            Self::Write { .. } => "MRT-X011",
            Self::Foreign { .. } => "MRT-X012",
            Self::NotUtf8 { .. } => "MRT-X013",
            Self::Value { .. } => "MRT-X014",
            Self::Unsupported { .. } => "MRT-X015",
            Self::Sql { .. } => "MRT-X016",
            Self::Parquet { .. } => "MRT-X017",
            Self::Note { .. } => "MRT-X018",
            Self::OtherDatabase { .. } => "MRT-X019",
            Self::ClockWentBack { .. } => "MRT-X020",
        }
    }

    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::ConnectionLost { .. })
    }

    /// What a person can do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Address { .. } => "write mysql://user@host:3306/database",
            Self::PasswordInAddress => {
                "take it out, and give it as MARTLET_MYSQL_PASSWORD or MYSQL_PWD, or in [client] of a --defaults-file"
            }
            Self::OptionFile { .. } => "check its path and permissions",
            Self::Unreachable { .. } => "check host, port and network, and that the server runs",
            Self::AccessDenied { .. } => {
                "check the user and MARTLET_MYSQL_PASSWORD, MYSQL_PWD or the --defaults-file; the user needs SELECT"
            }
            Self::NoDatabase { .. } => "check the last part of the address",
            Self::NoTable { .. } => "check the names after --tables",
            Self::ColumnsChanged { .. } => {
                "change the models that read them, then run once with --accept-schema-change"
            }
            Self::ConnectionLost { .. } => "run it again; what was published before is unchanged",
            Self::DiskFull { .. } => "make room and run it again; what was published before is unchanged",
            Self::Write { .. } => "check the folder's permissions",
            Self::Foreign { .. } => "choose another --out, or empty it",
            Self::NotUtf8 { .. } => "correct the row in the source; its bytes are not changed on the way",
            Self::Value { .. } => "correct the row, or the column's type, in the source",
            Self::Unsupported { .. } => {
                "name the other tables with --tables, or read it through a view that converts it"
            }
            Self::Sql { .. } => "check that the user may SELECT from every table",
            Self::Parquet { .. } => "this is a bug unless the disk is at fault",
            Self::Note { .. } => "move the folder away and extract anew",
            Self::OtherDatabase { .. } => "choose another --out for another database, or move the folder away",
            Self::ClockWentBack { .. } => {
                "was an older backup restored? If that is as it should be, move the folder away and extract anew"
            }
        }
    }

    pub(crate) fn write(path: &Path, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::StorageFull {
            return Self::DiskFull { path: path.to_owned() };
        }
        Self::Write { path: path.to_owned(), source }
    }

    pub(crate) fn parquet(path: &Path, source: ParquetError) -> Self {
        let is_full = match &source {
            ParquetError::External(inner) => {
                inner.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::StorageFull)
            }
            // Parquet keeps only the words of some errors.
            other => other.to_string().contains("No space left"),
        };
        if is_full { Self::DiskFull { path: path.to_owned() } } else { Self::Parquet { path: path.to_owned(), source } }
    }

    pub(crate) fn query(table: Option<&str>, error: &mysql::Error) -> Self {
        let table = table.map(str::to_owned);
        match error {
            mysql::Error::MySqlError(inner) => Self::Sql { table, reason: inner.to_string() },
            other => Self::ConnectionLost { table, reason: other.to_string() },
        }
    }
}

fn in_table(table: &Option<String>) -> String {
    table.as_ref().map(|table| format!(" while {table} was read")).unwrap_or_default()
}
