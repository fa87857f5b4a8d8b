//! The whole generation: customers one after the other, straight into the files.

use std::collections::BTreeMap;
use std::path::Path;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::behaviour::MONTHS_OF_HISTORY;
use crate::calendar::{Calendar, DAY, Instant};
use crate::fx::FxRates;
use crate::ground_truth::GroundTruth;
use crate::ledger::Ledger;
use crate::market::CHANNELS;
use crate::parquet_file::{ParquetFile, Record};
use crate::simulate::{History, Ids, World, signup_instants, simulate_customer};
use crate::tables::{
    AcquisitionCost, Customer, FxRate, Invoice, InvoiceItem, NpsResponse, Payment, Subscription, SubscriptionChange,
    UsageEvent, plan_prices, product_rows,
};
use crate::{GeneratorError, Result, Settings};

const COST_STREAM: u64 = u64::MAX - 3;
const PROGRESS_EVERY: u64 = 500;

/// What was written.
#[derive(Debug)]
pub struct Summary {
    /// The tables, by name.
    pub tables: Vec<TableSummary>,
    /// What was planted, as written to `ground_truth.json`.
    pub ground_truth: GroundTruth,
}

/// One table's file.
#[derive(Debug)]
pub struct TableSummary {
    /// Name of the table; the file is `<name>.parquet`.
    pub name: &'static str,
    /// Number of rows.
    pub rows: u64,
}

/// Writes all tables and the ground truth into `folder`, which is created if need be.
/// `progress` hears the number of customers done and of all.
///
/// # Errors
/// If the folder or a file cannot be written; files written so far stay behind.
pub fn generate(settings: &Settings, folder: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<Summary> {
    std::fs::create_dir_all(folder).map_err(|source| GeneratorError::Write { path: folder.to_owned(), source })?;
    let calendar = Calendar::ending(settings.as_of());
    let world = World { calendar, fx: FxRates::draw(&calendar, settings.seed()), seed: settings.seed() };
    let mut files = Files::create(folder)?;
    let mut ledger = Ledger::new(&calendar);
    let mut signups = vec![[0_i64; CHANNELS.len()]; MONTHS_OF_HISTORY as usize];
    let mut ids = Ids::default();
    let total = settings.customers();
    for (index, signed_up_at) in (0..).zip(signup_instants(&calendar, total, settings.seed())) {
        let history = simulate_customer(&world, index, signed_up_at, &mut ids);
        ledger.add(&calendar, &history);
        let month = calendar.month_index(crate::calendar::day_of_instant(signed_up_at));
        signups[month as usize][history.channel_index] += 1;
        files.push(history)?;
        if (index + 1) % PROGRESS_EVERY == 0 || index + 1 == total {
            progress(index + 1, total);
        }
    }
    let mut rows = files.finish()?;
    rows.insert("products", write_all(folder, product_rows())?);
    rows.insert("plans", write_all(folder, plan_prices(&calendar))?);
    rows.insert("fx_rates", write_all(folder, fx_rates(&world.fx))?);
    let costs = acquisition_costs(&world, &signups);
    rows.insert("acquisition_costs", write_all(folder, costs.clone())?);
    let tables = rows.iter().map(|(name, rows)| TableSummary { name, rows: *rows }).collect();
    let ground_truth = GroundTruth::new(settings, &calendar, ledger, &costs, rows);
    ground_truth.write(folder)?;
    Ok(Summary { tables, ground_truth })
}

struct Files {
    customers: ParquetFile<Customer>,
    subscriptions: ParquetFile<Subscription>,
    changes: ParquetFile<SubscriptionChange>,
    invoices: ParquetFile<Invoice>,
    invoice_items: ParquetFile<InvoiceItem>,
    payments: ParquetFile<Payment>,
    nps_responses: ParquetFile<NpsResponse>,
    usage_events: ParquetFile<UsageEvent>,
}

impl Files {
    fn create(folder: &Path) -> Result<Self> {
        Ok(Self {
            customers: ParquetFile::create(folder)?,
            subscriptions: ParquetFile::create(folder)?,
            changes: ParquetFile::create(folder)?,
            invoices: ParquetFile::create(folder)?,
            invoice_items: ParquetFile::create(folder)?,
            payments: ParquetFile::create(folder)?,
            nps_responses: ParquetFile::create(folder)?,
            usage_events: ParquetFile::create(folder)?,
        })
    }

    fn push(&mut self, history: History) -> Result<()> {
        self.customers.push(history.customer)?;
        self.subscriptions.extend(history.subscriptions)?;
        self.changes.extend(history.changes)?;
        self.invoices.extend(history.invoices)?;
        self.invoice_items.extend(history.invoice_items)?;
        self.payments.extend(history.payments)?;
        self.nps_responses.extend(history.nps_responses)?;
        self.usage_events.extend(history.usage_events)
    }

    fn finish(self) -> Result<BTreeMap<&'static str, u64>> {
        Ok(BTreeMap::from([
            (Customer::TABLE, self.customers.finish()?),
            (Subscription::TABLE, self.subscriptions.finish()?),
            (SubscriptionChange::TABLE, self.changes.finish()?),
            (Invoice::TABLE, self.invoices.finish()?),
            (InvoiceItem::TABLE, self.invoice_items.finish()?),
            (Payment::TABLE, self.payments.finish()?),
            (NpsResponse::TABLE, self.nps_responses.finish()?),
            (UsageEvent::TABLE, self.usage_events.finish()?),
        ]))
    }
}

fn write_all<R: Record>(folder: &Path, rows: Vec<R>) -> Result<u64> {
    let mut file = ParquetFile::create(folder)?;
    file.extend(rows)?;
    file.finish()
}

fn fx_rates(fx: &FxRates) -> Vec<FxRate> {
    fx.quotes()
        .map(|(rate_date, currency, usd_rate_micros)| FxRate { currency: currency.code(), rate_date, usd_rate_micros })
        .collect()
}

/// Spend follows the signups that it bought, with noise; no channel is ever quite free.
fn acquisition_costs(world: &World, signups: &[[i64; CHANNELS.len()]]) -> Vec<AcquisitionCost> {
    let mut rng = ChaCha8Rng::seed_from_u64(world.seed);
    rng.set_stream(COST_STREAM);
    let mut rows = Vec::new();
    for (month_index, counts) in (0..).zip(signups) {
        let month = world.calendar.month_start(month_index);
        for (channel, count) in CHANNELS.iter().zip(counts) {
            let mut spend = |cents_a_signup: i64| {
                let noise = rng.random_range(0.85..1.15);
                ((*count as f64 + 0.5) * cents_a_signup as f64 * noise).round() as i64
            };
            let marketing_spend_cents = spend(channel.marketing_cents);
            let sales_spend_cents = spend(channel.sales_cents);
            let updated_at: Instant = world.calendar.month_close(month_index) - DAY / 4;
            rows.push(AcquisitionCost {
                id: rows.len() as i64 + 1,
                month,
                channel: channel.name,
                marketing_spend_cents,
                sales_spend_cents,
                updated_at,
            });
        }
    }
    rows
}
