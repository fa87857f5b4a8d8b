//! The states of one subscription over time, and its monthly recurring amount.

use crate::calendar::Instant;
use crate::catalog::PLANS;
use crate::fx::ONE;

/// What is subscribed to from an instant on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    pub from: Instant,
    pub plan: usize,
    pub quantity: i64,
    pub unit_amount_cents: i64,
    pub is_paused: bool,
}

/// All states of a subscription, in order of time.
#[derive(Debug, Clone)]
pub struct Timeline {
    pub states: Vec<State>,
    pub ended_at: Option<Instant>,
    pub discount_pct: i64,
    /// Rate to USD on the day of the start; it holds for the subscription's whole life.
    pub usd_rate_micros: i64,
}

impl Timeline {
    /// Monthly recurring amount in USD cents just before `close`, rounded half up.
    pub fn mrr_usd_cents(&self, close: Instant) -> i64 {
        if self.ended_at.is_some_and(|ended_at| ended_at < close) {
            return 0;
        }
        let Some(state) = self.states.iter().rev().find(|state| state.from < close) else { return 0 };
        if state.is_paused {
            return 0;
        }
        let months = i128::from(PLANS[state.plan].period.months());
        let amount = i128::from(state.unit_amount_cents) * i128::from(state.quantity);
        let numerator = amount * i128::from(100 - self.discount_pct) * i128::from(self.usd_rate_micros);
        let denominator = 100 * months * i128::from(ONE);
        ((numerator + denominator / 2) / denominator) as i64
    }
}
