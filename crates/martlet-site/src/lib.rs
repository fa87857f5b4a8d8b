//! The format of a Martlet site: what lies in `data/`, as types that are read and written by the
//! command line, the engine and the app. Versioned by [`FORMAT_VERSION`]. Does no IO.
//!
//! ```text
//! data/
//!   index.json                        Index: the only mutable file
//!   <snapshot>/catalog.json           Catalog: project, tables, metrics, tests, freshness, lineage
//!   <snapshot>/semantic_manifest.json dbt's own artifact, for the worker
//!   <snapshot>/footers.bin            Bundle: data file path → Parquet footer bytes
//!   <snapshot>/first.bin              Bundle in gzip: request key → Arrow IPC stream of its result
//!   marts/<table>/<hash>.parquet      immutable, named by content hash
//! ```

#[cfg(feature = "assemble")]
pub mod assemble;
pub mod bundle;
pub mod catalog;
mod index;

pub use index::{FORMAT_VERSION, Index};
