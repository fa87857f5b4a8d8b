//! `acquisition_costs`: spend of a channel in a month.

use crate::calendar::{Day, Instant};
use crate::parquet_file::Record;

use super::column::{Column, day, instant, int64, text};

/// Spend of a channel in a month.
#[derive(Debug, Clone)]
pub struct AcquisitionCost {
    pub id: i64,
    /// First day of the month.
    pub month: Day,
    pub channel: &'static str,
    /// USD.
    pub marketing_spend_cents: i64,
    /// USD.
    pub sales_spend_cents: i64,
    pub updated_at: Instant,
}

impl Record for AcquisitionCost {
    const TABLE: &'static str = "acquisition_costs";

    fn columns(rows: &[Self]) -> Vec<Column> {
        vec![
            int64("id", rows.iter().map(|row| row.id)),
            day("month", rows.iter().map(|row| row.month)),
            text("channel", rows.iter().map(|row| row.channel)),
            int64("marketing_spend_cents", rows.iter().map(|row| row.marketing_spend_cents)),
            int64("sales_spend_cents", rows.iter().map(|row| row.sales_spend_cents)),
            instant("updated_at", rows.iter().map(|row| row.updated_at)),
        ]
    }
}
