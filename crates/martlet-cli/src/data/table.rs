//! A table on this machine: a name and Parquet files that agree.

use std::path::{Path, PathBuf};

use arrow::datatypes::{Schema, SchemaRef};
use bytes::Bytes;
use martlet_engine::TableFiles;

use super::parquet_file::ParquetFile;
use crate::codes;
use crate::problem::Problem;

/// At least one file; all have the same columns.
#[derive(Debug, Clone)]
pub struct LocalTable {
    pub name: String,
    pub files: Vec<ParquetFile>,
}

impl LocalTable {
    /// Looks at every file; all that is wrong comes back at once.
    pub fn inspect(name: &str, paths: &[PathBuf]) -> Result<Self, Vec<Problem>> {
        let mut files: Vec<ParquetFile> = Vec::new();
        let mut problems = Vec::new();
        for path in paths {
            match ParquetFile::inspect(path) {
                Ok(file) => files.push(file),
                Err(problem) => problems.push(problem),
            }
        }
        if let Some((first, others)) = files.split_first() {
            for other in others {
                if let Some(difference) = difference(&first.schema, &other.schema) {
                    problems.push(disagree(name, &first.path, &other.path, &difference));
                }
            }
        }
        if problems.is_empty() { Ok(Self { name: name.to_owned(), files }) } else { Err(problems) }
    }

    pub fn schema(&self) -> SchemaRef {
        self.files.first().map_or_else(|| Schema::empty().into(), |file| file.schema.clone())
    }

    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }

    pub fn size_bytes(&self) -> u64 {
        self.files.iter().map(|file| file.size_bytes).sum()
    }

    /// For the engine, read in place.
    pub fn in_place(&self) -> Result<TableFiles, Problem> {
        let paths: Vec<PathBuf> = self.files.iter().map(|file| file.path.clone()).collect();
        TableFiles::from_parquet(&self.name, &paths).map_err(|error| super::engine_problem(&error))
    }

    /// Each file's footer.
    pub fn footers(&self) -> impl Iterator<Item = &Bytes> {
        self.files.iter().map(|file| &file.footer)
    }
}

/// The first column in which two files differ, in words.
fn difference(first: &Schema, other: &Schema) -> Option<String> {
    for field in first.fields() {
        match other.field_with_name(field.name()) {
            Err(_) => return Some(format!("column {} is missing", field.name())),
            Ok(found) if found.data_type() != field.data_type() => {
                return Some(format!(
                    "column {} is {:?}, not {:?}",
                    field.name(),
                    found.data_type(),
                    field.data_type()
                ));
            }
            Ok(_) => {}
        }
    }
    let added = other.fields().iter().find(|field| first.field_with_name(field.name()).is_err())?;
    Some(format!("column {} is added", added.name()))
}

fn disagree(name: &str, first: &Path, other: &Path, difference: &str) -> Problem {
    let message = format!("the files of table {name} do not agree: against {}, {difference}", first.display());
    Problem::error(codes::FILES_DISAGREE, message)
        .at(other)
        .hint("write all files of the table anew, or put files of different tables into different folders")
}
