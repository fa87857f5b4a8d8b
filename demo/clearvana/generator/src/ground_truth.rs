//! What was planted, and what must come out of it: one file beside the tables.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::behaviour;
use crate::calendar::{Calendar, date_of};
use crate::ledger::{ChannelTruth, Ledger, MonthlyTruth};
use crate::market::{CHANNELS, Channel};
use crate::tables::AcquisitionCost;
use crate::{GeneratorError, Result, Settings};

/// Name of the file beside the tables.
pub const GROUND_TRUTH_FILE: &str = "ground_truth.json";

/// The ground truth, as written to `ground_truth.json`.
#[derive(Debug, Serialize)]
pub struct GroundTruth {
    /// The settings that give this data again.
    pub scale: f64,
    /// Last day of the history.
    pub as_of: String,
    /// Seed of the generation.
    pub seed: u64,
    /// Rows of each table.
    pub rows: BTreeMap<&'static str, u64>,
    /// MRR, customers and payments of each month, test accounts left out.
    pub months: Vec<MonthlyTruth>,
    /// Cost and return of each channel.
    pub channels: Vec<ChannelTruth>,
    /// Behaviours with their strength.
    pub planted: serde_json::Value,
}

impl GroundTruth {
    pub fn new(
        settings: &Settings,
        calendar: &Calendar,
        ledger: Ledger,
        costs: &[AcquisitionCost],
        rows: BTreeMap<&'static str, u64>,
    ) -> Self {
        let (months, channels) = ledger.finish(costs);
        let month = |index: u32| date_of(calendar.month_start(index)).to_string();
        let planted = serde_json::json!({
            "price_rise_month": month(behaviour::PRICE_RISE_MONTH),
            "incident_month": month(behaviour::INCIDENT_MONTH),
            "incident_days_of_month": [behaviour::INCIDENT_DAYS.0, behaviour::INCIDENT_DAYS.1],
            "incident_card_success": behaviour::INCIDENT_CARD_SUCCESS,
            "monthly_churn_before_drivers": behaviour::MONTHLY_CHURN,
            "yearly_churn_before_drivers": behaviour::YEARLY_CHURN,
            "churn_drivers": {
                "low_usage_in_first_30_days": behaviour::LOW_USAGE_FACTOR,
                "no_second_seat": behaviour::SINGLE_SEAT_FACTOR,
                "failed_payment_in_last_two_months": behaviour::FAILED_PAYMENT_FACTOR,
                "price_rise_in_last_two_months": behaviour::PRICE_RISE_FACTOR,
                "bad_channel": behaviour::BAD_CHANNEL_FACTOR,
            },
            "attribute_without_effect": behaviour::INERT_ATTRIBUTE,
            "bad_channel": behaviour::BAD_CHANNEL,
            "near_limit_expansion": behaviour::NEAR_LIMIT_EXPANSION_FACTOR,
            "price_rise_notice_days": behaviour::PRICE_RISE_NOTICE_DAYS,
            "trials": {
                "share_of_signups": behaviour::TRIAL_SHARE,
                "days": behaviour::TRIAL_DAYS,
                "conversion_before_channel": behaviour::TRIAL_CONVERSION,
            },
            "signups": {
                "growth_factor_over_history": behaviour::SIGNUP_GROWTH.exp(),
                "season_by_month_of_year": behaviour::SIGNUP_SEASON,
            },
            "channels": CHANNELS.iter().map(planted_channel).collect::<Vec<_>>(),
            "shares": {
                "test_accounts": behaviour::TEST_SHARE,
                "duplicate_emails": behaviour::DUPLICATE_EMAIL_SHARE,
                "duplicate_webhooks": behaviour::DUPLICATE_WEBHOOK_SHARE,
                "late_usage": behaviour::LATE_USAGE_SHARE,
                "low_early_usage": behaviour::LOW_USAGE_SHARE,
                "near_limit": behaviour::NEAR_LIMIT_SHARE,
            },
        });
        Self {
            scale: settings.scale(),
            as_of: settings.as_of().to_string(),
            seed: settings.seed(),
            rows,
            months,
            channels,
            planted,
        }
    }

    pub fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(GROUND_TRUTH_FILE);
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        std::fs::write(&path, text).map_err(|source| GeneratorError::Write { path, source })
    }
}

fn planted_channel(channel: &Channel) -> serde_json::Value {
    let is_bad = channel.name == behaviour::BAD_CHANNEL;
    serde_json::json!({
        "channel": channel.name,
        "marketing_cents_a_signup": channel.marketing_cents,
        "sales_cents_a_signup": channel.sales_cents,
        "conversion_factor": channel.conversion_factor,
        "churn_factor": if is_bad { behaviour::BAD_CHANNEL_FACTOR } else { 1.0 },
    })
}
