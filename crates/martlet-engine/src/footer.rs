//! Parquet footers as bytes that stand by themselves: the file's metadata with its page index, in
//! Parquet's own layout (page indexes, `FileMetaData`, its length, `PAR1`), without the data.

use bytes::Bytes;
use parquet::{
    errors::ParquetError,
    file::metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataReader, ParquetMetaDataWriter},
};

use crate::EngineError;

/// Writes metadata so that [`decode_footer`] reads it again.
pub fn encode_footer(path: &str, metadata: &ParquetMetaData) -> Result<Bytes, EngineError> {
    let mut out = Vec::new();
    ParquetMetaDataWriter::new(&mut out, metadata).finish().map_err(|error| unreadable(path, error))?;
    Ok(out.into())
}

/// Reads what [`encode_footer`] wrote; `path` names the file in errors.
pub fn decode_footer(path: &str, footer: &Bytes) -> Result<ParquetMetaData, EngineError> {
    ParquetMetaDataReader::new()
        .with_page_index_policy(PageIndexPolicy::Optional)
        .parse_and_finish(footer)
        .map_err(|error| unreadable(path, error))
}

/// The footer of a Parquet file on this machine, and its size in bytes and rows.
#[cfg(not(target_arch = "wasm32"))]
pub fn footer_bytes(path: &std::path::Path) -> Result<Bytes, EngineError> {
    let location = path.display().to_string();
    encode_footer(&location, &read_metadata(path)?)
}

/// Reads the metadata of a Parquet file on this machine and checks that the data it names is there.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn read_metadata(path: &std::path::Path) -> Result<ParquetMetaData, EngineError> {
    let location = path.display().to_string();
    let file = std::fs::File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => crate::SourceError::NotFound { location: location.clone(), status: None },
        _ => crate::SourceError::Io { location: location.clone(), reason: error.to_string() },
    })?;
    ParquetMetaDataReader::new()
        .with_page_index_policy(PageIndexPolicy::Optional)
        .parse_and_finish(&file)
        .map_err(|error| unreadable(&location, error))
}

fn unreadable(path: &str, error: ParquetError) -> EngineError {
    let reason = match error {
        ParquetError::EOF(reason) | ParquetError::General(reason) => reason,
        other => other.to_string(),
    };
    EngineError::Parquet { path: path.to_owned(), reason }
}
