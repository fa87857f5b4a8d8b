//! Bytes read before, kept up to a limit; the least recently used go first.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use martlet_site::catalog::DataFile;

use crate::Part;

/// Parts of files, by file and offset.
#[derive(Debug)]
pub(crate) struct ChunkCache {
    limit_bytes: u64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    files: HashMap<String, BTreeMap<u64, Entry>>,
    held_bytes: u64,
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    bytes: Bytes,
    used_at: u64,
}

impl ChunkCache {
    pub(crate) fn new(limit_bytes: u64) -> Self {
        Self { limit_bytes, state: Mutex::default() }
    }

    /// The bytes of `range`, when one kept part holds all of it.
    pub(crate) fn get(&self, file: &DataFile, range: &Range<u64>) -> Option<Bytes> {
        let mut state = self.lock();
        state.clock += 1;
        let now = state.clock;
        let parts = state.files.get_mut(key(file))?;
        // Parts rarely overlap, so the nearest ones that begin before the range are enough.
        parts.range_mut(..=range.start).rev().take(4).find_map(|(offset, entry)| {
            let part = Part::new(*offset, entry.bytes.clone());
            let slice = part.slice(range)?;
            entry.used_at = now;
            Some(slice)
        })
    }

    pub(crate) fn insert(&self, file: &DataFile, part: &Part) {
        let length = part.bytes.len() as u64;
        if length > self.limit_bytes {
            return;
        }
        let mut state = self.lock();
        state.clock += 1;
        let entry = Entry { bytes: part.bytes.clone(), used_at: state.clock };
        let parts = state.files.entry(key(file).to_owned()).or_default();
        let replaced = parts.insert(part.offset, entry).map_or(0, |old| old.bytes.len() as u64);
        state.held_bytes = state.held_bytes + length - replaced;
        while state.held_bytes > self.limit_bytes && state.drop_oldest() {}
    }

    /// A panic while the lock was held leaves only a stale count behind.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn drop_oldest(&mut self) -> bool {
        let oldest = self
            .files
            .iter()
            .flat_map(|(file, parts)| parts.iter().map(move |(at, entry)| (entry.used_at, file, *at)))
            .min()
            .map(|(_, file, at)| (file.clone(), at));
        let Some((file, at)) = oldest else { return false };
        if let Some(parts) = self.files.get_mut(&file)
            && let Some(entry) = parts.remove(&at)
        {
            self.held_bytes -= entry.bytes.len() as u64;
        }
        true
    }
}

/// Files with the same content are one; without a hash the path must do.
pub(super) fn key(file: &DataFile) -> &str {
    if file.sha256.is_empty() { &file.path } else { &file.sha256 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> DataFile {
        DataFile { path: name.to_owned(), size_bytes: 100, rows: 0, sha256: String::new() }
    }

    fn part(offset: u64, length: usize) -> Part {
        Part::new(offset, vec![offset as u8; length].into())
    }

    #[test]
    fn the_least_recently_used_part_goes_first() {
        let cache = ChunkCache::new(30);
        let file = file("a");
        for offset in [0, 10, 20] {
            cache.insert(&file, &part(offset, 10));
        }
        assert!(cache.get(&file, &(0..10)).is_some());
        cache.insert(&file, &part(30, 10));
        assert!(cache.get(&file, &(0..10)).is_some());
        assert!(cache.get(&file, &(10..20)).is_none());
        assert_eq!(cache.lock().held_bytes, 30);
    }

    #[test]
    fn a_part_answers_for_every_range_within_it() {
        let cache = ChunkCache::new(1000);
        cache.insert(&file("a"), &part(10, 20));
        assert_eq!(cache.get(&file("a"), &(12..14)).as_deref(), Some(&[10u8, 10][..]));
        assert!(cache.get(&file("a"), &(12..31)).is_none());
        assert!(cache.get(&file("b"), &(12..14)).is_none());
    }

    #[test]
    fn what_exceeds_the_limit_is_not_kept() {
        let cache = ChunkCache::new(5);
        cache.insert(&file("a"), &part(0, 6));
        assert!(cache.get(&file("a"), &(0..1)).is_none());
    }
}
