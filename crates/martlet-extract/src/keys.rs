//! The source's keys beside those of the last extraction: which rows stay, which are gone, which came late.

use std::cmp::Ordering;

use arrow::array::{ArrayRef, BooleanBufferBuilder};
use arrow::buffer::BooleanBuffer;
use mysql::prelude::Queryable as _;
use mysql::{Conn, Value};

use crate::key_order::{Ascending, KeyOrder};
use crate::ordered::{Ordered, Stop};
use crate::schema::Table;
use crate::table_file::{ROWS_A_BATCH, values_of};
use crate::values::Values;
use crate::{ExtractError, Result};

/// So many keys are kept at most: rows that are new although their watermark is old.
const LATE_AT_MOST: usize = 100_000;

/// What became of the rows.
#[derive(Debug)]
pub struct Comparison {
    /// A bit for each row of the last extraction: whether it is taken over as it is.
    pub keep: BooleanBuffer,
    /// Keys of rows that neither the last extraction nor the changes have, in their order.
    pub late: Vec<Vec<Value>>,
    pub deleted_rows: u64,
}

/// Reads every key of the table.
///
/// `former` are the rows of the last extraction and `changed` those that were read anew in this snapshot.
pub fn compare(
    connection: &mut Conn,
    table: &Table,
    order: &KeyOrder,
    former: Ordered<'_>,
    changed: Ordered<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<Comparison, Stop> {
    let failed = |error: mysql::Error| Stop::Failed(ExtractError::query(Some(&table.name), &error));
    let mut comparing =
        Comparing { former, changed, keep: BooleanBufferBuilder::new(0), late: Vec::new(), deleted_rows: 0 };
    let mut source = Keys::new(table, order);
    let mut rows = 0;
    for row in connection.exec_iter(table.select_keys(), ()).map_err(failed)? {
        source.gathered.push(values_of(row.map_err(failed)?));
        if source.gathered.len() >= ROWS_A_BATCH {
            rows += source.gathered.len() as u64;
            source.give(&mut comparing)?;
            progress(rows);
        }
    }
    source.give(&mut comparing)?;
    comparing.finish()
}

/// Keys as the source gives them, a batch at a time.
struct Keys<'a> {
    table: &'a Table,
    order: &'a KeyOrder,
    ascending: Ascending,
    gathered: Vec<Vec<Value>>,
}

impl<'a> Keys<'a> {
    fn new(table: &'a Table, order: &'a KeyOrder) -> Self {
        Self { table, order, ascending: Ascending::default(), gathered: Vec::new() }
    }

    fn give(&mut self, comparing: &mut Comparing<'_>) -> Result<(), Stop> {
        let mut columns: Vec<ArrayRef> = Vec::new();
        for (at, column) in self.table.key_at().into_iter().map(|at| &self.table.columns[at]).enumerate() {
            let mut values = Values::new(column.kind);
            for key in &self.gathered {
                // The rows themselves were read before, so a key that cannot be read is one that has just been added
                // to a table that changes under our eyes; reading it whole says what is wrong with it.
                values.push(&key[at]).map_err(|_| Stop::NotInOrder)?;
            }
            columns.push(values.finish(column.kind).map_err(|_| Stop::NotInOrder)?);
        }
        let rows = self.order.rows(&columns).map_err(|_| Stop::NotInOrder)?;
        if !self.ascending.goes_on(&rows) {
            return Err(Stop::NotInOrder);
        }
        for (at, key) in self.gathered.drain(..).enumerate() {
            comparing.see(rows.row(at), key)?;
        }
        Ok(())
    }
}

struct Comparing<'a> {
    former: Ordered<'a>,
    changed: Ordered<'a>,
    keep: BooleanBufferBuilder,
    late: Vec<Vec<Value>>,
    deleted_rows: u64,
}

impl Comparing<'_> {
    /// The next key of the source.
    fn see(&mut self, key: arrow::row::Row<'_>, values: Vec<Value>) -> Result<(), Stop> {
        let was_there = loop {
            match self.former.head().map(|head| head.cmp(&key)) {
                Some(Ordering::Less) => {
                    self.keep.append(false);
                    self.deleted_rows += 1;
                    self.former.advance()?;
                }
                Some(Ordering::Equal) => break true,
                Some(Ordering::Greater) | None => break false,
            }
        };
        let is_changed = match self.changed.head().map(|head| head.cmp(&key)) {
            Some(Ordering::Equal) => true,
            // In one snapshot, every row that was read is among the keys.
            Some(Ordering::Less) => return Err(Stop::NotInOrder),
            Some(Ordering::Greater) | None => false,
        };
        if was_there {
            self.keep.append(!is_changed);
            self.former.advance()?;
        }
        if is_changed {
            self.changed.advance()?;
        } else if !was_there {
            if self.late.len() >= LATE_AT_MOST {
                return Err(Stop::TooMany);
            }
            self.late.push(values);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Comparison, Stop> {
        if self.changed.head().is_some() {
            return Err(Stop::NotInOrder);
        }
        while self.former.head().is_some() {
            self.keep.append(false);
            self.deleted_rows += 1;
            self.former.advance()?;
        }
        Ok(Comparison { keep: self.keep.finish(), late: self.late, deleted_rows: self.deleted_rows })
    }
}
