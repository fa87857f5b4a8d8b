//! `subscriptions`: one subscription, in its current state.

use crate::calendar::Instant;
use crate::parquet_file::Record;

use super::column::{Column, instant, int64, optional_instant, optional_text, text};

/// One subscription, in its current state.
#[derive(Debug, Clone)]
pub struct Subscription {
    pub id: i64,
    pub customer_id: i64,
    /// Current plan.
    pub plan_id: &'static str,
    /// trialing, trial_expired, active, paused or canceled.
    pub status: &'static str,
    /// Seats, or 1 for plans at a flat price.
    pub quantity: i64,
    pub discount_pct: i64,
    pub currency: &'static str,
    pub trial_started_at: Option<Instant>,
    pub trial_ends_at: Option<Instant>,
    /// First paid moment.
    pub started_at: Option<Instant>,
    /// When the end was asked for.
    pub canceled_at: Option<Instant>,
    /// When it took effect.
    pub ended_at: Option<Instant>,
    pub cancel_reason: Option<&'static str>,
    pub created_at: Instant,
    pub updated_at: Instant,
}

impl Record for Subscription {
    const TABLE: &'static str = "subscriptions";

    fn columns(rows: &[Self]) -> Vec<Column> {
        vec![
            int64("id", rows.iter().map(|row| row.id)),
            int64("customer_id", rows.iter().map(|row| row.customer_id)),
            text("plan_id", rows.iter().map(|row| row.plan_id)),
            text("status", rows.iter().map(|row| row.status)),
            int64("quantity", rows.iter().map(|row| row.quantity)),
            int64("discount_pct", rows.iter().map(|row| row.discount_pct)),
            text("currency", rows.iter().map(|row| row.currency)),
            optional_instant("trial_started_at", rows.iter().map(|row| row.trial_started_at)),
            optional_instant("trial_ends_at", rows.iter().map(|row| row.trial_ends_at)),
            optional_instant("started_at", rows.iter().map(|row| row.started_at)),
            optional_instant("canceled_at", rows.iter().map(|row| row.canceled_at)),
            optional_instant("ended_at", rows.iter().map(|row| row.ended_at)),
            optional_text("cancel_reason", rows.iter().map(|row| row.cancel_reason)),
            instant("created_at", rows.iter().map(|row| row.created_at)),
            instant("updated_at", rows.iter().map(|row| row.updated_at)),
        ]
    }
}
