//! Reads that are under way, so that shares of one file which need the same bytes ask for them once.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Mutex, PoisonError},
};

use futures::{
    FutureExt,
    future::{BoxFuture, Shared, WeakShared},
};
use martlet_site::catalog::DataFile;

use super::cache::key;
use crate::{ByteSource, Part, SourceError};

type Read = BoxFuture<'static, Result<Part, SourceError>>;

/// A file and the bytes of it.
type Key = (String, Range<u64>);

/// Whoever waits keeps a read alive; when nobody does any more it is dropped.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    reads: Mutex<HashMap<Key, WeakShared<Read>>>,
}

/// A read, and whether it was begun for this caller.
pub(super) struct Joined {
    pub read: Shared<Read>,
    pub is_first: bool,
}

impl InFlight {
    pub(super) fn join(&self, source: &dyn ByteSource, file: &DataFile, range: Range<u64>) -> Joined {
        let mut reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
        reads.retain(|_, read| read.upgrade().is_some_and(|read| read.peek().is_none()));
        let key = (key(file).to_owned(), range.clone());
        if let Some(read) = reads.get(&key).and_then(WeakShared::upgrade) {
            return Joined { read, is_first: false };
        }
        let read = source.read(file, range).shared();
        if let Some(weak) = read.downgrade() {
            reads.insert(key, weak);
        }
        Joined { read, is_first: true }
    }
}

#[cfg(test)]
mod tests {
    use futures::{executor::block_on, future::join};

    use super::*;
    use crate::MemorySource;

    #[test]
    fn the_same_range_is_read_once_at_a_time() {
        let mut source = MemorySource::default();
        source.insert("a", vec![7; 100]);
        let file = DataFile { path: "a".to_owned(), size_bytes: 100, rows: 0, sha256: String::new() };
        let reads = InFlight::default();
        let (one, two) = (reads.join(&source, &file, 0..10), reads.join(&source, &file, 0..10));
        assert!(one.is_first && !two.is_first);
        assert!(reads.join(&source, &file, 0..11).is_first);
        let (one, two) = block_on(join(one.read, two.read));
        assert_eq!(one, two);
        assert!(one.is_ok_and(|part| part.bytes.len() == 10));
        assert!(reads.join(&source, &file, 0..10).is_first, "what has ended is in the cache, not here");
    }
}
