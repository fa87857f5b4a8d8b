//! `subscription_changes`: one change, with the state after it.

use crate::calendar::Instant;
use crate::parquet_file::Record;

use super::column::{Column, instant, int64, optional_int64, optional_text, text};

/// One change, with the state after it.
#[derive(Debug, Clone)]
pub struct SubscriptionChange {
    pub id: i64,
    pub subscription_id: i64,
    /// start, upgrade, downgrade, seat_change, price_change, pause or reactivation.
    pub change_type: &'static str,
    pub effective_at: Instant,
    pub old_plan_id: Option<&'static str>,
    pub new_plan_id: &'static str,
    pub old_quantity: Option<i64>,
    pub new_quantity: i64,
    pub old_unit_amount_cents: Option<i64>,
    /// Per unit and billing period.
    pub new_unit_amount_cents: i64,
    pub created_at: Instant,
}

impl Record for SubscriptionChange {
    const TABLE: &'static str = "subscription_changes";

    fn columns(rows: &[Self]) -> Vec<Column> {
        vec![
            int64("id", rows.iter().map(|row| row.id)),
            int64("subscription_id", rows.iter().map(|row| row.subscription_id)),
            text("change_type", rows.iter().map(|row| row.change_type)),
            instant("effective_at", rows.iter().map(|row| row.effective_at)),
            optional_text("old_plan_id", rows.iter().map(|row| row.old_plan_id)),
            text("new_plan_id", rows.iter().map(|row| row.new_plan_id)),
            optional_int64("old_quantity", rows.iter().map(|row| row.old_quantity)),
            int64("new_quantity", rows.iter().map(|row| row.new_quantity)),
            optional_int64("old_unit_amount_cents", rows.iter().map(|row| row.old_unit_amount_cents)),
            int64("new_unit_amount_cents", rows.iter().map(|row| row.new_unit_amount_cents)),
            instant("created_at", rows.iter().map(|row| row.created_at)),
        ]
    }
}
