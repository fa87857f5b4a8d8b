//! Files held in memory: for tests, and for files that were handed over whole.

use std::{collections::BTreeMap, ops::Range};

use bytes::Bytes;
use futures::{FutureExt, future::BoxFuture};
use martlet_site::catalog::DataFile;

use super::{ByteSource, Part, SourceError};

/// Path → content.
#[derive(Debug, Clone, Default)]
pub struct MemorySource {
    files: BTreeMap<String, Bytes>,
}

impl MemorySource {
    pub fn insert(&mut self, path: impl Into<String>, content: impl Into<Bytes>) {
        self.files.insert(path.into(), content.into());
    }
}

impl ByteSource for MemorySource {
    fn read(&self, file: &DataFile, range: Range<u64>) -> BoxFuture<'static, Result<Part, SourceError>> {
        let location = file.path.clone();
        let content = self.files.get(&file.path).cloned();
        let size_bytes = file.size_bytes;
        async move {
            let content = content.ok_or(SourceError::NotFound { location: location.clone(), status: None })?;
            let found = content.len() as u64;
            if range.end > found {
                return Err(short(location, &range, found));
            }
            if found != size_bytes {
                return Err(changed(location, size_bytes, found));
            }
            let bytes = content.slice(range.start as usize..range.end as usize);
            Ok(Part::new(range.start, bytes))
        }
        .boxed()
    }
}

pub(super) fn short(location: String, range: &Range<u64>, found: u64) -> SourceError {
    SourceError::Short {
        location,
        start: range.start,
        end: range.end,
        expected: range.end - range.start,
        received: found.saturating_sub(range.start).min(range.end - range.start),
    }
}

pub(super) fn changed(location: String, expected: u64, found: u64) -> SourceError {
    SourceError::Changed { location, reason: format!("{expected} bytes were expected, {found} are there") }
}
