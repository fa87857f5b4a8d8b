//! Rows of one table into one Parquet file, batch by batch.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{Field, Schema, SchemaRef};
use mysql::{Row, Value};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::key_order::{Ascending, KeyOrder};
use crate::schema::Table;
use crate::values::{Refused, Taken, Values};
use crate::{ExtractError, Result};

pub const ROWS_A_BATCH: usize = 16_384;
pub const BYTES_A_BATCH: usize = 16 << 20;
/// A row group is closed when it has so many bytes in memory, however few its rows.
const BYTES_A_ROW_GROUP: usize = 64 << 20;

/// By position of a column: in how many rows, and the first one's key.
pub type NoDates = BTreeMap<usize, (u64, String)>;

/// The open file and the batch that is being gathered.
#[derive(Debug)]
pub struct TableFile<'a> {
    table: &'a Table,
    path: PathBuf,
    schema: SchemaRef,
    writer: ArrowWriter<File>,
    values: Vec<Values>,
    key: Vec<usize>,
    /// `None` once rows came in another order, or where there is no key.
    order: Option<(KeyOrder, Ascending)>,
    batch_rows: usize,
    batch_bytes: usize,
    rows: u64,
    no_dates: NoDates,
}

/// A file that has its footer and is on the disk.
#[derive(Debug)]
pub struct Written {
    /// At its start.
    pub file: File,
    pub rows: u64,
    pub bytes: u64,
    pub is_in_key_order: bool,
    pub no_dates: NoDates,
}

/// The columns as Parquet has them.
pub fn schema_of(table: &Table) -> SchemaRef {
    let fields = table.columns.iter().map(|column| {
        let is_nullable = column.is_nullable || column.kind.may_be_no_date();
        Field::new(&column.name, column.kind.data_type(), is_nullable)
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

impl<'a> TableFile<'a> {
    /// `<dir>/<table>.parquet`
    pub fn create(table: &'a Table, dir: &Path) -> Result<Self> {
        let path = dir.join(format!("{}.parquet", table.name));
        let file = File::options().read(true).write(true).create(true).truncate(true).open(&path);
        let file = file.map_err(|error| ExtractError::write(&path, error))?;
        Self::on(table, file, path)
    }

    /// A file without a name, for rows that are read twice; gone when it is closed.
    pub fn spill(table: &'a Table, dir: &Path) -> Result<Self> {
        let file = tempfile::tempfile_in(dir).map_err(|error| ExtractError::write(dir, error))?;
        Self::on(table, file, dir.to_owned())
    }

    fn on(table: &'a Table, file: File, path: PathBuf) -> Result<Self> {
        let failed = |error| ExtractError::parquet(&path, error);
        let schema = schema_of(table);
        let level = ZstdLevel::try_new(3).map_err(failed)?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
        let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties)).map_err(failed)?;
        let values = table.columns.iter().map(|column| Values::new(column.kind)).collect();
        let order = if table.key.is_empty() {
            None
        } else {
            Some((KeyOrder::new(table).map_err(|error| failed(error.into()))?, Ascending::default()))
        };
        Ok(Self {
            table,
            path,
            schema,
            writer,
            values,
            key: table.key_at(),
            order,
            batch_rows: 0,
            batch_bytes: 0,
            rows: 0,
            no_dates: BTreeMap::new(),
        })
    }

    pub fn push(&mut self, row: &[Value]) -> Result<()> {
        for (at, (values, value)) in self.values.iter_mut().zip(row).enumerate() {
            match values.push(value) {
                Ok(Taken::AsIs) => {}
                Ok(Taken::NoDate) => {
                    let key = || self.table.key_of(&self.key, row);
                    self.no_dates.entry(at).or_insert_with(|| (0, key())).0 += 1;
                }
                Err(refused) => {
                    let column = &self.table.columns[at];
                    let (table, key) = (self.table.name.clone(), self.table.key_of(&self.key, row));
                    let (column, data_type) = (column.name.clone(), column.declared.clone());
                    return Err(match refused {
                        Refused::NotUtf8 => ExtractError::NotUtf8 { table, column, key },
                        Refused::Value(value) => ExtractError::Value { table, column, key, value, data_type },
                    });
                }
            }
            if let Value::Bytes(bytes) = value {
                self.batch_bytes += bytes.len();
            }
        }
        self.batch_rows += 1;
        self.rows += 1;
        Ok(())
    }

    pub fn is_full(&self) -> bool {
        self.batch_rows >= ROWS_A_BATCH || self.batch_bytes >= BYTES_A_BATCH
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }

    pub fn bytes(&self) -> u64 {
        (self.writer.bytes_written() + self.writer.in_progress_size()) as u64
    }

    pub fn flush(&mut self) -> Result<()> {
        if self.batch_rows == 0 {
            return Ok(());
        }
        let failed = |error: arrow::error::ArrowError| ExtractError::parquet(&self.path, error.into());
        let arrays: Vec<ArrayRef> = self
            .values
            .iter_mut()
            .zip(&self.table.columns)
            .map(|(values, column)| values.finish(column.kind))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(failed)?;
        (self.batch_rows, self.batch_bytes) = (0, 0);
        self.write(&batch)
    }

    /// Rows that are Arrow's already, all of one batch.
    pub fn push_batch(&mut self, batch: &RecordBatch) -> Result<()> {
        self.rows += batch.num_rows() as u64;
        self.write(batch)
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let failed = |error| ExtractError::parquet(&self.path, error);
        if let Some((order, ascending)) = &mut self.order {
            let key: Vec<ArrayRef> = self.key.iter().map(|at| Arc::clone(batch.column(*at))).collect();
            let rows = order.rows(&key).map_err(|error| failed(error.into()))?;
            if !ascending.goes_on(&rows) {
                self.order = None;
            }
        }
        self.writer.write(batch).map_err(failed)?;
        if self.writer.in_progress_size() >= BYTES_A_ROW_GROUP {
            self.writer.flush().map_err(failed)?;
        }
        Ok(())
    }

    /// Rows of this file's table could not be put together.
    pub fn failed(&self, error: arrow::error::ArrowError) -> ExtractError {
        ExtractError::parquet(&self.path, error.into())
    }

    pub fn finish(mut self) -> Result<Written> {
        self.flush()?;
        let Self { path, writer, rows, no_dates, order, .. } = self;
        let mut file = writer.into_inner().map_err(|error| ExtractError::parquet(&path, error))?;
        let mut end = || {
            file.sync_all()?;
            let bytes = file.metadata()?.len();
            file.seek(SeekFrom::Start(0)).map(|_| bytes)
        };
        let bytes = end().map_err(|error| ExtractError::write(&path, error))?;
        Ok(Written { file, rows, bytes, is_in_key_order: order.is_some(), no_dates })
    }
}

impl Table {
    /// `id = 7`, to find a row by.
    fn key_of(&self, key: &[usize], row: &[Value]) -> String {
        if key.is_empty() {
            return "no primary key".to_owned();
        }
        let parts: Vec<String> =
            key.iter().map(|at| format!("{} = {}", self.columns[*at].name, row[*at].as_sql(true))).collect();
        parts.join(", ")
    }
}

/// The values of a row as the connection gave it.
pub fn values_of(row: Row) -> Vec<Value> {
    row.unwrap()
}
