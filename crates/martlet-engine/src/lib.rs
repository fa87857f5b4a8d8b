//! The engine: DataFusion over tables whose Parquet footers are already in memory and whose bytes
//! come, range by range, from a [`ByteSource`]. The same code runs natively and in wasm32.
//!
//! In: tables ([`TableFiles`]), a byte source, SQL text.
//! Out: Arrow batches ([`QueryOutput`]) or an [`EngineError`] with a stable code.
//! It is read-only, reaches nothing but the tables it was given, and knows no metrics.
//!
//! Natively:
//!
//! ```no_run
//! # async fn example() -> Result<(), martlet_engine::EngineError> {
//! use std::sync::Arc;
//! use martlet_engine::{Engine, FolderSource, Limits, RunOptions, TableFiles};
//!
//! let revenue = TableFiles::from_parquet("fact_revenue", &["marts/fact_revenue.parquet".into()])?;
//! let engine = Engine::open(vec![revenue], Arc::new(FolderSource::absolute()), Limits::default())?;
//! let output = engine.run("select count(*) from fact_revenue", RunOptions::default()).await?;
//! println!("{} rows", output.row_count());
//! # Ok(())
//! # }
//! ```

mod engine;
mod error;
mod footer;
mod functions;
mod host;
mod limits;
mod optimize;
mod output;
mod place;
mod plan;
mod query;
mod roomy;
pub mod source;
mod sql;
mod table;

pub use engine::Engine;
pub use error::EngineError;
#[cfg(not(target_arch = "wasm32"))]
pub use footer::footer_bytes;
pub use footer::{decode_footer, encode_footer};
#[cfg(not(target_arch = "wasm32"))]
pub use host::TokioHost;
pub use host::{Host, Threads};
pub use limits::Limits;
pub use output::QueryOutput;
pub use place::{Expression, Place};
pub use query::{CancelToken, ProgressCounter, ProgressSnapshot, RunOptions};
#[cfg(not(target_arch = "wasm32"))]
pub use source::FolderSource;
pub use source::{ByteSource, MemorySource, Part, SourceError};
pub use table::TableFiles;
