//! How many bytes a query has read of those it asked for.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// Counts while a query runs; read it at any time.
#[derive(Debug, Default)]
pub struct ProgressCounter {
    bytes_read: AtomicU64,
    bytes_planned: AtomicU64,
    requests: AtomicU32,
}

/// The counts at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProgressSnapshot {
    pub bytes_read: u64,
    /// Bytes of all ranges asked for so far; grows while a query runs.
    pub bytes_planned: u64,
    /// Requests answered.
    pub requests: u32,
}

impl ProgressCounter {
    pub fn snapshot(&self) -> ProgressSnapshot {
        ProgressSnapshot {
            bytes_read: self.bytes_read.load(Ordering::Relaxed),
            bytes_planned: self.bytes_planned.load(Ordering::Relaxed),
            requests: self.requests.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn plan(&self, bytes: u64) {
        self.bytes_planned.fetch_add(bytes, Ordering::Relaxed);
    }

    /// What was planned came with another read.
    pub(crate) fn plan_less(&self, bytes: u64) {
        self.bytes_planned.fetch_sub(bytes, Ordering::Relaxed);
    }

    pub(crate) fn read(&self, bytes: u64) {
        self.bytes_read.fetch_add(bytes, Ordering::Relaxed);
        self.requests.fetch_add(1, Ordering::Relaxed);
    }
}
