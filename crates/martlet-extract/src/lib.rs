//! A MySQL or MariaDB database to Parquet files, as one consistent set.
//!
//! In: an address, credentials from the environment or an option file, a folder. Out: `<table>.parquet` for each table,
//! all from one read-only snapshot transaction, swapped in at once. Rows are streamed: memory holds one batch and one
//! compressed row group. Nothing is written to the source.
//! Not here: increments, deletions apart from the rows that are no longer read, anything that the terminal shows.

mod address;
mod column;
mod connect;
mod error;
mod extract;
mod publish;
mod schema;
mod values;

pub use address::Address;
pub use connect::{Connection, Credentials, Tls};
pub use error::{ExtractError, Result};
pub use extract::{Extraction, Finding, Lag, TableResult, Watch, extract};
