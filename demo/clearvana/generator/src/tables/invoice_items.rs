//! `invoice_items`: one line of an invoice.

use crate::parquet_file::Record;

use super::column::{Column, int64, text};

/// One line of an invoice.
#[derive(Debug, Clone)]
pub struct InvoiceItem {
    pub id: i64,
    pub invoice_id: i64,
    /// subscription or proration.
    pub line_type: &'static str,
    pub plan_id: &'static str,
    pub quantity: i64,
    pub unit_amount_cents: i64,
    pub amount_cents: i64,
}

impl Record for InvoiceItem {
    const TABLE: &'static str = "invoice_items";

    fn columns(rows: &[Self]) -> Vec<Column> {
        vec![
            int64("id", rows.iter().map(|row| row.id)),
            int64("invoice_id", rows.iter().map(|row| row.invoice_id)),
            text("line_type", rows.iter().map(|row| row.line_type)),
            text("plan_id", rows.iter().map(|row| row.plan_id)),
            int64("quantity", rows.iter().map(|row| row.quantity)),
            int64("unit_amount_cents", rows.iter().map(|row| row.unit_amount_cents)),
            int64("amount_cents", rows.iter().map(|row| row.amount_cents)),
        ]
    }
}
