//! Writes one table's rows to one Parquet file, batch by batch.

use std::fs::File;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::{GeneratorError, Result};

const ROWS_A_BATCH: usize = 65_536;

/// A row of a source table, and how rows become columns.
pub trait Record: Sized {
    /// Name of the table and of its file.
    const TABLE: &'static str;

    /// The columns of these rows, in the table's order.
    fn columns(rows: &[Self]) -> Vec<(Field, ArrayRef)>;
}

/// An open file; rows are buffered until a batch is full.
#[derive(Debug)]
pub struct ParquetFile<R: Record> {
    path: PathBuf,
    writer: ArrowWriter<File>,
    rows: Vec<R>,
    written: u64,
    record: PhantomData<R>,
}

impl<R: Record> ParquetFile<R> {
    /// Creates `<folder>/<table>.parquet`.
    pub fn create(folder: &Path) -> Result<Self> {
        let path = folder.join(format!("{}.parquet", R::TABLE));
        let file = File::create(&path).map_err(|source| GeneratorError::Write { path: path.clone(), source })?;
        let fields: Vec<Field> = R::columns(&[]).into_iter().map(|(field, _)| field).collect();
        let level = ZstdLevel::try_new(3).map_err(|source| GeneratorError::Parquet { path: path.clone(), source })?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
        let writer = ArrowWriter::try_new(file, Arc::new(Schema::new(fields)), Some(properties))
            .map_err(|source| GeneratorError::Parquet { path: path.clone(), source })?;
        Ok(Self { path, writer, rows: Vec::new(), written: 0, record: PhantomData })
    }

    pub fn push(&mut self, row: R) -> Result<()> {
        self.rows.push(row);
        if self.rows.len() >= ROWS_A_BATCH { self.flush() } else { Ok(()) }
    }

    pub fn extend(&mut self, rows: impl IntoIterator<Item = R>) -> Result<()> {
        rows.into_iter().try_for_each(|row| self.push(row))
    }

    /// Writes what is buffered and the footer; returns the number of rows.
    pub fn finish(mut self) -> Result<u64> {
        self.flush()?;
        let Self { path, writer, written, .. } = self;
        writer.close().map_err(|source| GeneratorError::Parquet { path, source })?;
        Ok(written)
    }

    fn flush(&mut self) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = R::columns(&self.rows).into_iter().unzip();
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
            .map_err(|source| GeneratorError::Columns { table: R::TABLE, source })?;
        self.writer.write(&batch).map_err(|source| GeneratorError::Parquet { path: self.path.clone(), source })?;
        self.written += self.rows.len() as u64;
        self.rows.clear();
        Ok(())
    }
}
