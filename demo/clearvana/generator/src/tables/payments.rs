//! `payments`: one payment attempt or refund, once per delivery of its webhook.

use crate::calendar::Instant;
use crate::parquet_file::Record;

use super::column::{Column, instant, int64, optional_text, text};

/// One payment attempt or refund, once per delivery of its webhook.
#[derive(Debug, Clone)]
pub struct Payment {
    pub id: i64,
    /// The provider's id; a re-delivered webhook repeats it.
    pub external_id: String,
    pub invoice_id: i64,
    pub customer_id: i64,
    /// charge or refund.
    pub kind: &'static str,
    pub attempt_number: i64,
    /// succeeded or failed.
    pub status: &'static str,
    pub failure_code: Option<&'static str>,
    pub method: &'static str,
    pub amount_cents: i64,
    pub currency: &'static str,
    pub created_at: Instant,
    /// When the webhook arrived.
    pub received_at: Instant,
}

impl Record for Payment {
    const TABLE: &'static str = "payments";

    fn columns(rows: &[Self]) -> Vec<Column> {
        vec![
            int64("id", rows.iter().map(|row| row.id)),
            text("external_id", rows.iter().map(|row| row.external_id.as_str())),
            int64("invoice_id", rows.iter().map(|row| row.invoice_id)),
            int64("customer_id", rows.iter().map(|row| row.customer_id)),
            text("kind", rows.iter().map(|row| row.kind)),
            int64("attempt_number", rows.iter().map(|row| row.attempt_number)),
            text("status", rows.iter().map(|row| row.status)),
            optional_text("failure_code", rows.iter().map(|row| row.failure_code)),
            text("method", rows.iter().map(|row| row.method)),
            int64("amount_cents", rows.iter().map(|row| row.amount_cents)),
            text("currency", rows.iter().map(|row| row.currency)),
            instant("created_at", rows.iter().map(|row| row.created_at)),
            instant("received_at", rows.iter().map(|row| row.received_at)),
        ]
    }
}
