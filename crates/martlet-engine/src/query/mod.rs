//! One query: its options, how far it is, how it is stopped, and the loop that drives it.

mod cancel;
mod context;
mod drive;
mod progress;

use std::{sync::Arc, time::Duration};

pub use cancel::CancelToken;
pub(crate) use context::QueryContext;
pub(crate) use drive::{DriveError, Guarded, drive};
pub use progress::{ProgressCounter, ProgressSnapshot};

/// How a query is run.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// Rows returned at most; the output says when there were more.
    pub max_rows: u64,
    pub timeout: Option<Duration>,
    pub cancel: CancelToken,
    pub progress: Arc<ProgressCounter>,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self { max_rows: u64::MAX, timeout: None, cancel: CancelToken::default(), progress: Arc::default() }
    }
}
