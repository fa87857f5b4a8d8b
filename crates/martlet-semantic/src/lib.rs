//! The semantic layer: metric request → validated → resolved → plan → SQL text.
//!
//! In: dbt's semantic manifest (from `martlet-project`) and a [`MetricRequest`].
//! Out: SQL that a person can read, in DataFusion's dialect, or errors that teach.
//! Does no IO, runs no SQL, knows no browser.

mod request;

pub use request::{GroupByItem, MetricRequest};
