//! Keys as bytes that compare as their values do, and whether rows come in that order.
//!
//! The database sorts text by its collation, and enumerations by their position. Two sets can be compared while they
//! stream only if both are sorted alike, so the order is watched rather than assumed.

use std::cmp::Ordering;

use arrow::array::ArrayRef;
use arrow::error::ArrowError;
use arrow::row::{OwnedRow, RowConverter, Rows, SortField};

use crate::schema::Table;

#[derive(Debug)]
pub struct KeyOrder {
    converter: RowConverter,
}

impl KeyOrder {
    pub fn new(table: &Table) -> Result<Self, ArrowError> {
        let fields = table.key_at().iter().map(|at| SortField::new(table.columns[*at].kind.data_type())).collect();
        Ok(Self { converter: RowConverter::new(fields)? })
    }

    pub fn rows(&self, key: &[ArrayRef]) -> Result<Rows, ArrowError> {
        self.converter.convert_columns(key)
    }
}

/// Whether every key that was seen is greater than the one before it.
#[derive(Debug, Default)]
pub struct Ascending {
    last: Option<OwnedRow>,
}

impl Ascending {
    /// Looks at the next rows; false if one is not greater than the one before it.
    pub fn goes_on(&mut self, rows: &Rows) -> bool {
        let is_ascending = (0..rows.num_rows()).all(|at| {
            let before = match at.checked_sub(1) {
                Some(before) => Some(rows.row(before)),
                None => self.last.as_ref().map(OwnedRow::row),
            };
            before.is_none_or(|before| before.cmp(&rows.row(at)) == Ordering::Less)
        });
        if let Some(last) = rows.num_rows().checked_sub(1) {
            self.last = Some(rows.row(last).owned());
        }
        is_ascending
    }
}
