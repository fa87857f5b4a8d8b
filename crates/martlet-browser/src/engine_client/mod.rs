//! The page's side of the engine worker.
//!
//! The worker starts before anything else is known; queries wait until the site is open. Dropping a
//! [`QueryHandle`] cancels its query. A worker that does not answer a cancel in time, or that dies,
//! is replaced, and the other queries are asked again.

mod client;
mod ledger;
mod worker;

pub use client::{EngineClient, QueryHandle, StateHandle};
pub use ledger::{EngineState, Phase, Query, QueryEvent, QueryResult, Replaced, SiteToOpen};

/// Codes of errors that the page itself finds; the worker's own are in the engine.
pub mod code {
    /// The worker stopped while the query ran.
    pub const DIED: &str = "MRT-W003";
    /// The worker could not be started.
    pub const NOT_STARTED: &str = "MRT-W004";
    /// The page does not say where the engine lies.
    pub const NO_ENGINE: &str = "MRT-W005";
}
