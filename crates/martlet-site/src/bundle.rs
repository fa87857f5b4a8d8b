//! Many small byte strings in one file, so that one request fetches them all.
//!
//! Layout: magic `MRTB0001` (8 bytes) · header length `n` (u32, little endian) · header (`n` bytes of
//! JSON: array of `{"name","offset","length","meta"}`; offsets count from the end of the header) · contents.

use serde::{Deserialize, Serialize};

const MAGIC: &[u8; 8] = b"MRTB0001";
const PREFIX: usize = MAGIC.len() + 4;

/// Where one entry lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    name: String,
    offset: u64,
    length: u64,
    /// Facts about the entry that a reader needs before its bytes.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    meta: serde_json::Value,
}

/// Why bytes are not a bundle.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    #[error("not a Martlet bundle: it does not begin with MRTB0001")]
    Magic,
    #[error("the bundle is cut short: {needed} bytes are needed, {found} are there")]
    Truncated { needed: u64, found: u64 },
    #[error("the bundle's compression is broken")]
    Compression,
    #[error("the bundle's header is not readable: {0}")]
    Header(#[from] serde_json::Error),
}

impl BundleError {
    pub const CODE: &str = "MRT-F001";
}

/// Collects entries, then writes them.
#[derive(Debug, Default)]
pub struct BundleWriter {
    entries: Vec<Entry>,
    contents: Vec<u8>,
}

impl BundleWriter {
    pub fn add(&mut self, name: impl Into<String>, meta: serde_json::Value, bytes: &[u8]) {
        self.entries.push(Entry {
            name: name.into(),
            offset: self.contents.len() as u64,
            length: bytes.len() as u64,
            meta,
        });
        self.contents.extend_from_slice(bytes);
    }

    pub fn finish(self) -> Result<Vec<u8>, BundleError> {
        let header = serde_json::to_vec(&self.entries)?;
        let mut out = Vec::with_capacity(PREFIX + header.len() + self.contents.len());
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&(header.len() as u32).to_le_bytes());
        out.extend_from_slice(&header);
        out.extend_from_slice(&self.contents);
        Ok(out)
    }
}

/// A bundle that was read; entries borrow from its bytes.
#[derive(Debug, Clone)]
pub struct Bundle<B: AsRef<[u8]>> {
    entries: Vec<Entry>,
    contents_at: usize,
    bytes: B,
}

impl<B: AsRef<[u8]>> Bundle<B> {
    /// Checks the magic, the header and that every entry lies within the bytes.
    pub fn read(bytes: B) -> Result<Self, BundleError> {
        let data = bytes.as_ref();
        let found = data.len() as u64;
        if data.len() < PREFIX {
            return Err(BundleError::Truncated { needed: PREFIX as u64, found });
        }
        if &data[..MAGIC.len()] != MAGIC {
            return Err(BundleError::Magic);
        }
        let mut length = [0u8; 4];
        length.copy_from_slice(&data[MAGIC.len()..PREFIX]);
        let contents_at = PREFIX + u32::from_le_bytes(length) as usize;
        if contents_at > data.len() {
            return Err(BundleError::Truncated { needed: contents_at as u64, found });
        }
        let entries: Vec<Entry> = serde_json::from_slice(&data[PREFIX..contents_at])?;
        for entry in &entries {
            let needed = (contents_at as u64).saturating_add(entry.offset).saturating_add(entry.length);
            if needed > found {
                return Err(BundleError::Truncated { needed, found });
            }
        }
        Ok(Self { entries, contents_at, bytes })
    }

    /// `(name, meta, bytes)` of every entry, in the order written.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &serde_json::Value, &[u8])> {
        let contents = &self.bytes.as_ref()[self.contents_at..];
        self.entries.iter().map(move |entry| {
            let from = entry.offset as usize;
            (entry.name.as_str(), &entry.meta, &contents[from..from + entry.length as usize])
        })
    }

    pub fn get(&self, name: &str) -> Option<(&serde_json::Value, &[u8])> {
        self.iter().find(|(entry, _, _)| *entry == name).map(|(_, meta, bytes)| (meta, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Vec<u8> {
        let mut writer = BundleWriter::default();
        writer.add("a", serde_json::json!({"rows": 3}), b"first");
        writer.add("b", serde_json::Value::Null, b"");
        writer.finish().expect("plain names are JSON")
    }

    #[test]
    fn entries_come_back() {
        let bundle = Bundle::read(written()).expect("just written");
        assert_eq!(bundle.get("a"), Some((&serde_json::json!({"rows": 3}), &b"first"[..])));
        assert_eq!(bundle.get("b"), Some((&serde_json::Value::Null, &b""[..])));
        assert_eq!(bundle.get("c"), None);
    }

    #[test]
    fn every_cut_is_noticed() {
        let whole = written();
        for cut in 0..whole.len() {
            assert!(Bundle::read(&whole[..cut]).is_err(), "cut at {cut}");
        }
    }
}
