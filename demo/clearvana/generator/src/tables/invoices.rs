//! `invoices`: one invoice.

use crate::calendar::{Day, Instant};
use crate::parquet_file::Record;

use super::column::{Column, day, instant, int64, optional_instant, text};

/// One invoice.
#[derive(Debug, Clone)]
pub struct Invoice {
    pub id: i64,
    pub customer_id: i64,
    pub subscription_id: i64,
    /// draft, open, paid, void or uncollectible.
    pub status: &'static str,
    pub currency: &'static str,
    pub subtotal_cents: i64,
    pub discount_cents: i64,
    pub tax_cents: i64,
    pub total_cents: i64,
    pub period_start: Day,
    /// First day after the period.
    pub period_end: Day,
    pub issued_at: Instant,
    pub due_at: Instant,
    pub paid_at: Option<Instant>,
    pub updated_at: Instant,
}

impl Record for Invoice {
    const TABLE: &'static str = "invoices";

    fn columns(rows: &[Self]) -> Vec<Column> {
        vec![
            int64("id", rows.iter().map(|row| row.id)),
            int64("customer_id", rows.iter().map(|row| row.customer_id)),
            int64("subscription_id", rows.iter().map(|row| row.subscription_id)),
            text("status", rows.iter().map(|row| row.status)),
            text("currency", rows.iter().map(|row| row.currency)),
            int64("subtotal_cents", rows.iter().map(|row| row.subtotal_cents)),
            int64("discount_cents", rows.iter().map(|row| row.discount_cents)),
            int64("tax_cents", rows.iter().map(|row| row.tax_cents)),
            int64("total_cents", rows.iter().map(|row| row.total_cents)),
            day("period_start", rows.iter().map(|row| row.period_start)),
            day("period_end", rows.iter().map(|row| row.period_end)),
            instant("issued_at", rows.iter().map(|row| row.issued_at)),
            instant("due_at", rows.iter().map(|row| row.due_at)),
            optional_instant("paid_at", rows.iter().map(|row| row.paid_at)),
            instant("updated_at", rows.iter().map(|row| row.updated_at)),
        ]
    }
}
