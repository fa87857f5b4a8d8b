//! A MySQL or MariaDB database to Parquet files, as one consistent set.
//!
//! In: an address, credentials from the environment or an option file, a folder, perhaps the state of the last
//! extraction. Out: `<table>.parquet` for each table, all as of one read-only snapshot transaction, swapped in at once,
//! and then the new state. Rows are streamed: memory holds a few batches and one compressed row group, and a bit for
//! each row of a table that is read by its watermark. Nothing is written to the source.
//! Not here: anything that the terminal shows.

mod address;
mod column;
mod connect;
mod error;
mod extract;
mod former;
mod increment;
mod key_order;
mod keys;
mod merge;
mod ordered;
mod publish;
mod replica;
mod schema;
mod state;
mod table_file;
mod values;
mod watch;
mod watermark;
mod whole;

pub use address::Address;
pub use connect::{Connection, Credentials, Tls};
pub use error::{ExtractError, Result};
pub use extract::{Extraction, SinceState, extract};
pub use watch::{Finding, Increment, Lag, Progress, Reading, Step, TableResult, Watch, WholeReason};
