//! Files in a folder of this machine.

use std::{
    fs::File,
    io::{ErrorKind, Read, Seek, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
};

use futures::{FutureExt, future::BoxFuture};
use martlet_site::catalog::DataFile;

use super::{ByteSource, Part, SourceError, memory};

/// Reads `root/<DataFile::path>`.
#[derive(Debug, Clone)]
pub struct FolderSource {
    root: PathBuf,
}

impl FolderSource {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// For tables whose file paths are already complete, as `TableFiles::from_parquet` gives them.
    pub fn absolute() -> Self {
        Self { root: PathBuf::new() }
    }
}

impl ByteSource for FolderSource {
    fn read(&self, file: &DataFile, range: Range<u64>) -> BoxFuture<'static, Result<Part, SourceError>> {
        let path = self.root.join(&file.path);
        let size_bytes = file.size_bytes;
        async move { read(&path, size_bytes, range) }.boxed()
    }
}

fn read(path: &Path, size_bytes: u64, range: Range<u64>) -> Result<Part, SourceError> {
    let location = path.display().to_string();
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => SourceError::NotFound { location: location.clone(), status: None },
        _ => SourceError::Io { location: location.clone(), reason: error.to_string() },
    };
    let mut file = File::open(path).map_err(failed)?;
    let found = file.metadata().map_err(failed)?.len();
    if range.end > found {
        return Err(memory::short(location, &range, found));
    }
    if found != size_bytes {
        return Err(memory::changed(location, size_bytes, found));
    }
    file.seek(SeekFrom::Start(range.start)).map_err(failed)?;
    let mut bytes = vec![0; (range.end - range.start) as usize];
    file.read_exact(&mut bytes).map_err(failed)?;
    Ok(Part::new(range.start, bytes.into()))
}
