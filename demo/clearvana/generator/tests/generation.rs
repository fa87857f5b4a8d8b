//! What a generation must give: the same bytes again, unique keys, and the dirt that staging has to deal with.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::{Date32Type, Int64Type, TimestampMicrosecondType};
use chrono::NaiveDate;
use clearvana_generator::{GeneratorError, Settings, Summary, generate};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

const MICROS_A_DAY: i64 = 86_400_000_000;

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn generate_into(folder: &Path, scale: f64, seed: u64) -> Summary {
    let settings = Settings::new(scale, as_of(), seed).unwrap();
    generate(&settings, folder, &mut |_, _| {}).unwrap()
}

fn read(folder: &Path, table: &str) -> RecordBatch {
    let file = File::open(folder.join(format!("{table}.parquet"))).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = reader.schema().clone();
    let batches: Vec<_> = reader.build().unwrap().map(Result::unwrap).collect();
    concat_batches(&schema, &batches).unwrap()
}

fn texts<'a>(batch: &'a RecordBatch, column: &str) -> Vec<Option<&'a str>> {
    batch.column_by_name(column).unwrap().as_string::<i32>().iter().collect()
}

fn ints(batch: &RecordBatch, column: &str) -> Vec<i64> {
    batch.column_by_name(column).unwrap().as_primitive::<Int64Type>().values().to_vec()
}

fn instants(batch: &RecordBatch, column: &str) -> Vec<Option<i64>> {
    batch.column_by_name(column).unwrap().as_primitive::<TimestampMicrosecondType>().iter().collect()
}

fn file_bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect()
}

#[test]
fn same_settings_give_the_same_bytes() {
    let (first, second, other) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    generate_into(first.path(), 0.02, 7);
    generate_into(second.path(), 0.02, 7);
    generate_into(other.path(), 0.02, 8);
    let files = file_bytes(first.path());
    assert_eq!(files.len(), 13);
    assert!(files == file_bytes(second.path()));
    assert!(files != file_bytes(other.path()));
}

#[test]
fn keys_are_unique() {
    let folder = tempfile::tempdir().unwrap();
    let summary = generate_into(folder.path(), 0.1, 7);
    for table in summary.tables.iter().filter(|table| table.name != "fx_rates") {
        let ids = ints(&read(folder.path(), table.name), "id");
        assert_eq!(ids.len() as u64, table.rows, "{}", table.name);
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{}", table.name);
    }
}

#[test]
fn references_hold_and_amounts_add_up() {
    let folder = tempfile::tempdir().unwrap();
    generate_into(folder.path(), 0.1, 7);
    let subscriptions: HashSet<i64> = ints(&read(folder.path(), "subscriptions"), "id").into_iter().collect();
    let invoices = read(folder.path(), "invoices");
    assert!(ints(&invoices, "subscription_id").iter().all(|id| subscriptions.contains(id)));
    let (subtotal, discount) = (ints(&invoices, "subtotal_cents"), ints(&invoices, "discount_cents"));
    let (tax, total) = (ints(&invoices, "tax_cents"), ints(&invoices, "total_cents"));
    assert!((0..total.len()).all(|row| subtotal[row] - discount[row] + tax[row] == total[row]));

    let items = read(folder.path(), "invoice_items");
    let mut lines: HashMap<i64, i64> = HashMap::new();
    for (invoice, amount) in ints(&items, "invoice_id").into_iter().zip(ints(&items, "amount_cents")) {
        *lines.entry(invoice).or_default() += amount;
    }
    assert!(ints(&invoices, "id").iter().zip(&subtotal).all(|(id, subtotal)| lines.get(id) == Some(subtotal)));
}

#[test]
fn the_dirt_is_there() {
    let folder = tempfile::tempdir().unwrap();
    generate_into(folder.path(), 0.2, 7);

    let customers = read(folder.path(), "customers");
    let countries: HashSet<_> = texts(&customers, "country").into_iter().flatten().collect();
    assert!(countries.contains("DE") && countries.contains("de") && countries.contains("Deutschland"));
    let emails = texts(&customers, "email");
    assert!(emails.iter().collect::<HashSet<_>>().len() < emails.len());
    assert!(customers.column_by_name("is_test").unwrap().as_boolean().true_count() > 0);
    assert!(customers.column_by_name("deleted_at").unwrap().null_count() < customers.num_rows());

    let payments = read(folder.path(), "payments");
    let external_ids = texts(&payments, "external_id");
    let distinct = external_ids.iter().collect::<HashSet<_>>().len();
    assert!(distinct < external_ids.len() && distinct * 100 > external_ids.len() * 95);
    assert!(texts(&payments, "kind").contains(&Some("refund")));

    let usage = read(folder.path(), "usage_events");
    let days = usage.column_by_name("event_date").unwrap().as_primitive::<Date32Type>().values().to_vec();
    let late = days
        .iter()
        .zip(instants(&usage, "received_at"))
        .filter(|(day, received_at)| received_at.unwrap().div_euclid(MICROS_A_DAY) > i64::from(**day))
        .count();
    assert!(late * 1_000 > days.len() * 10 && late * 1_000 < days.len() * 30);

    let rates = read(folder.path(), "fx_rates");
    let quoted = rates.column_by_name("rate_date").unwrap().as_primitive::<Date32Type>().values().to_vec();
    // 1970-01-01 was a Thursday, so day 2 was a Saturday.
    assert!(quoted.iter().all(|day| !matches!((day - 2).rem_euclid(7), 0 | 1)));
}

#[test]
fn nothing_happens_after_the_history() {
    let folder = tempfile::tempdir().unwrap();
    generate_into(folder.path(), 0.1, 7);
    let end = as_of().and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp_micros() + MICROS_A_DAY;
    for (table, column) in [
        ("customers", "created_at"),
        ("customers", "updated_at"),
        ("customers", "deleted_at"),
        ("subscriptions", "ended_at"),
        ("subscriptions", "canceled_at"),
        ("subscriptions", "updated_at"),
        ("subscription_changes", "effective_at"),
        ("invoices", "issued_at"),
        ("invoices", "updated_at"),
        ("payments", "created_at"),
        ("usage_events", "received_at"),
        ("nps_responses", "responded_at"),
    ] {
        let latest = instants(&read(folder.path(), table), column).into_iter().flatten().max();
        assert!(latest.unwrap() < end, "{table}.{column}");
    }
}

#[test]
fn the_expected_mrr_moves_as_its_movements_say() {
    let folder = tempfile::tempdir().unwrap();
    let months = generate_into(folder.path(), 0.2, 7).ground_truth.months;
    assert_eq!(months.len(), 36);
    let mut opening = 0;
    for month in &months {
        let movements = month.new_cents
            + month.reactivation_cents
            + month.expansion_cents
            + month.contraction_cents
            + month.churned_cents;
        assert_eq!(opening + movements, month.mrr_cents, "{}", month.month);
        opening = month.mrr_cents;
        let customers = month.opening_customers + month.new_customers + month.reactivated_customers;
        assert_eq!(customers - month.churned_customers, month.active_customers, "{}", month.month);
    }
    assert!(months[35].mrr_cents > 3 * months[12].mrr_cents);
}

/// The rows say the same as the ledger, which never sees them as rows: deduplicated, test accounts out.
#[test]
fn the_expected_payments_are_those_of_the_rows() {
    let folder = tempfile::tempdir().unwrap();
    let months = generate_into(folder.path(), 0.2, 7).ground_truth.months;
    let customers = read(folder.path(), "customers");
    let is_test = customers.column_by_name("is_test").unwrap().as_boolean().clone();
    let tests: HashSet<i64> = ints(&customers, "id")
        .into_iter()
        .enumerate()
        .filter(|(row, _)| is_test.value(*row))
        .map(|(_, id)| id)
        .collect();
    let payments = read(folder.path(), "payments");
    let (kinds, statuses) = (texts(&payments, "kind"), texts(&payments, "status"));
    let (ids, owners) = (texts(&payments, "external_id"), ints(&payments, "customer_id"));
    let mut seen = HashSet::new();
    let rows: Vec<usize> = (0..kinds.len())
        .filter(|row| kinds[*row] == Some("charge") && !tests.contains(&owners[*row]) && seen.insert(ids[*row]))
        .collect();
    let successes = rows.iter().filter(|row| statuses[**row] == Some("succeeded")).count() as u64;
    assert_eq!(months.iter().map(|month| month.payment_attempts).sum::<u64>(), rows.len() as u64);
    assert_eq!(months.iter().map(|month| month.payment_successes).sum::<u64>(), successes);
    assert!(months.iter().all(|month| month.first_attempt_successes <= month.first_attempts));
}

#[test]
fn the_bad_channel_pays_back_last() {
    let folder = tempfile::tempdir().unwrap();
    let channels = generate_into(folder.path(), 1.0, 7).ground_truth.channels;
    let slowest = channels.iter().max_by(|a, b| a.payback_months_of_mrr.partial_cmp(&b.payback_months_of_mrr).unwrap());
    assert_eq!(slowest.unwrap().channel, "paid_social");
}

#[test]
fn the_incident_month_shows_in_failed_payments() {
    let folder = tempfile::tempdir().unwrap();
    generate_into(folder.path(), 0.4, 7);
    let payments = read(folder.path(), "payments");
    let (kinds, statuses) = (texts(&payments, "kind"), texts(&payments, "status"));
    let attempts = ints(&payments, "attempt_number");
    let created = instants(&payments, "created_at");
    let success_rate = |from: &str, to: &str| {
        let micros =
            |day: &str| day.parse::<NaiveDate>().unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp_micros();
        let rows: Vec<usize> = (0..kinds.len())
            .filter(|row| kinds[*row] == Some("charge") && attempts[*row] == 1)
            .filter(|row| (micros(from)..micros(to)).contains(&created[*row].unwrap()))
            .collect();
        let succeeded = rows.iter().filter(|row| statuses[**row] == Some("succeeded")).count();
        succeeded as f64 / rows.len() as f64
    };
    assert!(success_rate("2026-05-08", "2026-05-20") < 0.85);
    assert!(success_rate("2026-03-01", "2026-05-01") > 0.93);
}

#[test]
fn settings_out_of_range_are_refused() {
    assert!(matches!(Settings::new(0.0, as_of(), 7), Err(GeneratorError::Scale { .. })));
    assert!(matches!(Settings::new(f64::NAN, as_of(), 7), Err(GeneratorError::Scale { .. })));
    assert!(matches!(Settings::new(1.0, NaiveDate::MIN, 7), Err(GeneratorError::AsOf { .. })));
}
