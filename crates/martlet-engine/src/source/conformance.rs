//! What every byte source must do, as one suite.

use martlet_site::catalog::DataFile;

use super::{ByteSource, SourceError};

/// Length of the file that the suite reads.
pub const SIZE_BYTES: u64 = 100_003;

/// The content that the file at the suite's path must have.
pub fn content() -> Vec<u8> {
    (0..SIZE_BYTES).map(|at| (at.wrapping_mul(2_654_435_761) >> 7) as u8).collect()
}

/// Reads `path` (whose content is [`content`]) in every way that the trait promises, and
/// `missing_path`, which must not exist. Returns the first broken promise in words.
pub async fn check(source: &dyn ByteSource, path: &str, missing_path: &str) -> Result<(), String> {
    let expected = content();
    let file = data_file(path, SIZE_BYTES);
    let ranges = [0..1, 0..SIZE_BYTES, 4..8, 99_000..SIZE_BYTES, SIZE_BYTES - 1..SIZE_BYTES, 65_530..65_540];
    for range in &ranges {
        let part = source.read(&file, range.clone()).await.map_err(|error| format!("range {range:?}: {error}"))?;
        let slice = part
            .slice(range)
            .ok_or_else(|| format!("range {range:?}: the part covers {}..{} only", part.offset, part.end()))?;
        if slice[..] != expected[range.start as usize..range.end as usize] {
            return Err(format!("range {range:?}: the bytes differ"));
        }
    }

    let together = ranges.iter().map(|range| source.read(&file, range.clone()));
    for (range, part) in ranges.iter().zip(futures::future::join_all(together).await) {
        let part = part.map_err(|error| format!("range {range:?} beside others: {error}"))?;
        match part.slice(range) {
            Some(slice) if slice[..] == expected[range.start as usize..range.end as usize] => {}
            _ => return Err(format!("range {range:?} beside others: the bytes differ")),
        }
    }

    match source.read(&data_file(missing_path, 10), 0..10).await {
        Err(SourceError::NotFound { .. }) => {}
        other => return Err(format!("a missing file must be NotFound, not {other:?}")),
    }

    let longer = data_file(path, SIZE_BYTES + 5);
    match source.read(&longer, SIZE_BYTES - 5..SIZE_BYTES + 5).await {
        Err(SourceError::Short { .. } | SourceError::Changed { .. } | SourceError::WrongRange { .. }) => {}
        other => return Err(format!("reading past the end must fail, not {other:?}")),
    }
    match source.read(&data_file(path, SIZE_BYTES - 1), 0..10).await {
        Err(SourceError::Changed { .. }) => {}
        other => return Err(format!("a file of another size must be Changed, not {other:?}")),
    }
    Ok(())
}

fn data_file(path: &str, size_bytes: u64) -> DataFile {
    DataFile { path: path.to_owned(), size_bytes, rows: 0, sha256: String::new() }
}
