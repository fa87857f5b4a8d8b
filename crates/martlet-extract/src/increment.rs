//! One table by its watermark: rows that changed are read, the others are taken over from the last extraction.
//!
//! Four passes, each of which holds a batch of rows: the changed rows into a file without a name; all keys, compared
//! with those of the last extraction, so that deleted rows are dropped and rows with old times are found; those late
//! rows; and all of it merged in the order of the key. Beside the batches a bit is kept for each row of the table.

use std::fs::File;
use std::path::Path;

use mysql::{Conn, Params, Value};

use crate::key_order::KeyOrder;
use crate::keys::{self, Comparison};
use crate::merge::merge;
use crate::ordered::{Columns, Ordered, Stop};
use crate::schema::Table;
use crate::table_file::{NoDates, TableFile, Written, schema_of};
use crate::watch::{Increment, Progress, Step, Watch};
use crate::watermark::{Highest, Mark};
use crate::whole::Rows;
use crate::{ExtractError, Result};

/// Keys named by one statement.
const KEYS_A_STATEMENT: usize = 256;

/// The rows of the last extraction.
#[derive(Debug)]
pub struct Former<'a> {
    pub file: File,
    pub path: &'a Path,
}

/// From where on a table is read.
#[derive(Debug, Clone, Copy)]
pub struct Since {
    /// Position of the column.
    pub watermark: usize,
    pub mark: Mark,
}

/// Reads the table into `dir`.
///
/// # Errors
/// [`Stop::NotInOrder`] and [`Stop::TooMany`] if it must be read whole.
pub fn read(
    connection: &mut Conn,
    table: &Table,
    dir: &Path,
    former: &Former<'_>,
    since: Since,
    highest: &mut Highest,
    watch: &mut dyn Watch,
) -> Result<(Written, Increment), Stop> {
    let order = KeyOrder::new(table).map_err(|error| ExtractError::former(former.path, error.into()))?;
    let mut changes = TableFile::spill(table, dir)?;
    let mut rows = Rows { table, watermark: Some(since.watermark), highest, step: Step::ReadingChanges };
    let parameters = Params::Positional(vec![since.mark.value()]);
    rows.read(connection, &table.select_since(since.watermark), parameters, &mut changes, watch)?;
    let changes = changes.finish()?;

    let comparison = {
        let before = Ordered::open(&former.file, former.path, table, &order, Columns::Key)?;
        let changed = Ordered::open(&changes.file, dir, table, &order, Columns::Key)?;
        keys::compare(connection, table, &order, before, changed, &mut |rows| {
            let (step, rows_expected) = (Step::ComparingKeys, table.rows_expected);
            watch.progress(Progress { table: &table.name, step, rows, rows_expected, bytes: 0 });
        })?
    };
    let Comparison { keep, late, deleted_rows } = comparison;
    let late = read_late(connection, &mut rows, dir, late, watch)?;

    let mut out = TableFile::create(table, dir)?;
    let mut streams = vec![
        Ordered::open_kept(&former.file, former.path, table, &order, keep)?,
        Ordered::open(&changes.file, dir, table, &order, Columns::All)?,
        Ordered::open(&late.file, dir, table, &order, Columns::All)?,
    ];
    merge(&mut streams, &schema_of(table), &mut out, &mut |rows, bytes| {
        let (step, rows_expected) = (Step::Merging, table.rows_expected);
        watch.progress(Progress { table: &table.name, step, rows, rows_expected, bytes });
    })?;
    let mut written = out.finish()?;
    written.no_dates = both(changes.no_dates, late.no_dates);
    let increment = Increment {
        column: table.columns[since.watermark].name.clone(),
        since: since.mark.to_string(),
        changed_rows: changes.rows,
        late_rows: late.rows,
        deleted_rows,
    };
    Ok((written, increment))
}

fn read_late(
    connection: &mut Conn,
    rows: &mut Rows<'_>,
    dir: &Path,
    keys: Vec<Vec<Value>>,
    watch: &mut dyn Watch,
) -> Result<Written> {
    let mut file = TableFile::spill(rows.table, dir)?;
    let mut keys = keys.into_iter();
    loop {
        let some: Vec<Vec<Value>> = keys.by_ref().take(KEYS_A_STATEMENT).collect();
        if some.is_empty() {
            return file.finish();
        }
        let sql = rows.table.select_rows(some.len());
        let parameters = Params::Positional(some.into_iter().flatten().collect());
        rows.read(connection, &sql, parameters, &mut file, watch)?;
    }
}

fn both(mut one: NoDates, other: NoDates) -> NoDates {
    for (column, (rows, key)) in other {
        one.entry(column).or_insert((0, key)).0 += rows;
    }
    one
}
