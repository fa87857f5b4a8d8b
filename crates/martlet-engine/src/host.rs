//! What the engine needs from where it runs: a way to let others run, and a clock that wakes it.

use std::{fmt::Debug, time::Duration};

use futures::future::BoxFuture;

/// The scheduler around the engine.
pub trait Host: Debug + Send + Sync {
    /// Completes after everything else that waits had its turn: messages, timers, other queries.
    fn yield_now(&self) -> BoxFuture<'static, ()>;
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
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
}
