//! `usage_events`: what a customer did with a feature of a product on a day.

use crate::calendar::{Day, Instant};
use crate::parquet_file::Record;

use super::column::{Column, day, instant, int32, int64, text};

/// What a customer did with a feature of a product on a day.
#[derive(Debug, Clone)]
pub struct UsageEvent {
    pub id: i64,
    pub customer_id: i64,
    pub product_id: i64,
    pub feature: &'static str,
    pub event_date: Day,
    pub event_count: i32,
    /// Metered units.
    pub quantity: i64,
    /// Up to five days after the day.
    pub received_at: Instant,
}

impl Record for UsageEvent {
    const TABLE: &'static str = "usage_events";

    fn columns(rows: &[Self]) -> Vec<Column> {
        vec![
            int64("id", rows.iter().map(|row| row.id)),
            int64("customer_id", rows.iter().map(|row| row.customer_id)),
            int64("product_id", rows.iter().map(|row| row.product_id)),
            text("feature", rows.iter().map(|row| row.feature)),
            day("event_date", rows.iter().map(|row| row.event_date)),
            int32("event_count", rows.iter().map(|row| row.event_count)),
            int64("quantity", rows.iter().map(|row| row.quantity)),
            instant("received_at", rows.iter().map(|row| row.received_at)),
        ]
    }
}
