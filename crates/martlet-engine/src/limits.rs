//! What an engine may use.

/// Limits of one engine, over all its queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that running queries may hold at once (hash tables, sorts, buffered rows).
    pub memory_bytes: u64,
    /// Bytes of column chunks kept after they were read; the least recently used go first.
    pub cache_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory_bytes: 2 << 30, cache_bytes: 256 << 20 }
    }
}
