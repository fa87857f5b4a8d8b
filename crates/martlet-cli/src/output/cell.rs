//! One value of an Arrow column as text of a known kind.

use std::io;

use arrow::array::{Array, ArrayRef};
use arrow::datatypes::DataType;
use arrow::util::display::{ArrayFormatter, FormatOptions};

/// ISO 8601 without a zone; the fraction only if it is not zero, then in 6 digits, or 9 for nanoseconds.
const TIME: &str = "%Y-%m-%dT%H:%M:%S%.f";

/// A value, ready to be printed in any format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Null,
    /// `true`, `false` or a number; decimals with all their digits.
    Bare(String),
    /// A float that is not finite: `NaN`, `inf`, `-inf`.
    NotFinite(String),
    Text(String),
}

/// Whether values of the type are printed to the right.
pub fn is_number(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, values) => is_number(values),
        other => other.is_numeric(),
    }
}

/// Prints the values of one column.
pub struct Cells<'a> {
    array: &'a ArrayRef,
    formatter: ArrayFormatter<'a>,
    is_bare: bool,
}

impl<'a> Cells<'a> {
    pub fn of(array: &'a ArrayRef) -> io::Result<Self> {
        let options = FormatOptions::default()
            .with_timestamp_format(Some(TIME))
            .with_timestamp_tz_format(Some(TIME))
            .with_datetime_format(Some(TIME));
        let formatter = ArrayFormatter::try_new(array.as_ref(), &options).map_err(io::Error::other)?;
        let is_bare = is_number(array.data_type()) || array.data_type() == &DataType::Boolean;
        Ok(Self { array, formatter, is_bare })
    }

    pub fn get(&self, row: usize) -> io::Result<Cell> {
        if self.array.is_null(row) || self.array.data_type() == &DataType::Null {
            return Ok(Cell::Null);
        }
        let text = self.formatter.value(row).try_to_string().map_err(io::Error::other)?;
        let is_time = matches!(self.array.data_type(), DataType::Timestamp(..) | DataType::Date64);
        let has_milliseconds = text.split_once('.').is_some_and(|(_, fraction)| fraction.len() == 3);
        let text = if is_time && has_milliseconds { text + "000" } else { text };
        Ok(match text.as_str() {
            _ if !self.is_bare => Cell::Text(text),
            "NaN" | "inf" | "-inf" => Cell::NotFinite(text),
            _ => Cell::Bare(text),
        })
    }
}
