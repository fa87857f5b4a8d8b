//! Everything that one customer leaves behind.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::behaviour::{TRIAL_CONVERSION, TRIAL_DAYS, TRIAL_SHARE};
use crate::calendar::{Calendar, DAY, Instant};
use crate::catalog::{BillingPeriod, PLANS, core_plan};
use crate::fx::FxRates;
use crate::tables::{
    Customer, Invoice, InvoiceItem, NpsResponse, Payment, Subscription, SubscriptionChange, UsageEvent,
};

use super::account::Account;
use super::addons::buy_addons;
use super::choice::{chance, weighted};
use super::nps::respond;
use super::subscription::{Terms, run};
use super::timeline::{State, Timeline};
use super::usage::{Usage, use_products};

/// Share of lost customers that come back later.
const WIN_BACK_SHARE: f64 = 0.11;
const DELETED_SHARE: f64 = 0.10;

/// What all customers have in common.
#[derive(Debug)]
pub struct World {
    pub calendar: Calendar,
    pub fx: FxRates,
    pub seed: u64,
}

/// Last id given out in each table.
#[derive(Debug, Default)]
pub struct Ids {
    pub subscription: i64,
    pub change: i64,
    pub invoice: i64,
    pub invoice_item: i64,
    pub payment: i64,
    pub nps_response: i64,
    pub usage_event: i64,
}

impl Ids {
    pub fn next(last: &mut i64) -> i64 {
        *last += 1;
        *last
    }
}

/// The rows of one customer.
#[derive(Debug)]
pub struct History {
    pub customer: Customer,
    pub channel_index: usize,
    pub subscriptions: Vec<Subscription>,
    pub changes: Vec<SubscriptionChange>,
    pub invoices: Vec<Invoice>,
    pub invoice_items: Vec<InvoiceItem>,
    pub payments: Vec<Payment>,
    pub nps_responses: Vec<NpsResponse>,
    pub usage_events: Vec<UsageEvent>,
    pub timelines: Vec<Timeline>,
}

/// Lives through one customer's history.
pub fn simulate_customer(world: &World, index: u64, signed_up_at: Instant, ids: &mut Ids) -> History {
    let mut rng = ChaCha8Rng::seed_from_u64(world.seed);
    rng.set_stream(index);
    let account = Account::draw(world, index, signed_up_at, &mut rng);
    let mut out = History {
        customer: account.row.clone(),
        channel_index: account.channel_index,
        subscriptions: Vec::new(),
        changes: Vec::new(),
        invoices: Vec::new(),
        invoice_items: Vec::new(),
        payments: Vec::new(),
        nps_responses: Vec::new(),
        usage_events: Vec::new(),
        timelines: Vec::new(),
    };
    let rng = &mut rng;
    let first = first_terms(&account, signed_up_at, rng);
    let trial = first.trial;
    let is_converted = trial.is_none() || chance(rng, TRIAL_CONVERSION * account.channel.conversion_factor);
    if first.starts_at >= world.calendar.end() || !is_converted {
        out.subscriptions.push(unpaid_trial(world, &account, first, ids));
    } else {
        buy(world, &account, first, rng, ids, &mut out);
    }
    let usage = Usage { trial, joined_at: signed_up_at };
    use_products(world, &account, usage, rng, ids, &mut out);
    respond(world, &account, rng, ids, &mut out);
    delete_if_gone(world, rng, &mut out);
    out
}

fn first_terms(account: &Account, signed_up_at: Instant, rng: &mut ChaCha8Rng) -> Terms {
    let tier = weighted(rng, account.band.tier_weights.iter().copied());
    let is_yearly = chance(rng, account.band.yearly_share);
    let period = if is_yearly { BillingPeriod::Yearly } else { BillingPeriod::Monthly };
    // Most companies start with few seats, some with many.
    let (least, most) = account.band.seats;
    let spread = rng.random::<f64>();
    let quantity = least + ((most - least + 1) as f64 * spread * spread) as i64;
    let discount_pct = match rng.random_range(0..100) {
        0..=6 => 10,
        7..=9 if quantity >= 5 => 20,
        10..=13 if is_yearly => 15,
        _ => 0,
    };
    let trial = chance(rng, TRIAL_SHARE).then_some((signed_up_at, signed_up_at + Instant::from(TRIAL_DAYS) * DAY));
    Terms {
        plan: core_plan(tier, period),
        quantity: quantity.min(most),
        discount_pct,
        trial,
        starts_at: trial.map_or(signed_up_at, |(_, ends_at)| ends_at),
        ends_with: None,
    }
}

/// The Core subscription, its add-ons, and perhaps a second life after the first one ended.
fn buy(world: &World, account: &Account, first: Terms, rng: &mut ChaCha8Rng, ids: &mut Ids, out: &mut History) {
    let core = run(world, account, first, rng, ids, out);
    buy_addons(world, account, &core, rng, ids, out);
    let ended_at = core.ended_at;
    let last = core.states.last().copied();
    out.timelines.push(core);
    if let (Some(ended_at), Some(State { plan, quantity, .. })) = (ended_at, last) {
        let starts_at = ended_at + rng.random_range(35..260) * DAY;
        if chance(rng, WIN_BACK_SHARE) && starts_at < world.calendar.end() {
            let second = Terms { plan, quantity, discount_pct: 10, trial: None, starts_at, ends_with: None };
            let again = run(world, account, second, rng, ids, out);
            out.timelines.push(again);
        }
    }
}

fn unpaid_trial(world: &World, account: &Account, terms: Terms, ids: &mut Ids) -> Subscription {
    let (from, to) = terms.trial.unwrap_or((terms.starts_at, terms.starts_at));
    let is_over = to < world.calendar.end();
    Subscription {
        id: Ids::next(&mut ids.subscription),
        customer_id: account.row.id,
        plan_id: PLANS[terms.plan].id,
        status: if is_over { "trial_expired" } else { "trialing" },
        quantity: terms.quantity,
        discount_pct: terms.discount_pct,
        currency: account.country.currency.code(),
        trial_started_at: Some(from),
        trial_ends_at: Some(to),
        started_at: None,
        canceled_at: None,
        ended_at: is_over.then_some(to),
        cancel_reason: is_over.then_some("trial_expired"),
        created_at: from,
        updated_at: if is_over { to } else { from },
    }
}

/// Some accounts are deleted a while after their last subscription ended.
fn delete_if_gone(world: &World, rng: &mut ChaCha8Rng, out: &mut History) {
    let is_gone = out.subscriptions.iter().all(|subscription| subscription.ended_at.is_some());
    let last_end = out.subscriptions.iter().filter_map(|subscription| subscription.ended_at).max();
    if let Some(last_end) = last_end.filter(|_| is_gone && chance(rng, DELETED_SHARE)) {
        let deleted_at = last_end + rng.random_range(10..120) * DAY;
        if deleted_at < world.calendar.end() {
            out.customer.deleted_at = Some(deleted_at);
            out.customer.updated_at = deleted_at;
        }
    }
}
