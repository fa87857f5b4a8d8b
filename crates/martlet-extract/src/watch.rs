//! What an extraction says while it runs, and what it found at the end.

/// How far behind its source a replica is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lag {
    NotAReplica,
    Seconds(u64),
    /// Replication is not running.
    Stopped,
    /// This user may not ask, or the server does not say; why.
    Unknown(String),
}

/// What a reader should know about a table that was extracted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Dates that no calendar has (`0000-00-00`) were written as null. Of the rows that this run read.
    NoDates { table: String, column: String, rows: u64, first_key: String },
    /// The table's engine takes no part in the snapshot.
    NotInSnapshot { table: String },
}

/// What is being done with a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Every row is read.
    Reading,
    /// Rows that changed since the watermark are read.
    ReadingChanges,
    /// Keys are read and compared with those of the last extraction.
    ComparingKeys,
    /// Rows of the last extraction and those just read are written in the order of the key.
    Merging,
}

/// Where an extraction is.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    pub table: &'a str,
    pub step: Step,
    /// Rows of this step so far.
    pub rows: u64,
    /// Rows that the table has, as the server estimates.
    pub rows_expected: Option<u64>,
    /// Bytes of the Parquet file so far.
    pub bytes: u64,
}

/// Hears what happens while it happens.
pub trait Watch {
    fn lag(&mut self, lag: &Lag);
    fn progress(&mut self, progress: Progress<'_>);
    fn found(&mut self, finding: Finding);
    /// The table is done, and not yet published.
    fn table(&mut self, result: &TableResult);
}

/// One table, extracted.
#[derive(Debug, Clone)]
pub struct TableResult {
    pub name: String,
    pub rows: u64,
    /// Of the Parquet file.
    pub bytes: u64,
    pub reading: Reading,
}

/// Which way a table was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Every row, as no state was given.
    Whole,
    /// Every row, although a state was given.
    WholeBecause(WholeReason),
    Increment(Increment),
}

/// Why a table was read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WholeReason {
    /// The caller said so.
    Told,
    /// The state does not know the table.
    FirstTime,
    /// The folder has no file of the table, or one that is older than the state.
    NoFormerFile,
    NoKey,
    /// No column says when a row changed. If the key counts up by itself, its name.
    NoWatermark {
        counting_key: Option<String>,
    },
    /// The state's watermark is of another column, or there was no row that had one.
    OtherWatermark,
    NotInSnapshot,
    /// Columns or key are not those of the last extraction.
    OtherColumns,
    /// The key's order in the database is not that of its bytes, so that two sets cannot be compared as they stream.
    KeyOrder,
    /// So many rows are new, with times from before the watermark, that reading all is simpler.
    ManyLateRows,
}

/// What was read and found of a table that was read by its watermark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Increment {
    /// The watermark's column.
    pub column: String,
    /// From which value on rows were read, as text.
    pub since: String,
    /// Rows read because their watermark is not older.
    pub changed_rows: u64,
    /// Rows that are new although their watermark is older.
    pub late_rows: u64,
    /// Rows of the last extraction that are no longer there.
    pub deleted_rows: u64,
}
