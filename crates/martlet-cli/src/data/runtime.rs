//! The async runtime that the engine and the server run on, and threads with as much room.

use std::io;
use std::thread;

use tokio::runtime::{Builder, Runtime};

use crate::codes;
use crate::problem::Problem;

/// Planning deep SQL recurses.
const STACK_BYTES: usize = 16 << 20;

pub fn runtime() -> Result<Runtime, Problem> {
    Builder::new_multi_thread().enable_all().thread_stack_size(STACK_BYTES).build().map_err(|error| no_threads(&error))
}

/// A thread that may plan queries.
pub fn roomy_thread() -> thread::Builder {
    thread::Builder::new().stack_size(STACK_BYTES)
}

pub fn no_threads(error: &io::Error) -> Problem {
    Problem::error(codes::NOT_READABLE, format!("the system does not let more threads start: {error}"))
}
