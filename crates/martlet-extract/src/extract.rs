//! The extraction: one snapshot, table after table, then the set is published, and last the state.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use chrono::NaiveDateTime;
use mysql::Conn;
use mysql::prelude::Queryable as _;

use crate::publish::{NOTE, Staging};
use crate::schema::{self, Table};
use crate::state::{NextState, State, TableState};
use crate::table_file::{NoDates, Written};
use crate::watch::{Finding, Reading, TableResult, Watch};
use crate::watermark::{Highest, Watermark};
use crate::{Address, ExtractError, Result, former, increment, ordered, replica, watermark, whole};

const CLOCK: &str = "SELECT DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%f')";

/// What to extract, and to where.
#[derive(Debug)]
pub struct Extraction<'a> {
    pub address: &'a Address,
    pub out: &'a Path,
    /// All base tables if empty.
    pub tables: &'a [String],
    /// Whether columns may have been removed or retyped since the last extraction.
    pub accept_schema_change: bool,
    pub since: Option<SinceState<'a>>,
}

/// How to read only what changed.
#[derive(Debug)]
pub struct SinceState<'a> {
    /// Read if it is there, and replaced at the end.
    pub path: &'a Path,
    /// How much earlier than the watermark to begin, for rows whose transaction ended late.
    pub look_back: Duration,
    /// Tables and the columns by which they are read, or `none`.
    pub watermarks: &'a BTreeMap<String, String>,
}

/// Reads all tables in one read-only snapshot and publishes them as one set.
///
/// # Errors
/// Any [`ExtractError`]; what was published before is then as it was.
pub fn extract(connection: &mut Conn, job: &Extraction<'_>, watch: &mut dyn Watch) -> Result<Vec<TableResult>> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if let Some(since) = &job.since
        && absolute(since.path).starts_with(absolute(job.out))
    {
        return Err(ExtractError::StateInOut { path: since.path.to_owned() });
    }
    let staging = Staging::begin(job.out)?;
    let note = State::read(&job.out.join(NOTE))?;
    let (state, next) = match &job.since {
        None => (None, None),
        Some(since) => (State::read(since.path)?, Some(NextState::begin(since.path)?)),
    };
    watch.lag(&replica::lag(connection));
    let mut now = begin_snapshot(connection, job.address)?;
    let tables = schema::read(connection, job.address.database(), job.tables)?;
    if let Some(note) = &note {
        former::check(job, &job.out.join(NOTE), note, &now, &tables)?;
    }
    if let (Some(state), Some(since)) = (&state, &job.since) {
        former::check(job, since.path, state, &now, &tables)?;
        former::check_server(since.path, state, &now)?;
    }
    if let Some(since) = &job.since
        && let Some(missing) = since.watermarks.keys().find(|name| !tables.iter().any(|table| table.name == **name))
    {
        let database = job.address.database().to_owned();
        return Err(ExtractError::NoTable { table: missing.clone(), database });
    }
    let mut results = Vec::new();
    for table in &tables {
        if !table.is_transactional {
            watch.found(Finding::NotInSnapshot { table: table.name.clone() });
        }
        let (written, reading, mark) = read_table(
            connection,
            job,
            table,
            Known { note: note.as_ref(), state: state.as_ref() },
            now.snapshot_at,
            staging.dir(),
            watch,
        )?;
        tell_no_dates(table, written.no_dates, watch);
        now.tables.insert(table.name.clone(), TableState::new(table, written.rows, written.is_in_key_order, mark));
        let result = TableResult { name: table.name.clone(), rows: written.rows, bytes: written.bytes, reading };
        watch.table(&result);
        results.push(result);
    }
    now.write(&staging.dir().join(NOTE))?;
    if let Some(next) = &next {
        next.write(&now)?;
    }
    staging.publish()?;
    if let Some(next) = next {
        next.publish()?;
    }
    Ok(results)
}

/// From here on the connection sees the database as it is now; it cannot write.
fn begin_snapshot(connection: &mut Conn, address: &Address) -> Result<State> {
    let failed = |error: mysql::Error| ExtractError::query(None, &error);
    let server = server(connection)?;
    for statement in
        ["SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"]
    {
        connection.query_drop(statement).map_err(failed)?;
    }
    let clock: String = connection.query_first(CLOCK).map_err(failed)?.unwrap_or_default();
    let snapshot_at = clock.parse::<NaiveDateTime>().map_err(|error| ExtractError::Sql {
        table: None,
        reason: format!("its clock, {clock}, is not a time: {error}"),
    })?;
    Ok(State::new(address.to_string(), server, snapshot_at))
}

/// MySQL has `server_uuid`, MariaDB `server_uid`, older ones neither.
fn server(connection: &mut Conn) -> Result<Option<String>> {
    let rows: Vec<(String, String)> = connection
        .query("SHOW GLOBAL VARIABLES WHERE Variable_name IN ('server_uuid', 'server_uid')")
        .map_err(|error| ExtractError::query(None, &error))?;
    Ok(rows.into_iter().next().map(|(_, value)| value))
}

/// What earlier extractions left.
#[derive(Clone, Copy)]
struct Known<'a> {
    note: Option<&'a State>,
    state: Option<&'a State>,
}

fn read_table(
    connection: &mut Conn,
    job: &Extraction<'_>,
    table: &Table,
    known: Known<'_>,
    snapshot_at: NaiveDateTime,
    dir: &Path,
    watch: &mut dyn Watch,
) -> Result<(Written, Reading, Option<Watermark>)> {
    let none = BTreeMap::new();
    let column = watermark::choose(table, job.since.as_ref().map_or(&none, |since| since.watermarks))?;
    let plan = match &job.since {
        None => Err(Reading::Whole),
        Some(since) => {
            former::plan(job.out, since, table, &column, known.note, known.state).map_err(Reading::WholeBecause)
        }
    };
    let reading = match plan {
        Err(reading) => reading,
        Ok((former, since)) => {
            let mut highest = Highest::new(snapshot_at, Some(former.mark));
            let file = increment::Former { file: former.file, path: &former.path };
            match increment::read(connection, table, dir, &file, since, &mut highest, watch) {
                Ok((written, increment)) => {
                    let mark = watermark_of(table, &column, &highest);
                    return Ok((written, Reading::Increment(increment), mark));
                }
                Err(ordered::Stop::NotInOrder) => Reading::WholeBecause(crate::WholeReason::KeyOrder),
                Err(ordered::Stop::TooMany) => Reading::WholeBecause(crate::WholeReason::ManyLateRows),
                Err(ordered::Stop::Failed(error)) => return Err(error),
            }
        }
    };
    let mut highest = Highest::new(snapshot_at, None);
    let written = whole::read(connection, table, dir, column.clone().ok(), &mut highest, watch)?;
    let mark = watermark_of(table, &column, &highest);
    Ok((written, reading, mark))
}

fn watermark_of(table: &Table, column: &Result<usize, crate::WholeReason>, highest: &Highest) -> Option<Watermark> {
    let column = table.columns[*column.as_ref().ok()?].name.clone();
    highest.seen().map(|value| Watermark { column, value })
}

fn tell_no_dates(table: &Table, no_dates: NoDates, watch: &mut dyn Watch) {
    for (column, (rows, first_key)) in no_dates {
        let (table, column) = (table.name.clone(), table.columns[column].name.clone());
        watch.found(Finding::NoDates { table, column, rows, first_key });
    }
}
