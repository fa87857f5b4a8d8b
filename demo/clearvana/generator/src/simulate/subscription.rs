//! The life of one subscription, month by month from its start.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::behaviour::{
    BAD_CHANNEL, BAD_CHANNEL_FACTOR, FAILED_PAYMENT_FACTOR, LOW_USAGE_FACTOR, MONTHLY_CHURN,
    NEAR_LIMIT_EXPANSION_FACTOR, PRICE_RISE_FACTOR, SINGLE_SEAT_FACTOR, YEARLY_CHURN,
};
use crate::calendar::{DAY, Instant, add_months, date_of, day_of, day_of_instant};
use crate::catalog::{BillingPeriod, CORE, CORE_TIERS, PLANS, core_plan};
use crate::tables::{Subscription, SubscriptionChange};

use super::account::Account;
use super::billing::{Charge, Collected, bill};
use super::choice::chance;
use super::customer::{History, Ids, World};
use super::timeline::{State, Timeline};

const ADDON_MONTHLY_CHURN: f64 = 0.010;
const MAX_YEARLY_CHURN: f64 = 0.6;
const ADD_SEATS: f64 = 0.020;
const REMOVE_SEATS: f64 = 0.011;
const UPGRADE: f64 = 0.0055;
const DOWNGRADE: f64 = 0.0025;
const PAUSE: f64 = 0.0025;
const REASONS: [&str; 5] = ["too_expensive", "missing_features", "switched_provider", "no_longer_needed", "unused"];

/// What a subscription starts with.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    pub plan: usize,
    pub quantity: i64,
    pub discount_pct: i64,
    pub trial: Option<(Instant, Instant)>,
    pub starts_at: Instant,
    /// An add-on ends with its Core subscription.
    pub ends_with: Option<Instant>,
}

/// Runs a paid subscription to its end or to the end of the history.
pub fn run(
    world: &World,
    account: &Account,
    terms: Terms,
    rng: &mut ChaCha8Rng,
    ids: &mut Ids,
    out: &mut History,
) -> Timeline {
    let id = Ids::next(&mut ids.subscription);
    let mut life = Life::start(world, account, terms, id, ids, out);
    let mut month = 0;
    while life.month(month, rng, ids, out) == Next::Goes {
        month += 1;
    }
    out.subscriptions.push(life.row());
    life.timeline
}

#[derive(Debug, PartialEq, Eq)]
enum Next {
    Goes,
    Stops,
}

struct Life<'a> {
    world: &'a World,
    account: &'a Account,
    terms: Terms,
    id: i64,
    timeline: Timeline,
    state: State,
    canceled_at: Option<Instant>,
    cancel_reason: Option<&'static str>,
    paused_until_month: Option<u32>,
    failed_payment_months: u32,
    price_rise_months: u32,
    updated_at: Instant,
}

impl<'a> Life<'a> {
    fn start(world: &'a World, account: &'a Account, terms: Terms, id: i64, ids: &mut Ids, out: &mut History) -> Self {
        let day = day_of_instant(terms.starts_at);
        let currency = account.country.currency;
        let state = State {
            from: terms.starts_at,
            plan: terms.plan,
            quantity: terms.quantity,
            unit_amount_cents: PLANS[terms.plan].price_for_new(currency, day, &world.calendar),
            is_paused: false,
        };
        out.changes.push(change(ids, id, "start", None, state));
        let timeline = Timeline {
            states: vec![state],
            ended_at: None,
            discount_pct: terms.discount_pct,
            usd_rate_micros: world.fx.micros(currency, day),
        };
        Self {
            world,
            account,
            terms,
            id,
            timeline,
            state,
            canceled_at: None,
            cancel_reason: None,
            paused_until_month: None,
            failed_payment_months: 0,
            price_rise_months: 0,
            updated_at: terms.starts_at,
        }
    }

    /// Instant of the monthly anniversary.
    fn anniversary(&self, month: u32) -> Instant {
        let start = date_of(day_of_instant(self.terms.starts_at));
        Instant::from(day_of(add_months(start, month))) * DAY + self.terms.starts_at.rem_euclid(DAY)
    }

    fn is_yearly(&self) -> bool {
        PLANS[self.state.plan].period == BillingPeriod::Yearly
    }

    fn is_core(&self) -> bool {
        PLANS[self.state.plan].product == CORE
    }

    fn month(&mut self, month: u32, rng: &mut ChaCha8Rng, ids: &mut Ids, out: &mut History) -> Next {
        let at = self.anniversary(month);
        let is_renewal = !self.is_yearly() || month.is_multiple_of(12);
        if let Some(core_end) = self.terms.ends_with.filter(|core_end| *core_end <= at) {
            return self.end(core_end, core_end, "core_canceled");
        }
        if month > 0 && is_renewal && self.paused_until_month.is_none() && chance(rng, self.churn_chance()) {
            let longest_notice = if self.is_yearly() { 60 } else { 27 };
            let asked_at = at - rng.random_range(1..longest_notice) * DAY - rng.random_range(0..DAY / 2);
            if asked_at < self.world.calendar.end() {
                let reason = REASONS[rng.random_range(0..REASONS.len())];
                return self.end(asked_at, at, reason);
            }
        }
        if at >= self.world.calendar.end() {
            return Next::Stops;
        }
        if month > 0 {
            if self.is_paused_at(month, at, rng, ids, out) {
                return Next::Goes;
            }
            self.adjust(month, at, is_renewal, rng, ids, out);
        }
        if !is_renewal {
            return Next::Goes;
        }
        let plan = &PLANS[self.state.plan];
        let charge = self.charge(
            "subscription",
            self.state.quantity,
            self.state.unit_amount_cents * self.state.quantity,
            at,
            plan.period.months() as u32,
        );
        self.pay(charge, rng, ids, out)
    }

    fn churn_chance(&self) -> f64 {
        if !self.is_core() {
            return if self.is_yearly() { ADDON_MONTHLY_CHURN * 6.0 } else { ADDON_MONTHLY_CHURN };
        }
        let mut factor = 1.0;
        if self.account.has_low_early_usage {
            factor *= LOW_USAGE_FACTOR;
        }
        if self.state.quantity < 2 {
            factor *= SINGLE_SEAT_FACTOR;
        }
        if self.failed_payment_months > 0 {
            factor *= FAILED_PAYMENT_FACTOR;
        }
        if self.price_rise_months > 0 {
            factor *= PRICE_RISE_FACTOR;
        }
        if self.account.channel.name == BAD_CHANNEL {
            factor *= BAD_CHANNEL_FACTOR;
        }
        if self.is_yearly() { (YEARLY_CHURN * factor).min(MAX_YEARLY_CHURN) } else { MONTHLY_CHURN * factor }
    }

    /// Starts, continues or ends a pause; true while paused.
    fn is_paused_at(
        &mut self,
        month: u32,
        at: Instant,
        rng: &mut ChaCha8Rng,
        ids: &mut Ids,
        out: &mut History,
    ) -> bool {
        match self.paused_until_month {
            Some(until) if month < until => true,
            Some(_) => {
                self.paused_until_month = None;
                self.apply("reactivation", State { is_paused: false, from: at, ..self.state }, ids, out);
                false
            }
            None if self.is_core() && !self.is_yearly() && chance(rng, PAUSE) => {
                self.paused_until_month = Some(month + rng.random_range(1..4));
                self.apply("pause", State { is_paused: true, from: at, ..self.state }, ids, out);
                true
            }
            None => false,
        }
    }

    /// Price rise, seats and tier; what is added within a paid year is billed for the rest of it.
    fn adjust(
        &mut self,
        month: u32,
        at: Instant,
        is_renewal: bool,
        rng: &mut ChaCha8Rng,
        ids: &mut Ids,
        out: &mut History,
    ) {
        self.failed_payment_months = self.failed_payment_months.saturating_sub(1);
        self.price_rise_months = self.price_rise_months.saturating_sub(1);
        let currency = self.account.country.currency;
        let day = day_of_instant(at);
        let list_price = PLANS[self.state.plan].price_for_existing(currency, day, &self.world.calendar);
        if is_renewal && list_price > self.state.unit_amount_cents {
            self.price_rise_months = 2;
            self.apply("price_change", State { unit_amount_cents: list_price, from: at, ..self.state }, ids, out);
        }
        if !self.is_core() {
            return;
        }
        let appetite = if self.account.is_near_limit { NEAR_LIMIT_EXPANSION_FACTOR } else { 1.0 };
        let before = self.state;
        let tier = before.plan / 2;
        if chance(rng, ADD_SEATS * appetite) {
            let added = (before.quantity as f64 * rng.random_range(0.08..0.4)).round().max(1.0) as i64;
            self.apply("seat_change", State { quantity: before.quantity + added, from: at, ..before }, ids, out);
        } else if is_renewal && before.quantity > 1 && chance(rng, REMOVE_SEATS) {
            let removed = (before.quantity as f64 * rng.random_range(0.05..0.35)).round().max(1.0) as i64;
            let quantity = (before.quantity - removed).max(1);
            self.apply("seat_change", State { quantity, from: at, ..before }, ids, out);
        } else if tier + 1 < CORE_TIERS && chance(rng, UPGRADE * appetite) {
            self.apply("upgrade", self.at_tier(tier + 1, at), ids, out);
        } else if is_renewal && tier > 0 && chance(rng, DOWNGRADE) {
            self.apply("downgrade", self.at_tier(tier - 1, at), ids, out);
        }
        let added_cents =
            self.state.unit_amount_cents * self.state.quantity - before.unit_amount_cents * before.quantity;
        if !is_renewal && added_cents > 0 {
            let months_left = 12 - month % 12;
            let subtotal_cents = (added_cents * i64::from(months_left) + 6) / 12;
            let charge = self.charge("proration", 1, subtotal_cents, at, months_left);
            // A proration that is never paid is written off; the subscription itself goes on.
            bill(self.world, self.account, charge, rng, ids, out);
        }
    }

    fn at_tier(&self, tier: usize, at: Instant) -> State {
        let plan = core_plan(tier, PLANS[self.state.plan].period);
        let price = PLANS[plan].price_for_new(self.account.country.currency, day_of_instant(at), &self.world.calendar);
        State { plan, unit_amount_cents: price, from: at, ..self.state }
    }

    fn apply(&mut self, change_type: &'static str, next: State, ids: &mut Ids, out: &mut History) {
        out.changes.push(change(ids, self.id, change_type, Some(self.state), next));
        self.timeline.states.push(next);
        self.state = next;
        self.updated_at = next.from;
    }

    fn charge(&self, line_type: &'static str, quantity: i64, subtotal_cents: i64, at: Instant, months: u32) -> Charge {
        let start = date_of(day_of_instant(at));
        Charge {
            subscription_id: self.id,
            line_type,
            plan: self.state.plan,
            quantity,
            unit_amount_cents: subtotal_cents / quantity.max(1),
            subtotal_cents,
            discount_pct: self.terms.discount_pct,
            period: (start, add_months(start, months)),
            issued_at: at,
        }
    }

    fn pay(&mut self, charge: Charge, rng: &mut ChaCha8Rng, ids: &mut Ids, out: &mut History) -> Next {
        match bill(self.world, self.account, charge, rng, ids, out) {
            Collected::AtFirstAttempt | Collected::NotYet => Next::Goes,
            Collected::AfterRetry => {
                self.failed_payment_months = 2;
                Next::Goes
            }
            Collected::Never { gave_up_at } => self.end(gave_up_at, gave_up_at, "payment_failed"),
        }
    }

    /// Ends the subscription; an end past the history stays a wish.
    fn end(&mut self, asked_at: Instant, ends_at: Instant, reason: &'static str) -> Next {
        self.canceled_at = Some(asked_at);
        self.cancel_reason = Some(reason);
        self.updated_at = self.updated_at.max(asked_at);
        if ends_at < self.world.calendar.end() {
            self.timeline.ended_at = Some(ends_at);
            self.updated_at = ends_at;
        }
        Next::Stops
    }

    fn row(&self) -> Subscription {
        let status = match (self.timeline.ended_at, self.state.is_paused) {
            (Some(_), _) => "canceled",
            (None, true) => "paused",
            (None, false) => "active",
        };
        Subscription {
            id: self.id,
            customer_id: self.account.row.id,
            plan_id: PLANS[self.state.plan].id,
            status,
            quantity: self.state.quantity,
            discount_pct: self.terms.discount_pct,
            currency: self.account.country.currency.code(),
            trial_started_at: self.terms.trial.map(|(from, _)| from),
            trial_ends_at: self.terms.trial.map(|(_, to)| to),
            started_at: Some(self.terms.starts_at),
            canceled_at: self.canceled_at,
            ended_at: self.timeline.ended_at,
            cancel_reason: self.cancel_reason,
            created_at: self.terms.trial.map_or(self.terms.starts_at, |(from, _)| from),
            updated_at: self.updated_at,
        }
    }
}

fn change(
    ids: &mut Ids,
    subscription_id: i64,
    change_type: &'static str,
    before: Option<State>,
    after: State,
) -> SubscriptionChange {
    SubscriptionChange {
        id: Ids::next(&mut ids.change),
        subscription_id,
        change_type,
        effective_at: after.from,
        old_plan_id: before.map(|state| PLANS[state.plan].id),
        new_plan_id: PLANS[after.plan].id,
        old_quantity: before.map(|state| state.quantity),
        new_quantity: after.quantity,
        old_unit_amount_cents: before.map(|state| state.unit_amount_cents),
        new_unit_amount_cents: after.unit_amount_cents,
        created_at: after.from,
    }
}
