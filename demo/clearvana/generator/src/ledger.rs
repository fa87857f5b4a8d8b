//! What must come out of the histories, month by month and channel by channel, added up without any SQL.
//!
//! In: one customer's history after the other, as it was lived, not the rows that were written. Out: [`MonthlyTruth`] and
//! [`ChannelTruth`]. Test accounts are left out, and a webhook that was delivered twice is one payment.

use std::collections::HashSet;

use serde::Serialize;

use crate::behaviour;
use crate::calendar::{Calendar, date_of, day_of_instant};
use crate::market::CHANNELS;
use crate::simulate::History;
use crate::tables::AcquisitionCost;

/// MRR at the end of a month (of the history, for the last month) and what moved it, in USD cents; customers and
/// payment attempts of the month.
///
/// A subscription's amount is `unit × quantity × (100 − discount) % ÷ months of the billing period`, at the
/// exchange rate of the day on which it started, rounded half up. It counts from its first paid moment to the
/// moment its end takes effect, pauses left out. Movements are named by what happened to the *customer*.
#[derive(Debug, Clone, Default, Serialize, PartialEq, Eq)]
pub struct MonthlyTruth {
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
    /// Customers with MRR above zero at the start.
    pub opening_customers: u64,
    /// Customers with MRR above zero at the end.
    pub active_customers: u64,
    /// Customers with MRR for the first time.
    pub new_customers: u64,
    /// Customers who came back.
    pub reactivated_customers: u64,
    /// Customers who left.
    pub churned_customers: u64,
    /// Attempts to collect an invoice, by the time of the attempt.
    pub payment_attempts: u64,
    /// Of these, those that succeeded.
    pub payment_successes: u64,
    /// First attempts on an invoice.
    pub first_attempts: u64,
    /// Of these, those that succeeded.
    pub first_attempt_successes: u64,
}

/// What a channel cost and brought over the whole history.
#[derive(Debug, Clone, Default, Serialize, PartialEq)]
pub struct ChannelTruth {
    /// The channel.
    pub channel: &'static str,
    /// Marketing and sales, in USD cents.
    pub spend_cents: i64,
    /// Customers with MRR for the first time.
    pub new_customers: u64,
    /// Their MRR at the end of that month.
    pub new_mrr_cents: i64,
    /// Months of that MRR, before any cost of serving it, that pay back the spend; none without customers.
    pub payback_months_of_mrr: Option<f64>,
}

/// Adds up customers, one after the other.
#[derive(Debug)]
pub struct Ledger {
    months: Vec<MonthlyTruth>,
    channels: Vec<ChannelTruth>,
}

impl Ledger {
    pub fn new(calendar: &Calendar) -> Self {
        let months = (0..behaviour::MONTHS_OF_HISTORY)
            .map(|index| MonthlyTruth {
                month: date_of(calendar.month_start(index)).to_string(),
                ..MonthlyTruth::default()
            })
            .collect();
        let channels =
            CHANNELS.iter().map(|channel| ChannelTruth { channel: channel.name, ..ChannelTruth::default() }).collect();
        Self { months, channels }
    }

    pub fn add(&mut self, calendar: &Calendar, history: &History) {
        if history.customer.is_test {
            return;
        }
        self.add_mrr(calendar, history);
        self.add_payments(calendar, history);
    }

    /// Months and channels, once all customers are in.
    pub fn finish(mut self, costs: &[AcquisitionCost]) -> (Vec<MonthlyTruth>, Vec<ChannelTruth>) {
        for channel in &mut self.channels {
            let rows = costs.iter().filter(|row| row.channel == channel.channel);
            channel.spend_cents = rows.map(|row| row.marketing_spend_cents + row.sales_spend_cents).sum();
            channel.payback_months_of_mrr =
                (channel.new_mrr_cents > 0).then(|| channel.spend_cents as f64 / channel.new_mrr_cents as f64);
        }
        (self.months, self.channels)
    }

    fn add_mrr(&mut self, calendar: &Calendar, history: &History) {
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
            month.opening_customers += u64::from(opening > 0);
            month.active_customers += u64::from(closing > 0);
            month.churned_customers += u64::from(opening > 0 && closing == 0);
            month.reactivated_customers += u64::from(opening == 0 && closing > 0 && was_ever_active);
            if closing > 0 && !was_ever_active {
                month.new_customers += 1;
                if let Some(channel) = self.channels.get_mut(history.channel_index) {
                    channel.new_customers += 1;
                    channel.new_mrr_cents += closing;
                }
            }
            was_ever_active |= closing > 0;
            before = after;
        }
    }

    fn add_payments(&mut self, calendar: &Calendar, history: &History) {
        let mut seen = HashSet::new();
        for payment in history.payments.iter().filter(|payment| payment.kind == "charge") {
            let is_delivered_again = !seen.insert(&payment.external_id);
            let index = calendar.month_index(day_of_instant(payment.created_at)) as usize;
            let Some(month) = self.months.get_mut(index) else { continue };
            if is_delivered_again {
                continue;
            }
            let is_first = payment.attempt_number == 1;
            let is_success = payment.status == "succeeded";
            month.payment_attempts += 1;
            month.payment_successes += u64::from(is_success);
            month.first_attempts += u64::from(is_first);
            month.first_attempt_successes += u64::from(is_first && is_success);
        }
    }
}
