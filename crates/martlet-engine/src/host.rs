//! What the engine needs from where it runs: a way to let others run, a clock that wakes it, and threads if there are any.

use std::{fmt::Debug, time::Duration};

use futures::future::BoxFuture;

/// The scheduler around the engine.
pub trait Host: Debug + Send + Sync {
    /// Completes after everything else that waits had its turn: messages, timers, other queries.
    fn yield_now(&self) -> BoxFuture<'static, ()>;
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
    /// Threads to share a query's work with, where there are any.
    fn threads(&self) -> Option<&dyn Threads> {
        None
    }
}

/// Somewhere to work beside the caller.
pub trait Threads: Debug + Send + Sync {
    /// Starts `work`; it is dropped unfinished when what is returned is dropped.
    fn start(&self, work: BoxFuture<'static, ()>) -> Box<dyn Send>;
}

/// A tokio runtime with its timer enabled.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Clone, Copy, Default)]
pub struct TokioHost;

#[cfg(not(target_arch = "wasm32"))]
impl Host for TokioHost {
    fn yield_now(&self) -> BoxFuture<'static, ()> {
        Box::pin(tokio::task::yield_now())
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn threads(&self) -> Option<&dyn Threads> {
        Some(self)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Threads for TokioHost {
    fn start(&self, work: BoxFuture<'static, ()>) -> Box<dyn Send> {
        Box::new(Started(tokio::spawn(work).abort_handle()))
    }
}

#[cfg(not(target_arch = "wasm32"))]
struct Started(tokio::task::AbortHandle);

#[cfg(not(target_arch = "wasm32"))]
impl Drop for Started {
    fn drop(&mut self) {
        self.0.abort();
    }
}
