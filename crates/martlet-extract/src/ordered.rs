//! Rows of a Parquet file as a stream in the order of their key, with a head that can be compared.

use std::cmp::Ordering;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, RecordBatch};
use arrow::buffer::BooleanBuffer;
use arrow::compute::filter_record_batch;
use arrow::row::{Row, Rows};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use crate::key_order::{Ascending, KeyOrder};
use crate::schema::Table;
use crate::table_file::{BYTES_A_BATCH, ROWS_A_BATCH};
use crate::{ExtractError, Result};

/// Why two sets of rows could not be compared while they streamed.
#[derive(Debug)]
pub enum Stop {
    /// One of them is not in the order of its key.
    NotInOrder,
    /// More rows than are kept in memory.
    TooMany,
    Failed(ExtractError),
}

impl From<ExtractError> for Stop {
    fn from(error: ExtractError) -> Self {
        Self::Failed(error)
    }
}

/// What to read of each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    All,
    Key,
}

pub struct Ordered<'a> {
    path: PathBuf,
    reader: ParquetRecordBatchReader,
    order: &'a KeyOrder,
    ascending: Ascending,
    /// Positions of the key's columns in what is read.
    key: Vec<usize>,
    /// Which rows to give, and how many were read; all if `None`.
    keep: Option<(BooleanBuffer, usize)>,
    batch: Option<(RecordBatch, Rows)>,
    at: usize,
}

impl<'a> Ordered<'a> {
    /// `path` is for messages.
    pub fn open(file: &File, path: &Path, table: &Table, order: &'a KeyOrder, columns: Columns) -> Result<Self, Stop> {
        Self::start(file, path, table, order, columns, None)
    }

    /// All columns of the rows whose bit is set.
    pub fn open_kept(
        file: &File,
        path: &Path,
        table: &Table,
        order: &'a KeyOrder,
        keep: BooleanBuffer,
    ) -> Result<Self, Stop> {
        Self::start(file, path, table, order, Columns::All, Some((keep, 0)))
    }

    fn start(
        file: &File,
        path: &Path,
        table: &Table,
        order: &'a KeyOrder,
        columns: Columns,
        keep: Option<(BooleanBuffer, usize)>,
    ) -> Result<Self, Stop> {
        let failed = |error| ExtractError::former(path, error);
        let file = file.try_clone().map_err(|error| failed(error.into()))?;
        let mut builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(failed)?;
        let mut key = table.key_at();
        if columns == Columns::Key {
            let mask = ProjectionMask::roots(builder.parquet_schema(), key.iter().copied());
            builder = builder.with_projection(mask);
            // What is projected comes in the order of the file.
            let mut sorted = key.clone();
            sorted.sort_unstable();
            key = key.iter().filter_map(|at| sorted.iter().position(|each| each == at)).collect();
        }
        let rows = batch_rows(builder.metadata());
        let reader = builder.with_batch_size(rows).build().map_err(failed)?;
        let ascending = Ascending::default();
        let mut ordered = Self { path: path.to_owned(), reader, order, ascending, key, keep, batch: None, at: 0 };
        ordered.next_batch()?;
        Ok(ordered)
    }

    /// The key of the row at the front.
    pub fn head(&self) -> Option<Row<'_>> {
        self.batch.as_ref().map(|(_, rows)| rows.row(self.at))
    }

    /// Past the row at the front.
    pub fn advance(&mut self) -> Result<(), Stop> {
        self.skip(1)
    }

    /// All rows of this batch before `limit`, from the front, which is before it.
    pub fn take_before(&mut self, limit: Option<Row<'_>>) -> Result<Option<RecordBatch>, Stop> {
        let Some((batch, rows)) = &self.batch else { return Ok(None) };
        let end = rows.num_rows();
        let is_before = |at: usize| limit.is_none_or(|limit| rows.row(at).cmp(&limit) == Ordering::Less);
        // Most often the rest of the batch; else the first row that is not before it.
        let until = if is_before(end - 1) { end } else { (self.at..end).find(|at| !is_before(*at)).unwrap_or(end) };
        let taken = batch.slice(self.at, until - self.at);
        self.skip(taken.num_rows())?;
        Ok(Some(taken))
    }

    fn skip(&mut self, rows: usize) -> Result<(), Stop> {
        self.at += rows;
        match &self.batch {
            Some((batch, _)) if self.at >= batch.num_rows() => self.next_batch(),
            _ => Ok(()),
        }
    }

    fn next_batch(&mut self) -> Result<(), Stop> {
        (self.batch, self.at) = (None, 0);
        let path = &self.path;
        let failed = |error: arrow::error::ArrowError| ExtractError::former(path, error.into());
        for batch in self.reader.by_ref() {
            let mut batch = batch.map_err(failed)?;
            if let Some((keep, read)) = &mut self.keep {
                let rows = batch.num_rows();
                let mask = BooleanArray::new(keep.slice(*read, rows), None);
                *read += rows;
                batch = filter_record_batch(&batch, &mask).map_err(failed)?;
            }
            if batch.num_rows() == 0 {
                continue;
            }
            let key: Vec<ArrayRef> = self.key.iter().map(|at| Arc::clone(batch.column(*at))).collect();
            let rows = self.order.rows(&key).map_err(failed)?;
            if !self.ascending.goes_on(&rows) {
                return Err(Stop::NotInOrder);
            }
            self.batch = Some((batch, rows));
            break;
        }
        Ok(())
    }
}

/// So many that a batch of middling rows has no more bytes than one that is read from the database.
fn batch_rows(metadata: &parquet::file::metadata::ParquetMetaData) -> usize {
    let bytes: i64 = metadata.row_groups().iter().map(|group| group.total_byte_size()).sum();
    let rows = metadata.file_metadata().num_rows().max(1);
    let a_row = usize::try_from(bytes / rows).unwrap_or(usize::MAX).max(1);
    (BYTES_A_BATCH / a_row).clamp(1, ROWS_A_BATCH)
}
