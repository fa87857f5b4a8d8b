//! Where bytes come from: one small trait, and what can go wrong behind it.

pub mod conformance;
mod error;
#[cfg(not(target_arch = "wasm32"))]
mod folder;
mod memory;

use std::{fmt::Debug, ops::Range};

use bytes::Bytes;
use futures::future::BoxFuture;
use martlet_site::catalog::DataFile;

pub use error::SourceError;
#[cfg(not(target_arch = "wasm32"))]
pub use folder::FolderSource;
pub use memory::MemorySource;

/// A piece of a file: the bytes from `offset` on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub offset: u64,
    pub bytes: Bytes,
    /// Bytes that were transferred for this read: none when another read brought them.
    pub transferred_bytes: u64,
}

impl Part {
    /// Bytes that came for this read alone.
    pub fn new(offset: u64, bytes: Bytes) -> Self {
        let transferred_bytes = bytes.len() as u64;
        Self { offset, bytes, transferred_bytes }
    }

    pub fn end(&self) -> u64 {
        self.offset + self.bytes.len() as u64
    }

    /// The bytes of `range` (end exclusive), when the part holds all of it.
    pub fn slice(&self, range: &Range<u64>) -> Option<Bytes> {
        if range.start < self.offset || range.end > self.end() || range.start > range.end {
            return None;
        }
        let from = (range.start - self.offset) as usize;
        let to = (range.end - self.offset) as usize;
        Some(self.bytes.slice(from..to))
    }
}

/// Reads pieces of immutable files. Every implementation passes [`conformance::check`].
pub trait ByteSource: Debug + Send + Sync {
    /// Reads at least `range` (end exclusive, within the file). A source may return more, up to the
    /// whole file, when that is what it got. Calls for several ranges run at the same time.
    fn read(&self, file: &DataFile, range: Range<u64>) -> BoxFuture<'static, Result<Part, SourceError>>;
}
