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
    #[error("{} cannot be read: {source}", path.display())]
    NamedFile { path: PathBuf, source: io::Error },
    #[error("{place} cannot be reached: {reason}")]
    Unreachable { place: String, reason: String },
    #[error("the connection to {place} could not be encrypted: {reason}")]
    NotEncrypted { place: String, reason: String },
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
    #[error("{}, what the last extraction left for this one, cannot be read: {reason}", path.display())]
    State { path: PathBuf, reason: String },
    #[error("{} is of an extraction from {former}, not from {now}", path.display())]
    OtherDatabase { path: PathBuf, former: String, now: String },
    #[error("the database's clock went back: it is {now}, and {} is of {former}", path.display())]
    ClockWentBack { path: PathBuf, former: String, now: String },
    #[error("{table} cannot be read by {column}: {reason}")]
    Watermark { table: String, column: String, reason: String },
    #[error("{table} was altered while the database was extracted")]
    Altered { table: String },
    #[error("another extraction into {} is running", path.display())]
    Busy { path: PathBuf },
    #[error("{}, of the last extraction, cannot be read: {source}", path.display())]
    Former { path: PathBuf, source: ParquetError },
    #[error("the state file {} would lie in the folder that is replaced whole", path.display())]
    StateInOut { path: PathBuf },
}

/// Codes of the server that say the connection was closed, by a person, a limit or a shutdown.
const CLOSED: [u16; 8] = [1053, 1159, 1161, 1317, 1927, 1969, 3024, 4031];
/// The table's definition is newer than the snapshot.
const ALTERED: u16 = 1412;
const NO_TABLE: u16 = 1146;

impl ExtractError {
    /// Stable; listed in docs/errors.md.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Address { .. } => "MRT-X001",
            Self::PasswordInAddress => "MRT-X002",
            Self::NamedFile { .. } => "MRT-X003",
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
            Self::State { .. } => "MRT-X018",
            Self::OtherDatabase { .. } => "MRT-X019",
            Self::ClockWentBack { .. } => "MRT-X020",
            Self::Watermark { .. } => "MRT-X021",
            Self::Altered { .. } => "MRT-X022",
            Self::Busy { .. } => "MRT-X023",
            Self::Former { .. } => "MRT-X024",
            Self::StateInOut { .. } => "MRT-X025",
            Self::NotEncrypted { .. } => "MRT-X026",
        }
    }

    pub fn is_retryable(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. } | Self::ConnectionLost { .. } | Self::Altered { .. } | Self::Busy { .. }
        )
    }

    /// What a person can do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Address { .. } => "write mysql://user@host:3306/database",
            Self::PasswordInAddress => {
                "take it out, and give it as MARTLET_MYSQL_PASSWORD or MYSQL_PWD, or in [client] of a --defaults-file"
            }
            Self::NamedFile { .. } => "check its path and permissions",
            Self::Unreachable { .. } => "check host, port and network, and that the server runs",
            Self::NotEncrypted { .. } => {
                "name the host as its certificate does, and the authority that signed it with --tls-ca; --no-tls only on \
                 a network that you trust"
            }
            Self::AccessDenied { .. } => {
                "check the user and MARTLET_MYSQL_PASSWORD, MYSQL_PWD or the --defaults-file; the user needs SELECT"
            }
            Self::NoDatabase { .. } => "check the last part of the address",
            Self::NoTable { .. } => {
                "check --tables and --watermark; if it was dropped on purpose, run once with --accept-schema-change"
            }
            Self::ColumnsChanged { .. } => {
                "change the models that read them, then run once with --accept-schema-change"
            }
            Self::ConnectionLost { .. } => "run it again; what was published before is unchanged",
            Self::DiskFull { .. } => "make room and run it again; what was published before is unchanged",
            Self::Write { .. } => "check the folder's permissions",
            Self::Foreign { .. } => "choose another --out, or empty it",
            Self::NotUtf8 { .. } => "correct the row in the source; its bytes are not changed on the way",
            Self::Value { .. } => "correct the row, or the column's type, in the source",
            Self::Unsupported { .. } => "name the other tables with --tables",
            Self::Sql { .. } => "check that the user may SELECT from every table",
            Self::Parquet { .. } => "this is a bug unless the disk is at fault",
            Self::State { .. } => "move it away (a folder's note: the whole folder), and everything is read anew",
            Self::OtherDatabase { .. } => {
                "each database has its own --out and --since-state; if this one takes the other's place, move the \
                 former away, and everything is read anew"
            }
            Self::ClockWentBack { .. } => {
                "was an older backup restored, or is the clock wrong? If all is as it should be, move the folder and \
                 the state file away, and everything is read anew"
            }
            Self::Watermark { .. } => {
                "write --watermark TABLE=COLUMN with a column that grows with every change of a row, or TABLE=none"
            }
            Self::Altered { .. } => "run it again; what was published before is unchanged",
            Self::Busy { .. } => "wait for its end, or choose another --out",
            Self::Former { .. } => "move the state file away, and everything is read anew",
            Self::StateInOut { .. } => "name a file beside --out",
        }
    }

    pub(crate) fn write(path: &Path, source: io::Error) -> Self {
        if is_full(&source) {
            return Self::DiskFull { path: path.to_owned() };
        }
        Self::Write { path: path.to_owned(), source }
    }

    pub(crate) fn parquet(path: &Path, source: ParquetError) -> Self {
        let has_no_room = match &source {
            ParquetError::External(inner) => inner.downcast_ref::<io::Error>().is_some_and(is_full),
            // Parquet keeps only the words of some errors.
            other => other.to_string().contains("No space left"),
        };
        if has_no_room {
            return Self::DiskFull { path: path.to_owned() };
        }
        Self::Parquet { path: path.to_owned(), source }
    }

    /// A file of the last extraction.
    pub(crate) fn former(path: &Path, source: ParquetError) -> Self {
        Self::Former { path: path.to_owned(), source }
    }

    pub(crate) fn query(table: Option<&str>, error: &mysql::Error) -> Self {
        let table = table.map(str::to_owned);
        match (error, table) {
            (mysql::Error::MySqlError(inner), table) if CLOSED.contains(&inner.code) => {
                Self::ConnectionLost { table, reason: inner.message.clone() }
            }
            (mysql::Error::MySqlError(inner), Some(table)) if matches!(inner.code, ALTERED | NO_TABLE) => {
                Self::Altered { table }
            }
            (mysql::Error::MySqlError(inner), table) => Self::Sql { table, reason: inner.to_string() },
            (other, table) => Self::ConnectionLost { table, reason: other.to_string() },
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge)
}

fn in_table(table: &Option<String>) -> String {
    table.as_ref().map(|table| format!(" while {table} was read")).unwrap_or_default()
}
