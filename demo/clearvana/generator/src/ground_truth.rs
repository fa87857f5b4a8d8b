//! What was planted, and the MRR that must come out, computed from the histories without any SQL.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::behaviour;
use crate::calendar::{Calendar, date_of};
use crate::simulate::History;
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
    /// MRR of each month, test accounts left out.
    pub months: Vec<MonthlyMrr>,
    /// Behaviours with their strength.
    pub planted: serde_json::Value,
}

/// MRR at the end of a month (of the history, for the last month) and what moved it, in USD cents.
///
/// A subscription's amount is `unit × quantity × (100 − discount) % ÷ months of the billing period`, at the
/// exchange rate of the day on which it started, rounded half up. It counts from its first paid moment to the
/// moment its end takes effect, pauses left out. Movements are named by what happened to the *customer*.
#[derive(Debug, Clone, Default, Serialize, PartialEq, Eq)]
pub struct MonthlyMrr {
    /// First day of the month.
    pub month: String,
    /// Closing MRR.
    pub mrr_cents: i64,
    /// From customers who had never paid before.
    pub new_cents: i64,
    /// From customers who came back.
    pub reactivation_cents: i64,
    /// More from customers who stayed.
    pub expansion_cents: i64,
    /// Less from customers who stayed; not positive.
    pub contraction_cents: i64,
    /// Lost with customers who left; not positive.
    pub churned_cents: i64,
    /// Customers with MRR above zero.
    pub active_customers: u64,
    /// Customers who left.
    pub churned_customers: u64,
}

/// Adds up customers, one after the other.
#[derive(Debug)]
pub struct MrrLedger {
    months: Vec<MonthlyMrr>,
}

impl MrrLedger {
    pub fn new(calendar: &Calendar) -> Self {
        let months = (0..behaviour::MONTHS_OF_HISTORY)
            .map(|index| MonthlyMrr {
                month: date_of(calendar.month_start(index)).to_string(),
                ..MonthlyMrr::default()
            })
            .collect();
        Self { months }
    }

    pub fn add(&mut self, calendar: &Calendar, history: &History) {
        if history.customer.is_test {
            return;
        }
        let mut before = vec![0; history.timelines.len()];
        let mut was_ever_active = false;
        for (index, month) in (0..).zip(&mut self.months) {
            let close = calendar.month_close(index);
            let after: Vec<i64> = history.timelines.iter().map(|line| line.mrr_usd_cents(close)).collect();
            let opening: i64 = before.iter().sum();
            let closing: i64 = after.iter().sum();
            for delta in before.iter().zip(&after).map(|(before, after)| after - before) {
                *match (opening > 0, closing > 0, delta > 0) {
                    (false, _, _) if was_ever_active => &mut month.reactivation_cents,
                    (false, _, _) => &mut month.new_cents,
                    (true, false, _) => &mut month.churned_cents,
                    (true, true, true) => &mut month.expansion_cents,
                    (true, true, false) => &mut month.contraction_cents,
                } += delta;
            }
            month.mrr_cents += closing;
            month.active_customers += u64::from(closing > 0);
            month.churned_customers += u64::from(opening > 0 && closing == 0);
            was_ever_active |= closing > 0;
            before = after;
        }
    }
}

impl GroundTruth {
    pub fn new(settings: &Settings, calendar: &Calendar, ledger: MrrLedger, rows: BTreeMap<&'static str, u64>) -> Self {
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
            months: ledger.months,
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
