//! The files of one table, checked against each other.

use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use bytes::Bytes;
use martlet_site::catalog::DataFile;
use parquet::{arrow::parquet_to_arrow_schema, file::metadata::ParquetMetaData};

use crate::{EngineError, footer};

/// One table: its name in SQL and its files, all of one schema.
#[derive(Debug, Clone)]
pub struct TableFiles {
    name: String,
    schema: SchemaRef,
    files: Vec<TableFile>,
}

/// A file with its decoded footer.
#[derive(Debug, Clone)]
pub(crate) struct TableFile {
    pub file: Arc<DataFile>,
    pub metadata: Arc<ParquetMetaData>,
}

impl TableFile {
    /// Places of its row groups.
    pub(crate) fn row_groups(&self) -> Vec<usize> {
        (0..self.metadata.num_row_groups()).collect()
    }
}

impl TableFiles {
    /// A table from footers as [`crate::encode_footer`] writes them. All files must agree in column
    /// names, order and types; a column is nullable when it is so in any file.
    pub fn new(name: impl Into<String>, files: Vec<(DataFile, Bytes)>) -> Result<Self, EngineError> {
        let files = files
            .into_iter()
            .map(|(file, bytes)| {
                let metadata = Arc::new(footer::decode_footer(&file.path, &bytes)?);
                Ok(TableFile { file: Arc::new(file), metadata })
            })
            .collect::<Result<Vec<_>, EngineError>>()?;
        Self::checked(name.into(), files)
    }

    /// A table from Parquet files on this machine. A directory stands for the `*.parquet` files in it
    /// and below, in order of their paths. Read it with `FolderSource::absolute()`. The files' hashes
    /// are left empty: nothing is read but footers.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_parquet(name: impl Into<String>, paths: &[std::path::PathBuf]) -> Result<Self, EngineError> {
        let mut found = Vec::new();
        for path in paths {
            collect_parquet(path, &mut found)?;
        }
        let files = found
            .iter()
            .map(|path| {
                let metadata = footer::read_metadata(path)?;
                let size_bytes = std::fs::metadata(path).map_err(|error| io_error(path, &error))?.len();
                let path = std::path::absolute(path).map_err(|error| io_error(path, &error))?.display().to_string();
                let rows = metadata.file_metadata().num_rows().max(0) as u64;
                let file = DataFile { path, size_bytes, rows, sha256: String::new() };
                Ok(TableFile { file: Arc::new(file), metadata: Arc::new(metadata) })
            })
            .collect::<Result<Vec<_>, EngineError>>()?;
        Self::checked(name.into(), files)
    }

    fn checked(name: String, files: Vec<TableFile>) -> Result<Self, EngineError> {
        let mut merged: Option<(Schema, String)> = None;
        for TableFile { file, metadata } in &files {
            let schema = file_schema(&file.path, metadata)?;
            let Some((known, known_path)) = &mut merged else {
                merged = Some((schema, file.path.clone()));
                continue;
            };
            *known = agree(&name, (known, known_path), (&schema, &file.path))?;
        }
        let (schema, _) = merged.ok_or_else(|| EngineError::NoFiles { table: name.clone() })?;
        Ok(Self { name, schema: Arc::new(schema), files })
    }

    /// The same files under another name.
    pub fn renamed(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Names and types as the files have them (strings are `Utf8`).
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The files, in the order in which they are read.
    pub fn data_files(&self) -> impl Iterator<Item = &DataFile> {
        self.files.iter().map(|entry| entry.file.as_ref())
    }

    /// Each file's footer in the form that [`TableFiles::new`] takes, in the same order.
    pub fn footers(&self) -> impl Iterator<Item = Result<Bytes, EngineError>> + '_ {
        self.files.iter().map(|entry| footer::encode_footer(&entry.file.path, &entry.metadata))
    }

    pub fn row_count(&self) -> u64 {
        self.files.iter().map(|entry| entry.metadata.file_metadata().num_rows().max(0) as u64).sum()
    }

    pub(crate) fn into_parts(self) -> (String, SchemaRef, Vec<TableFile>) {
        (self.name, self.schema, self.files)
    }
}

fn file_schema(path: &str, metadata: &ParquetMetaData) -> Result<Schema, EngineError> {
    let file = metadata.file_metadata();
    let schema = parquet_to_arrow_schema(file.schema_descr(), file.key_value_metadata())
        .map_err(|error| EngineError::Parquet { path: path.to_owned(), reason: error.to_string() })?;
    Ok(Schema::new(schema.fields().clone()))
}

/// Both schemas as one, or the first column in which they differ.
fn agree(
    table: &str,
    (known, known_path): (&Schema, &str),
    (schema, path): (&Schema, &str),
) -> Result<Schema, EngineError> {
    let mismatch = |column: &str, found: String, expected: String| EngineError::SchemaMismatch {
        table: table.to_owned(),
        path: path.to_owned(),
        column: column.to_owned(),
        found,
        expected,
        expected_in: known_path.to_owned(),
    };
    let absent = || "absent".to_owned();
    let mut fields = Vec::with_capacity(known.fields().len());
    for (at, expected) in known.fields().iter().enumerate() {
        match schema.fields().get(at) {
            Some(found) if found.name() == expected.name() => {
                if found.data_type() != expected.data_type() {
                    return Err(mismatch(
                        expected.name(),
                        found.data_type().to_string(),
                        expected.data_type().to_string(),
                    ));
                }
                let is_nullable = expected.is_nullable() || found.is_nullable();
                fields.push(expected.as_ref().clone().with_nullable(is_nullable));
            }
            Some(_) if schema.field_with_name(expected.name()).is_ok() => {
                let found = schema.index_of(expected.name()).unwrap_or_default();
                return Err(mismatch(
                    expected.name(),
                    format!("in position {}", found + 1),
                    format!("in position {}", at + 1),
                ));
            }
            _ => {
                return Err(mismatch(expected.name(), absent(), expected.data_type().to_string()));
            }
        }
    }
    if let Some(extra) = schema.fields().get(fields.len()) {
        return Err(mismatch(extra.name(), extra.data_type().to_string(), absent()));
    }
    Ok(Schema::new(fields))
}

#[cfg(not(target_arch = "wasm32"))]
fn collect_parquet(path: &std::path::Path, found: &mut Vec<std::path::PathBuf>) -> Result<(), EngineError> {
    if !path.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let mut entries = std::fs::read_dir(path)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>())
        .map_err(|error| io_error(path, &error))?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() || entry.extension().is_some_and(|extension| extension == "parquet") {
            collect_parquet(&entry, found)?;
        }
    }
    Ok(())
}

#[cfg(not(target_arch = "wasm32"))]
fn io_error(path: &std::path::Path, error: &std::io::Error) -> EngineError {
    crate::SourceError::Io { location: path.display().to_string(), reason: error.to_string() }.into()
}
