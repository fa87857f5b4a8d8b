//! The extraction: one snapshot, table after table, then the set is published.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Field, Schema, SchemaRef};
use mysql::prelude::Queryable as _;
use mysql::{Conn, Row, Value};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde::{Deserialize, Serialize};

use crate::publish::{NOTE, Staging};
use crate::schema::{self, Table};
use crate::values::{Refused, Taken, Values};
use crate::{Address, ExtractError, Result};

const ROWS_A_BATCH: usize = 16_384;
const BYTES_A_BATCH: usize = 16 << 20;
/// A row group is closed when it has so many bytes in memory, however few its rows.
const BYTES_A_ROW_GROUP: usize = 64 << 20;
const NOTE_VERSION: u32 = 1;

/// What to extract, and to where.
#[derive(Debug)]
pub struct Extraction<'a> {
    pub address: &'a Address,
    pub out: &'a Path,
    /// All base tables if empty.
    pub tables: &'a [String],
    /// Whether columns may have been removed or retyped since the last extraction.
    pub accept_schema_change: bool,
}

/// How far behind its source a replica is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lag {
    NotAReplica,
    Seconds(u64),
    /// The server does not say, or this user may not ask; why.
    Unknown(String),
}

/// What a reader should know about a table that was extracted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Dates that no calendar has (`0000-00-00`) were written as null.
    NoDates { table: String, column: String, rows: u64, first_key: String },
    /// The table's engine takes no part in the snapshot.
    NotInSnapshot { table: String },
}

#[derive(Debug)]
pub struct TableResult {
    pub name: String,
    pub rows: u64,
    /// Of the Parquet file.
    pub bytes: u64,
}

/// Hears what happens while it happens.
pub trait Watch {
    fn lag(&mut self, lag: &Lag);
    /// Rows of the table read so far, and bytes of its file.
    fn table(&mut self, name: &str, rows: u64, bytes: u64);
    fn found(&mut self, finding: Finding);
}

#[derive(Debug, Serialize, Deserialize)]
struct Note {
    version: u32,
    source: String,
    /// The database's clock, UTC, when the snapshot was taken.
    snapshot_at: String,
    tables: BTreeMap<String, NoteTable>,
}

#[derive(Debug, Serialize, Deserialize)]
struct NoteTable {
    rows: u64,
    /// Name and declared type.
    columns: Vec<(String, String)>,
}

/// Reads all tables in one read-only snapshot and publishes them as one set.
///
/// # Errors
/// Any [`ExtractError`]; what was published before is then as it was.
pub fn extract(connection: &mut Conn, job: &Extraction<'_>, watch: &mut dyn Watch) -> Result<Vec<TableResult>> {
    let staging = Staging::begin(job.out)?;
    let former = read_note(job.out)?;
    watch.lag(&lag(connection));
    for statement in
        ["SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"]
    {
        connection.query_drop(statement).map_err(|error| ExtractError::query(None, &error))?;
    }
    let snapshot_at: String = connection
        .query_first("SELECT DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%fZ')")
        .map_err(|error| ExtractError::query(None, &error))?
        .unwrap_or_default();
    let tables = schema::read(connection, job.address.database(), job.tables)?;
    let mut note =
        Note { version: NOTE_VERSION, source: job.address.to_string(), snapshot_at, tables: BTreeMap::new() };
    if let Some(former) = &former {
        compare(job, former, &note, &tables)?;
    }
    let mut results = Vec::new();
    for table in &tables {
        if !table.is_transactional {
            watch.found(Finding::NotInSnapshot { table: table.name.clone() });
        }
        let result = read_table(connection, table, staging.dir(), watch)?;
        let columns = table.columns.iter().map(|column| (column.name.clone(), column.declared.clone())).collect();
        note.tables.insert(table.name.clone(), NoteTable { rows: result.rows, columns });
        results.push(result);
    }
    let path = staging.dir().join(NOTE);
    let text = serde_json::to_vec_pretty(&note)
        .map_err(|error| ExtractError::Note { path: path.clone(), reason: error.to_string() })?;
    fs::write(&path, text)
        .and_then(|()| File::open(&path)?.sync_all())
        .map_err(|error| ExtractError::write(&path, error))?;
    staging.publish()?;
    Ok(results)
}

fn read_note(out: &Path) -> Result<Option<Note>> {
    let path = out.join(NOTE);
    let unreadable = |reason: String| ExtractError::Note { path: path.clone(), reason };
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error.to_string())),
    };
    let note: Note = serde_json::from_slice(&text).map_err(|error| unreadable(error.to_string()))?;
    if note.version != NOTE_VERSION {
        return Err(unreadable(format!("its version is {}, not {NOTE_VERSION}", note.version)));
    }
    Ok(Some(note))
}

fn compare(job: &Extraction<'_>, former: &Note, now: &Note, tables: &[Table]) -> Result<()> {
    if former.source != now.source {
        let (former, now) = (former.source.clone(), now.source.clone());
        return Err(ExtractError::OtherDatabase { path: job.out.to_owned(), former, now });
    }
    if now.snapshot_at < former.snapshot_at {
        let (former, now) = (former.snapshot_at.clone(), now.snapshot_at.clone());
        return Err(ExtractError::ClockWentBack { former, now });
    }
    if job.accept_schema_change {
        return Ok(());
    }
    for (name, before) in &former.tables {
        let Some(table) = tables.iter().find(|table| table.name == *name) else {
            // Tables left out by name are the caller's choice.
            if job.tables.is_empty() {
                let database = job.address.database().to_owned();
                return Err(ExtractError::NoTable { table: name.clone(), database });
            }
            continue;
        };
        let changed: Vec<String> = before
            .columns
            .iter()
            .filter_map(|(name, declared)| match table.columns.iter().find(|column| column.name == *name) {
                None => Some(format!("{name} is gone")),
                Some(column) if column.declared != *declared => {
                    Some(format!("{name} was {declared} and is {}", column.declared))
                }
                Some(_) => None,
            })
            .collect();
        if !changed.is_empty() {
            return Err(ExtractError::ColumnsChanged { table: name.clone(), columns: changed.join(", ") });
        }
    }
    Ok(())
}

fn lag(connection: &mut Conn) -> Lag {
    let mut reason = String::new();
    for statement in ["SHOW REPLICA STATUS", "SHOW SLAVE STATUS"] {
        match connection.query_first::<Row, _>(statement) {
            Ok(None) => return Lag::NotAReplica,
            Ok(Some(row)) => {
                let seconds = ["Seconds_Behind_Source", "Seconds_Behind_Master"].into_iter().find_map(|column| {
                    let at = row.columns_ref().iter().position(|each| each.name_str() == column)?;
                    match row.as_ref(at)? {
                        Value::Bytes(text) => str::from_utf8(text).ok()?.parse().ok(),
                        Value::UInt(seconds) => Some(*seconds),
                        Value::Int(seconds) => u64::try_from(*seconds).ok(),
                        _ => None,
                    }
                });
                let stopped = || Lag::Unknown("replication is not running".to_owned());
                return seconds.map_or_else(stopped, Lag::Seconds);
            }
            Err(error) => reason = error.to_string(),
        }
    }
    Lag::Unknown(reason)
}

/// By column: in how many rows, and the first one's key.
type NoDates = BTreeMap<usize, (u64, String)>;

/// One table's open file and the batch that is being gathered.
struct TableFile<'a> {
    table: &'a Table,
    path: PathBuf,
    schema: SchemaRef,
    writer: ArrowWriter<File>,
    values: Vec<Values>,
    /// Positions of the key's columns.
    key: Vec<usize>,
    batch_rows: usize,
    batch_bytes: usize,
    rows: u64,
    no_dates: NoDates,
}

fn read_table(connection: &mut Conn, table: &Table, dir: &Path, watch: &mut dyn Watch) -> Result<TableResult> {
    let mut file = TableFile::create(table, dir)?;
    let failed = |error: mysql::Error| ExtractError::query(Some(&table.name), &error);
    // A prepared statement: numbers and dates come as such, not as text. Rows are read as they arrive.
    let rows = connection.exec_iter(table.select(), ()).map_err(failed)?;
    for row in rows {
        file.push(row.map_err(failed)?)?;
        if file.is_full() {
            file.flush()?;
            watch.table(&table.name, file.rows, file.bytes());
        }
    }
    let (result, no_dates) = file.finish()?;
    watch.table(&table.name, result.rows, result.bytes);
    for (column, (rows, first_key)) in no_dates {
        let (table, column) = (table.name.clone(), table.columns[column].name.clone());
        watch.found(Finding::NoDates { table, column, rows, first_key });
    }
    Ok(result)
}

impl<'a> TableFile<'a> {
    fn create(table: &'a Table, dir: &Path) -> Result<Self> {
        let path = dir.join(format!("{}.parquet", table.name));
        let fields: Vec<Field> = table
            .columns
            .iter()
            .map(|column| {
                let is_nullable = column.is_nullable || column.kind.may_be_no_date();
                Field::new(&column.name, column.kind.data_type(), is_nullable)
            })
            .collect();
        let schema = Arc::new(Schema::new(fields));
        let file = File::create(&path).map_err(|error| ExtractError::write(&path, error))?;
        let failed = |error| ExtractError::parquet(&path, error);
        let level = ZstdLevel::try_new(3).map_err(failed)?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
        let writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties)).map_err(failed)?;
        let values = table.columns.iter().map(|column| Values::new(column.kind)).collect();
        let key =
            table.key.iter().filter_map(|name| table.columns.iter().position(|column| column.name == *name)).collect();
        Ok(Self {
            table,
            path,
            schema,
            writer,
            values,
            key,
            batch_rows: 0,
            batch_bytes: 0,
            rows: 0,
            no_dates: BTreeMap::new(),
        })
    }

    fn push(&mut self, row: Row) -> Result<()> {
        let row = row.unwrap();
        for (at, (values, value)) in self.values.iter_mut().zip(&row).enumerate() {
            let named = || (self.table.name.clone(), self.table.columns[at].name.clone());
            match values.push(value) {
                Ok(Taken::AsIs) => {}
                Ok(Taken::NoDate) => {
                    let key = || self.table.key_of(&self.key, &row);
                    self.no_dates.entry(at).or_insert_with(|| (0, key())).0 += 1;
                }
                Err(refused) => {
                    let ((table, column), key) = (named(), self.table.key_of(&self.key, &row));
                    let data_type = self.table.columns[at].declared.clone();
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

    fn is_full(&self) -> bool {
        self.batch_rows >= ROWS_A_BATCH || self.batch_bytes >= BYTES_A_BATCH
    }

    fn bytes(&self) -> u64 {
        (self.writer.bytes_written() + self.writer.in_progress_size()) as u64
    }

    fn flush(&mut self) -> Result<()> {
        if self.batch_rows == 0 {
            return Ok(());
        }
        let failed = |error: arrow::error::ArrowError| ExtractError::parquet(&self.path, error.into());
        let arrays = self
            .values
            .iter_mut()
            .zip(&self.table.columns)
            .map(|(values, column)| values.finish(column.kind))
            .collect::<Result<Vec<_>, _>>()
            .map_err(failed)?;
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(failed)?;
        let failed = |error| ExtractError::parquet(&self.path, error);
        self.writer.write(&batch).map_err(failed)?;
        if self.writer.in_progress_size() >= BYTES_A_ROW_GROUP {
            self.writer.flush().map_err(failed)?;
        }
        (self.batch_rows, self.batch_bytes) = (0, 0);
        Ok(())
    }

    fn finish(mut self) -> Result<(TableResult, NoDates)> {
        self.flush()?;
        let Self { table, path, writer, rows, no_dates, .. } = self;
        let file = writer.into_inner().map_err(|error| ExtractError::parquet(&path, error))?;
        let bytes =
            file.sync_all().and_then(|()| file.metadata()).map_err(|error| ExtractError::write(&path, error))?.len();
        Ok((TableResult { name: table.name.clone(), rows, bytes }, no_dates))
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
