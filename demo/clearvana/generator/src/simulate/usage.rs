//! What a customer does with the products, feature by feature and day by day.

use chrono::Datelike;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::behaviour::LATE_USAGE_SHARE;
use crate::calendar::{DAY, Day, Instant, SECOND, date_of, day_of_instant, weekday};
use crate::catalog::{CORE, PLANS, PRODUCTS};
use crate::tables::UsageEvent;

use super::account::Account;
use super::choice::chance;
use super::customer::{History, Ids, World};

const WEEKDAYS: [f64; 7] = [1.0, 1.06, 1.05, 1.0, 0.88, 0.22, 0.18];
const USUAL_ACTIVITY: f64 = 0.62;
const LOW_EARLY_ACTIVITY: f64 = 0.10;
const LOW_LATER_ACTIVITY: f64 = 0.36;
const EARLY_DAYS: Day = 30;
const HOLIDAY_FACTOR: f64 = 0.4;
/// Active days in a usual month; the plan's limit is spread over them.
const ACTIVE_DAYS_A_MONTH: f64 = 14.0;

/// When a customer could use the product without paying.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    pub trial: Option<(Instant, Instant)>,
    pub joined_at: Instant,
}

struct Span {
    days: std::ops::Range<Day>,
    product: usize,
    monthly_limit: f64,
}

pub fn use_products(
    world: &World,
    account: &Account,
    usage: Usage,
    rng: &mut ChaCha8Rng,
    ids: &mut Ids,
    out: &mut History,
) {
    let share_of_limit = if account.is_near_limit { rng.random_range(0.80..1.05) } else { rng.random_range(0.12..0.6) };
    let joined_on = day_of_instant(usage.joined_at);
    for span in spans(world, usage, out) {
        let quantity_a_day = span.monthly_limit * share_of_limit / ACTIVE_DAYS_A_MONTH;
        for day in span.days {
            if !chance(rng, activity(account, day, day - joined_on)) {
                continue;
            }
            for (feature, share) in PRODUCTS[span.product].features {
                if !chance(rng, *share) {
                    continue;
                }
                let quantity = (quantity_a_day * share * rng.random_range(0.3..1.2)).max(1.0) as i64;
                let Some(received_at) = arrival(world, day, rng) else { continue };
                out.usage_events.push(UsageEvent {
                    id: Ids::next(&mut ids.usage_event),
                    customer_id: account.row.id,
                    product_id: PRODUCTS[span.product].id,
                    feature,
                    event_date: day,
                    event_count: (quantity / 3).clamp(1, 2_000) as i32,
                    quantity,
                    received_at,
                });
            }
        }
    }
}

/// The days on which each product can be used: the trial, and what is subscribed to and not paused.
fn spans(world: &World, usage: Usage, out: &History) -> Vec<Span> {
    let end = world.calendar.end();
    let mut spans = Vec::new();
    if let Some((from, to)) = usage.trial {
        let days = day_of_instant(from)..day_of_instant(to.min(end));
        spans.push(Span { days, product: CORE, monthly_limit: PLANS[0].usage_limit as f64 });
    }
    for line in &out.timelines {
        let ended_at = line.ended_at.unwrap_or(end);
        let until = line.states.iter().skip(1).map(|next| next.from).chain([ended_at]);
        for (state, to) in line.states.iter().zip(until).filter(|(state, _)| !state.is_paused) {
            let plan = &PLANS[state.plan];
            let seats = if plan.is_per_seat { state.quantity } else { 1 };
            spans.push(Span {
                days: day_of_instant(state.from)..day_of_instant(to),
                product: plan.product,
                monthly_limit: (plan.usage_limit * seats) as f64,
            });
        }
    }
    spans
}

fn activity(account: &Account, day: Day, days_since_signup: Day) -> f64 {
    let base = match (account.has_low_early_usage, days_since_signup < EARLY_DAYS) {
        (false, _) => USUAL_ACTIVITY,
        (true, true) => LOW_EARLY_ACTIVITY,
        (true, false) => LOW_LATER_ACTIVITY,
    };
    let date = date_of(day);
    let is_holiday = (date.month() == 12 && date.day() >= 23) || (date.month() == 1 && date.day() <= 2);
    base * WEEKDAYS[weekday(day) as usize % WEEKDAYS.len()] * if is_holiday { HOLIDAY_FACTOR } else { 1.0 }
}

/// When the row reaches the database; `None` if that is after the history.
fn arrival(world: &World, day: Day, rng: &mut ChaCha8Rng) -> Option<Instant> {
    let days_late = if chance(rng, LATE_USAGE_SHARE) { rng.random_range(1..6) } else { 0 };
    let at = (Instant::from(day) + days_late) * DAY + rng.random_range(20 * 3_600..86_400) * SECOND;
    (at < world.calendar.end()).then_some(at)
}
