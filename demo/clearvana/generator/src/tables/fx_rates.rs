//! `fx_rates`: a currency's rate on a working day.

use crate::calendar::Day;
use crate::parquet_file::Record;

use super::column::{Column, day, rate, text};

/// A currency's rate on a working day.
#[derive(Debug, Clone)]
pub struct FxRate {
    pub currency: &'static str,
    pub rate_date: Day,
    /// USD for one unit, in millionths.
    pub usd_rate_micros: i64,
}

impl Record for FxRate {
    const TABLE: &'static str = "fx_rates";

    fn columns(rows: &[Self]) -> Vec<Column> {
        vec![
            text("currency", rows.iter().map(|row| row.currency)),
            day("rate_date", rows.iter().map(|row| row.rate_date)),
            rate("usd_rate", rows.iter().map(|row| row.usd_rate_micros)),
        ]
    }
}
