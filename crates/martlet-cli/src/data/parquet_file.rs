//! A Parquet file on this machine: looked at once, with everything that is wrong with it named.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use arrow::datatypes::SchemaRef;
use bytes::Bytes;
use parquet::arrow::parquet_to_arrow_schema;
use parquet::file::metadata::ParquetMetaData;

use crate::codes;
use crate::problem::Problem;

const MAGIC: &[u8; 4] = b"PAR1";
const ENCRYPTED_MAGIC: &[u8; 4] = b"PARE";
/// Magic at both ends and the footer's length.
const SMALLEST_BYTES: u64 = 12;

/// What the footer says, and the footer itself.
#[derive(Debug, Clone)]
pub struct ParquetFile {
    pub path: PathBuf,
    pub size_bytes: u64,
    pub rows: u64,
    pub schema: SchemaRef,
    /// As the engine stores it: page index, metadata, length, magic.
    pub footer: Bytes,
}

impl ParquetFile {
    /// Reads the footer and checks that all the data which it names lies within the file.
    pub fn inspect(path: &Path) -> Result<Self, Problem> {
        let size_bytes = check_ends(path)?;
        let footer = martlet_engine::footer_bytes(path).map_err(|error| damaged(path, &error.to_string()))?;
        let location = path.display().to_string();
        let metadata =
            martlet_engine::decode_footer(&location, &footer).map_err(|error| damaged(path, &error.to_string()))?;
        check_chunks(path, size_bytes, &metadata)?;
        let about = metadata.file_metadata();
        let schema = parquet_to_arrow_schema(about.schema_descr(), about.key_value_metadata())
            .map_err(|error| damaged(path, &error.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            size_bytes,
            rows: u64::try_from(about.num_rows()).unwrap_or(0),
            schema: schema.into(),
            footer,
        })
    }
}

/// Both ends of the file; gives its size.
fn check_ends(path: &Path) -> Result<u64, Problem> {
    let unreadable = |error: io::Error| not_readable(path, &error);
    let mut file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size == 0 {
        return Err(Problem::error(codes::EMPTY_FILE, "the Parquet file is empty: it has no bytes")
            .at(path)
            .hint("run dbt again; the last run may have been interrupted while it wrote the file"));
    }
    let mut magic = [0; 4];
    let start =
        if size < SMALLEST_BYTES { Err(io::ErrorKind::UnexpectedEof.into()) } else { file.read_exact(&mut magic) };
    match start {
        Ok(()) if &magic == MAGIC => {}
        Ok(()) if &magic == ENCRYPTED_MAGIC => {
            return Err(Problem::error(
                codes::NOT_PARQUET,
                "the Parquet file's footer is encrypted, which is not supported",
            )
            .at(path)
            .hint("write the mart without encryption"));
        }
        Ok(()) => return Err(not_parquet(path)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(not_parquet(path)),
        Err(error) => return Err(not_readable(path, &error)),
    }
    file.seek(SeekFrom::End(-4)).and_then(|_| file.read_exact(&mut magic)).map_err(unreadable)?;
    if &magic != MAGIC {
        return Err(truncated(path, "its end is missing"));
    }
    Ok(size)
}

fn check_chunks(path: &Path, size_bytes: u64, metadata: &ParquetMetaData) -> Result<(), Problem> {
    for group in metadata.row_groups() {
        for chunk in group.columns() {
            let (start, length) = chunk.byte_range();
            if start.saturating_add(length) > size_bytes {
                let needed = start.saturating_add(length);
                return Err(truncated(
                    path,
                    &format!("column data up to byte {needed} is named, and it has {size_bytes} bytes"),
                ));
            }
        }
    }
    Ok(())
}

pub fn not_readable(path: &Path, error: &io::Error) -> Problem {
    let hint = match error.kind() {
        io::ErrorKind::NotFound => "check the path",
        io::ErrorKind::PermissionDenied => "check the permissions",
        _ => "check the disk and the path",
    };
    let what = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        _ => format!("cannot be read: {error}"),
    };
    Problem::error(codes::NOT_READABLE, what).at(path).hint(hint)
}

fn not_parquet(path: &Path) -> Problem {
    Problem::error(codes::NOT_PARQUET, "the file is not Parquet: it does not begin with PAR1")
        .at(path)
        .hint("write the mart as Parquet; in dbt-duckdb: materialized: external, format: parquet")
}

fn truncated(path: &Path, what: &str) -> Problem {
    Problem::error(codes::TRUNCATED, format!("the Parquet file is cut short: {what}"))
        .at(path)
        .hint("write or copy the file again, and check that the disk was not full")
}

fn damaged(path: &Path, reason: &str) -> Problem {
    Problem::error(codes::TRUNCATED, format!("the Parquet file's footer cannot be read: {reason}"))
        .at(path)
        .hint("write or copy the file again, and check that the disk was not full")
}
