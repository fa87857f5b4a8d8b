//! Add-ons that a Core customer buys along the way.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::calendar::{DAY, Instant};
use crate::catalog::{BillingPeriod, INSIGHTS, PAYMENTS, PLANS};

use super::account::Account;
use super::choice::chance;
use super::customer::{History, Ids, World};
use super::subscription::{Terms, run};
use super::timeline::Timeline;

const INSIGHTS_SHARE: f64 = 0.24;
const PAYMENTS_SHARE: f64 = 0.12;
const YEARLY_SHARE: f64 = 0.3;
const LATEST_START_DAYS: i64 = 500;

pub fn buy_addons(
    world: &World,
    account: &Account,
    core: &Timeline,
    rng: &mut ChaCha8Rng,
    ids: &mut Ids,
    out: &mut History,
) {
    let Some(start) = core.states.first() else { return };
    for (product, share) in [(INSIGHTS, INSIGHTS_SHARE), (PAYMENTS, PAYMENTS_SHARE)] {
        let is_wanted = chance(rng, share);
        let period = if chance(rng, YEARLY_SHARE) { BillingPeriod::Yearly } else { BillingPeriod::Monthly };
        let starts_at = start.from + rng.random_range(1..LATEST_START_DAYS * DAY);
        let core_goes_on = core.ended_at.is_none_or(|ended_at| starts_at < ended_at);
        if !is_wanted || !core_goes_on || starts_at >= world.calendar.end() {
            continue;
        }
        if let Some(plan) = plan_of(product, period) {
            let starts_at: Instant = starts_at / 1_000_000 * 1_000_000;
            let terms = Terms { plan, quantity: 1, discount_pct: 0, trial: None, starts_at, ends_with: core.ended_at };
            let addon = run(world, account, terms, rng, ids, out);
            out.timelines.push(addon);
        }
    }
}

/// The product's plan in the period, or in the only period it has.
fn plan_of(product: usize, period: BillingPeriod) -> Option<usize> {
    let of_product = |plan: &crate::catalog::Plan| plan.product == product;
    PLANS
        .iter()
        .position(|plan| of_product(plan) && plan.period == period)
        .or_else(|| PLANS.iter().position(of_product))
}
