//! The behaviours that are planted, as numbers. Insights are held against these.

/// Months of history, the last one partial.
pub const MONTHS_OF_HISTORY: u32 = 36;

/// Signups a month grow by e to this over the whole history.
pub const SIGNUP_GROWTH: f64 = 1.0;
/// Their season, January first.
pub const SIGNUP_SEASON: [f64; 12] = [1.15, 1.05, 1.08, 1.0, 1.0, 0.97, 0.85, 0.8, 1.12, 1.1, 1.05, 0.72];

/// Share of signups that start with a trial.
pub const TRIAL_SHARE: f64 = 0.88;
/// Days of a trial.
pub const TRIAL_DAYS: i32 = 14;
/// Share of trials that become paid, before the channel's own factor.
pub const TRIAL_CONVERSION: f64 = 0.70;

/// Chance of cancelling in a month on a monthly plan, before the drivers.
pub const MONTHLY_CHURN: f64 = 0.0095;
/// Chance of not renewing a yearly plan, before the drivers: well below twelve times the monthly one.
pub const YEARLY_CHURN: f64 = 0.065;
/// Driver 1: little use in the first 30 days.
pub const LOW_USAGE_FACTOR: f64 = 2.2;
/// Driver 2: no second seat.
pub const SINGLE_SEAT_FACTOR: f64 = 1.8;
/// Driver 3: a payment that failed at first, within the last two months.
pub const FAILED_PAYMENT_FACTOR: f64 = 2.5;
/// For two months after the new price reaches a subscription.
pub const PRICE_RISE_FACTOR: f64 = 1.5;
/// The attribute that does not matter for churn.
pub const INERT_ATTRIBUTE: &str = "industry";

/// Share of accounts with little use in the first 30 days.
pub const LOW_USAGE_SHARE: f64 = 0.28;
/// Share of accounts that work close to their plan's usage limit.
pub const NEAR_LIMIT_SHARE: f64 = 0.16;
/// How much likelier those are to add seats or move up.
pub const NEAR_LIMIT_EXPANSION_FACTOR: f64 = 3.0;

/// Month (0-based) in which new list prices start.
pub const PRICE_RISE_MONTH: u32 = 22;
/// Days until the new price reaches monthly subscriptions; yearly ones get it when they renew.
pub const PRICE_RISE_NOTICE_DAYS: i32 = 60;

/// Month (0-based) with the payment incident, and its days of the month (first and last).
pub const INCIDENT_MONTH: u32 = 29;
pub const INCIDENT_DAYS: (i32, i32) = (8, 19);
/// Chance that a card payment works during the incident.
pub const INCIDENT_CARD_SUCCESS: f64 = 0.68;

/// The channel whose customers cost much and stay briefly.
pub const BAD_CHANNEL: &str = "paid_social";
/// Its factor on churn.
pub const BAD_CHANNEL_FACTOR: f64 = 1.6;

/// Share of accounts that are internal tests.
pub const TEST_SHARE: f64 = 0.015;
/// Share of accounts with the e-mail address of an earlier account.
pub const DUPLICATE_EMAIL_SHARE: f64 = 0.012;
/// Share of payments delivered twice by the webhook.
pub const DUPLICATE_WEBHOOK_SHARE: f64 = 0.012;
/// Share of usage rows that arrive one to five days late.
pub const LATE_USAGE_SHARE: f64 = 0.02;
