//! Invoices and the attempts to have them paid.

use chrono::NaiveDate;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::behaviour::{DUPLICATE_WEBHOOK_SHARE, INCIDENT_CARD_SUCCESS, INCIDENT_DAYS, INCIDENT_MONTH};
use crate::calendar::{Calendar, DAY, Instant, SECOND, day_of, day_of_instant};
use crate::catalog::PLANS;
use crate::tables::{Invoice, InvoiceItem, Payment};

use super::account::Account;
use super::choice::chance;
use super::customer::{History, Ids, World};

const ATTEMPT_AFTER_DAYS: [i64; 4] = [0, 2, 5, 9];
const RETRY_SUCCESS: f64 = 0.52;
const VOID_SHARE: f64 = 0.004;
const REFUND_SHARE: f64 = 0.006;
const DAYS_TO_PAY: i64 = 14;
/// Invoices stay drafts for this long.
const DRAFT: Instant = 3 * 3_600 * SECOND;
const FAILURE_CODES: [&str; 4] = ["insufficient_funds", "card_declined", "expired_card", "processing_error"];

/// What is billed.
#[derive(Debug, Clone, Copy)]
pub struct Charge {
    pub subscription_id: i64,
    pub line_type: &'static str,
    pub plan: usize,
    pub quantity: i64,
    pub unit_amount_cents: i64,
    pub subtotal_cents: i64,
    pub discount_pct: i64,
    pub period: (NaiveDate, NaiveDate),
    pub issued_at: Instant,
}

/// How the collection went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collected {
    AtFirstAttempt,
    AfterRetry,
    NotYet,
    Never { gave_up_at: Instant },
}

/// Issues an invoice and tries to collect it.
pub fn bill(
    world: &World,
    account: &Account,
    charge: Charge,
    rng: &mut ChaCha8Rng,
    ids: &mut Ids,
    out: &mut History,
) -> Collected {
    if chance(rng, VOID_SHARE) {
        let mut void = invoice(account, &charge, ids, out);
        void.status = "void";
        void.updated_at = (charge.issued_at + 1_800 * SECOND).min(world.calendar.end() - 1);
        out.invoices.push(void);
    }
    let mut invoice = invoice(account, &charge, ids, out);
    let collected = if charge.issued_at + DRAFT >= world.calendar.end() {
        invoice.status = "draft";
        Collected::NotYet
    } else {
        collect(world, account, &mut invoice, rng, ids, out)
    };
    out.invoices.push(invoice);
    collected
}

fn invoice(account: &Account, charge: &Charge, ids: &mut Ids, out: &mut History) -> Invoice {
    let discount_cents = (charge.subtotal_cents * charge.discount_pct + 50) / 100;
    let net_cents = charge.subtotal_cents - discount_cents;
    let tax_cents = (net_cents * account.country.tax_percent + 50) / 100;
    let id = Ids::next(&mut ids.invoice);
    out.invoice_items.push(InvoiceItem {
        id: Ids::next(&mut ids.invoice_item),
        invoice_id: id,
        line_type: charge.line_type,
        plan_id: PLANS[charge.plan].id,
        quantity: charge.quantity,
        unit_amount_cents: charge.unit_amount_cents,
        amount_cents: charge.subtotal_cents,
    });
    Invoice {
        id,
        customer_id: account.row.id,
        subscription_id: charge.subscription_id,
        status: "open",
        currency: account.country.currency.code(),
        subtotal_cents: charge.subtotal_cents,
        discount_cents,
        tax_cents,
        total_cents: net_cents + tax_cents,
        period_start: day_of(charge.period.0),
        period_end: day_of(charge.period.1),
        issued_at: charge.issued_at,
        due_at: charge.issued_at + DAYS_TO_PAY * DAY,
        paid_at: None,
        updated_at: charge.issued_at,
    }
}

fn collect(
    world: &World,
    account: &Account,
    invoice: &mut Invoice,
    rng: &mut ChaCha8Rng,
    ids: &mut Ids,
    out: &mut History,
) -> Collected {
    let end = world.calendar.end();
    for (index, after_days) in ATTEMPT_AFTER_DAYS.into_iter().enumerate() {
        let at = invoice.issued_at + DRAFT / 2 + after_days * DAY + rng.random_range(0..3_600) * SECOND;
        if at >= end {
            return Collected::NotYet;
        }
        let is_success = account.row.is_test || chance(rng, success_chance(&world.calendar, account.method, index, at));
        let failure_code = (!is_success).then(|| failure_code(&world.calendar, at, rng));
        let mut payment = Payment {
            id: Ids::next(&mut ids.payment),
            external_id: String::new(),
            invoice_id: invoice.id,
            customer_id: invoice.customer_id,
            kind: "charge",
            attempt_number: index as i64 + 1,
            status: if is_success { "succeeded" } else { "failed" },
            failure_code,
            method: account.method,
            amount_cents: invoice.total_cents,
            currency: invoice.currency,
            created_at: at,
            received_at: at + rng.random_range(1..40) * SECOND,
        };
        payment.external_id = format!("py_{:08x}{:08x}", payment.id, rng.random::<u32>());
        deliver(payment.clone(), end, rng, ids, out);
        invoice.updated_at = at;
        if is_success {
            invoice.status = "paid";
            invoice.paid_at = Some(at);
            refund(payment, end, rng, ids, out);
            return if index == 0 { Collected::AtFirstAttempt } else { Collected::AfterRetry };
        }
    }
    invoice.status = "uncollectible";
    Collected::Never { gave_up_at: invoice.updated_at }
}

/// Stores a payment once, and now and then twice.
fn deliver(payment: Payment, end: Instant, rng: &mut ChaCha8Rng, ids: &mut Ids, out: &mut History) {
    if chance(rng, DUPLICATE_WEBHOOK_SHARE) {
        let received_at = payment.received_at + rng.random_range(30..150_000) * SECOND;
        if received_at < end {
            out.payments.push(Payment { id: Ids::next(&mut ids.payment), received_at, ..payment.clone() });
        }
    }
    out.payments.push(payment);
}

fn refund(payment: Payment, end: Instant, rng: &mut ChaCha8Rng, ids: &mut Ids, out: &mut History) {
    if !chance(rng, REFUND_SHARE) {
        return;
    }
    let created_at = payment.created_at + rng.random_range(1..20) * DAY;
    if created_at + DAY >= end {
        return;
    }
    let id = Ids::next(&mut ids.payment);
    let external_id = format!("re_{:08x}{:08x}", id, rng.random::<u32>());
    let received_at = created_at + rng.random_range(1..40) * SECOND;
    deliver(Payment { id, external_id, kind: "refund", created_at, received_at, ..payment }, end, rng, ids, out);
}

fn success_chance(calendar: &Calendar, method: &str, attempt: usize, at: Instant) -> f64 {
    let usual = match method {
        "card" => 0.952,
        "paypal" => 0.965,
        _ => 0.982,
    };
    let first = if method == "card" && is_incident(calendar, at) { INCIDENT_CARD_SUCCESS } else { usual };
    if attempt == 0 { first } else { first.min(RETRY_SUCCESS) }
}

fn failure_code(calendar: &Calendar, at: Instant, rng: &mut ChaCha8Rng) -> &'static str {
    if is_incident(calendar, at) && chance(rng, 0.8) {
        return "processing_error";
    }
    FAILURE_CODES[rng.random_range(0..FAILURE_CODES.len())]
}

fn is_incident(calendar: &Calendar, at: Instant) -> bool {
    let start = calendar.month_start(INCIDENT_MONTH);
    let day = day_of_instant(at) - start + 1;
    (INCIDENT_DAYS.0..=INCIDENT_DAYS.1).contains(&day)
}
