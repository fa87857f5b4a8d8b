//! The async runtime that the engine and the server run on.

use tokio::runtime::{Builder, Runtime};

use crate::codes;
use crate::problem::Problem;

pub fn runtime() -> Result<Runtime, Problem> {
    Builder::new_multi_thread()
        .enable_all()
        // Planning deep SQL recurses.
        .thread_stack_size(16 << 20)
        .build()
        .map_err(|error| {
            Problem::error(codes::NOT_READABLE, format!("the system does not let more threads start: {error}"))
        })
}
