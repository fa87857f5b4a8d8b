//! The last extraction: whether this one may follow it, and which tables can be read by their watermark.

use std::fs::File;
use std::path::{Path, PathBuf};

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::extract::{Extraction, SinceState};
use crate::increment::Since;
use crate::schema::Table;
use crate::state::{State, TableState};
use crate::table_file::schema_of;
use crate::watch::WholeReason;
use crate::watermark::Mark;
use crate::{ExtractError, Result};

/// That the source is the same, its clock did not go back, and no column was removed or retyped.
///
/// `path` is of the file that says `former`.
pub fn check(job: &Extraction<'_>, path: &Path, former: &State, now: &State, tables: &[Table]) -> Result<()> {
    if former.source != now.source {
        let (former, now) = (former.source.clone(), now.source.clone());
        return Err(ExtractError::OtherDatabase { path: path.to_owned(), former, now });
    }
    if now.snapshot_at < former.snapshot_at {
        let (former, now) = (State::shown(former.snapshot_at), State::shown(now.snapshot_at));
        return Err(ExtractError::ClockWentBack { path: path.to_owned(), former, now });
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
        let changed = changes(before, table);
        if !changed.is_empty() {
            return Err(ExtractError::ColumnsChanged { table: name.clone(), columns: changed.join(", ") });
        }
    }
    Ok(())
}

/// That the server behind the address is the one whose state this is.
pub fn check_server(path: &Path, former: &State, now: &State) -> Result<()> {
    if let (Some(before), Some(here)) = (&former.server, &now.server)
        && before != here
    {
        let (former, now) = (format!("{} (server {before})", former.source), format!("{} (server {here})", now.source));
        return Err(ExtractError::OtherDatabase { path: path.to_owned(), former, now });
    }
    Ok(())
}

/// Columns that were removed or have another type.
fn changes(before: &TableState, table: &Table) -> Vec<String> {
    before
        .columns
        .iter()
        .filter_map(|(name, declared)| match table.columns.iter().find(|column| column.name == *name) {
            None => Some(format!("{name} is gone")),
            Some(column) if column.declared != *declared => {
                Some(format!("{name} was {declared} and is {}", column.declared))
            }
            Some(_) => None,
        })
        .collect()
}

/// The file of the last extraction, and the watermark up to which it was read.
#[derive(Debug)]
pub struct FormerFile {
    pub file: File,
    pub path: PathBuf,
    pub mark: Mark,
}

/// How to read the table by its watermark, or why it cannot be.
///
/// `note` lies in the folder and says what its files are; `state` says from where to go on.
pub fn plan(
    out: &Path,
    since: &SinceState<'_>,
    table: &Table,
    column: &Result<usize, WholeReason>,
    note: Option<&State>,
    state: Option<&State>,
) -> Result<(FormerFile, Since), WholeReason> {
    let watermark = column.clone()?;
    if !table.is_transactional {
        return Err(WholeReason::NotInSnapshot);
    }
    let state = state.ok_or(WholeReason::FirstTime)?;
    let before = state.tables.get(&table.name).ok_or(WholeReason::FirstTime)?;
    // A folder that is older than the state lacks what changed in between.
    let note = note.filter(|note| note.snapshot_at >= state.snapshot_at).ok_or(WholeReason::NoFormerFile)?;
    let noted = note.tables.get(&table.name).ok_or(WholeReason::NoFormerFile)?;
    let now = TableState::new(table, 0, false, None);
    if [before, noted].iter().any(|known| known.columns != now.columns || known.key != now.key) {
        return Err(WholeReason::OtherColumns);
    }
    if !noted.is_in_key_order {
        return Err(WholeReason::KeyOrder);
    }
    let mark = before
        .watermark
        .as_ref()
        .filter(|known| known.column == table.columns[watermark].name)
        .ok_or(WholeReason::OtherWatermark)?
        .value;
    let path = out.join(format!("{}.parquet", table.name));
    let file = open(&path, table, noted.rows).ok_or(WholeReason::NoFormerFile)?;
    let since = Since { watermark, mark: mark.less(since.look_back) };
    Ok((FormerFile { file, path, mark }, since))
}

/// `None` unless it is readable and has the columns and rows that were noted.
fn open(path: &Path, table: &Table, rows: u64) -> Option<File> {
    let file = File::open(path).ok()?;
    let found = ParquetRecordBatchReaderBuilder::try_new(file.try_clone().ok()?).ok()?;
    let has_rows = u64::try_from(found.metadata().file_metadata().num_rows()).is_ok_and(|found| found == rows);
    (has_rows && found.schema().fields() == schema_of(table).fields()).then_some(file)
}
