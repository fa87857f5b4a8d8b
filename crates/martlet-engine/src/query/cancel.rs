//! Stopping a query from outside.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use futures::task::AtomicWaker;

/// A flag that one side raises and the query notices. Clones share it; use one per query.
#[derive(Debug, Clone, Default)]
pub struct CancelToken {
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    is_cancelled: AtomicBool,
    waker: AtomicWaker,
}

impl CancelToken {
    pub fn cancel(&self) {
        self.state.is_cancelled.store(true, Ordering::Release);
        self.state.waker.wake();
    }

    pub fn is_cancelled(&self) -> bool {
        self.state.is_cancelled.load(Ordering::Acquire)
    }

    /// Wakes `waker` when the flag is raised.
    pub(crate) fn register(&self, waker: &std::task::Waker) {
        self.state.waker.register(waker);
    }
}
