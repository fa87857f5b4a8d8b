//! One column of a result.

use chrono::{NaiveDate, NaiveDateTime};

use super::text;

/// Values by kind; every list has one entry per row, none for null.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    Integer(Vec<Option<i64>>),
    Float(Vec<Option<f64>>),
    /// Unscaled: the value is `n / 10^scale`.
    Decimal {
        unscaled: Vec<Option<i128>>,
        scale: i8,
    },
    Date(Vec<Option<NaiveDate>>),
    /// In UTC when the column has a zone, as it stands otherwise.
    Timestamp {
        at: Vec<Option<NaiveDateTime>>,
        zone: Option<String>,
    },
    Text(Vec<Option<String>>),
    Boolean(Vec<Option<bool>>),
    /// Lists, structures, intervals and such, written as text.
    Other(Vec<Option<String>>),
    Null(usize),
}

/// A named column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: String,
    /// Arrow's name of the type: `Decimal128(18, 2)`.
    pub data_type: String,
    pub values: Values,
}

impl Values {
    pub fn len(&self) -> usize {
        match self {
            Self::Integer(v) => v.len(),
            Self::Float(v) => v.len(),
            Self::Decimal { unscaled, .. } => unscaled.len(),
            Self::Date(v) => v.len(),
            Self::Timestamp { at, .. } => at.len(),
            Self::Text(v) | Self::Other(v) => v.len(),
            Self::Boolean(v) => v.len(),
            Self::Null(rows) => *rows,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Column {
    pub fn is_null(&self, row: usize) -> bool {
        self.text(row).is_none()
    }

    /// Numbers are right-aligned.
    pub fn is_number(&self) -> bool {
        matches!(self.values, Values::Integer(_) | Values::Float(_) | Values::Decimal { .. })
    }

    pub fn is_time(&self) -> bool {
        matches!(self.values, Values::Date(_) | Values::Timestamp { .. })
    }

    /// The value as a number for drawing; none for null, for what is not finite and for other kinds.
    pub fn number(&self, row: usize) -> Option<f64> {
        match &self.values {
            Values::Integer(v) => v.get(row).copied().flatten().map(|n| n as f64),
            Values::Float(v) => v.get(row).copied().flatten().filter(|n| n.is_finite()),
            Values::Decimal { unscaled, scale } => {
                unscaled.get(row).copied().flatten().map(|n| n as f64 / 10f64.powi(i32::from(*scale)))
            }
            _ => None,
        }
    }

    /// Whether a boolean holds; false for null and for other kinds.
    pub fn is_true(&self, row: usize) -> bool {
        matches!(&self.values, Values::Boolean(v) if v.get(row).copied().flatten() == Some(true))
    }

    /// The day of a date or timestamp.
    pub fn date(&self, row: usize) -> Option<NaiveDate> {
        match &self.values {
            Values::Date(v) => v.get(row).copied().flatten(),
            Values::Timestamp { at, .. } => at.get(row).copied().flatten().map(|at| at.date()),
            Values::Text(v) => v.get(row)?.as_deref().and_then(crate::period::parse_date),
            _ => None,
        }
    }

    /// The value as it would be written in a CSV file: exact, without a locale; none for null.
    pub fn text(&self, row: usize) -> Option<String> {
        match &self.values {
            Values::Integer(v) => v.get(row).copied().flatten().map(|n| n.to_string()),
            Values::Float(v) => v.get(row).copied().flatten().map(|n| n.to_string()),
            Values::Decimal { unscaled, scale } => {
                unscaled.get(row).copied().flatten().map(|n| text::decimal(n, *scale))
            }
            Values::Date(v) => v.get(row).copied().flatten().map(|day| day.to_string()),
            Values::Timestamp { at, zone } => {
                at.get(row).copied().flatten().map(|at| text::timestamp(at, zone.is_some()))
            }
            Values::Text(v) | Values::Other(v) => v.get(row).cloned().flatten(),
            Values::Boolean(v) => v.get(row).copied().flatten().map(|b| b.to_string()),
            Values::Null(_) => None,
        }
    }
}
