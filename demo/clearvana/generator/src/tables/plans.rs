//! `plans`: the list price of a plan in a currency, for a span of days.

use crate::behaviour::PRICE_RISE_MONTH;
use crate::calendar::{Calendar, Day};
use crate::catalog::{PLANS, PRODUCTS};
use crate::market::Currency;
use crate::parquet_file::Record;

use super::column::{Column, day, flag, int64, optional_day, text};

/// One list price.
#[derive(Debug, Clone)]
pub struct PlanPrice {
    pub id: i64,
    pub plan_id: &'static str,
    pub product_id: i64,
    pub name: &'static str,
    pub tier: &'static str,
    pub billing_period: &'static str,
    pub is_per_seat: bool,
    pub usage_limit: i64,
    pub currency: &'static str,
    /// Per unit and billing period.
    pub unit_amount_cents: i64,
    pub valid_from: Day,
    /// First day on which the price is no longer valid.
    pub valid_to: Option<Day>,
}

/// Every list price there was.
pub fn plan_prices(calendar: &Calendar) -> Vec<PlanPrice> {
    let rise = calendar.month_start(PRICE_RISE_MONTH);
    let mut rows = Vec::new();
    for plan in &PLANS {
        for currency in [Currency::Usd, Currency::Eur, Currency::Gbp] {
            let mut push = |is_raised: bool, valid_from: Day, valid_to: Option<Day>| {
                rows.push(PlanPrice {
                    id: rows.len() as i64 + 1,
                    plan_id: plan.id,
                    product_id: PRODUCTS[plan.product].id,
                    name: plan.name,
                    tier: plan.tier,
                    billing_period: plan.period.name(),
                    is_per_seat: plan.is_per_seat,
                    usage_limit: plan.usage_limit,
                    currency: currency.code(),
                    unit_amount_cents: plan.list_price_cents(currency, is_raised),
                    valid_from,
                    valid_to,
                });
            };
            if plan.has_rise() {
                push(false, calendar.first_day(), Some(rise));
                push(true, rise, None);
            } else {
                push(false, calendar.first_day(), None);
            }
        }
    }
    rows
}

impl Record for PlanPrice {
    const TABLE: &'static str = "plans";

    fn columns(rows: &[Self]) -> Vec<Column> {
        vec![
            int64("id", rows.iter().map(|row| row.id)),
            text("plan_id", rows.iter().map(|row| row.plan_id)),
            int64("product_id", rows.iter().map(|row| row.product_id)),
            text("name", rows.iter().map(|row| row.name)),
            text("tier", rows.iter().map(|row| row.tier)),
            text("billing_period", rows.iter().map(|row| row.billing_period)),
            flag("is_per_seat", rows.iter().map(|row| row.is_per_seat)),
            int64("usage_limit", rows.iter().map(|row| row.usage_limit)),
            text("currency", rows.iter().map(|row| row.currency)),
            int64("unit_amount_cents", rows.iter().map(|row| row.unit_amount_cents)),
            day("valid_from", rows.iter().map(|row| row.valid_from)),
            optional_day("valid_to", rows.iter().map(|row| row.valid_to)),
        ]
    }
}
