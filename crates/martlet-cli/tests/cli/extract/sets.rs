//! Extracted sets, compared.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::server::PASSWORD;
use crate::support::martlet::{Run, command, martlet, run_of};

pub const NOTE: &str = "_martlet_extract.json";

pub const TABLES: [&str; 12] = [
    "customers",
    "products",
    "plans",
    "subscriptions",
    "subscription_changes",
    "invoices",
    "invoice_items",
    "payments",
    "usage_events",
    "fx_rates",
    "acquisition_costs",
    "nps_responses",
];

/// `martlet extract ARGS` with the reader's password in the environment; it is never printed.
pub fn extract<'a>(dir: &Path, args: impl IntoIterator<Item = &'a str>) -> Run {
    let output = command(dir, ["extract"].into_iter().chain(args))
        .env("MARTLET_MYSQL_PASSWORD", PASSWORD)
        .output()
        .expect("the binary starts");
    let run = run_of(dir, &output);
    assert!(!run.stdout.contains(PASSWORD) && !run.stderr.contains(PASSWORD), "{run:?}");
    run
}

pub fn rows(dir: &Path, folder: &str, table: &str) -> String {
    let sql = format!("select * from {table} order by 1, 2");
    martlet(dir, ["sql", "--parquet", folder, &sql, "--format", "csv"]).expect_code(0).stdout
}

/// Name and type of each column.
pub fn columns(dir: &Path, folder: &str, table: &str) -> String {
    let file = fs::File::open(dir.join(folder).join(format!("{table}.parquet"))).expect("a file");
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    // Whether it may be null differs: where the source has no date, the file has none.
    reader.schema().fields().iter().map(|field| format!("{} {}\n", field.name(), field.data_type())).collect()
}

pub fn assert_same(dir: &Path, one: &str, other: &str, tables: &[&str]) {
    for table in tables {
        assert_eq!(columns(dir, one, table), columns(dir, other, table), "{table}");
        assert_eq!(rows(dir, one, table), rows(dir, other, table), "{table}");
    }
}

/// The note and every file of a set.
pub fn bytes_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("a set")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.display().to_string(), fs::read(&path).expect("a file")))
        .collect();
    files.sort();
    files
}

pub fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
}

/// That the note names every file of the set and no other, with its rows.
pub fn assert_whole(folder: &Path) {
    let note = json(&folder.join(NOTE));
    let tables = note["tables"].as_object().expect("tables");
    assert_eq!(bytes_of(folder).len(), tables.len() + 1, "{}", folder.display());
    for (name, table) in tables {
        let file = fs::File::open(folder.join(format!("{name}.parquet"))).expect("a file");
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
        let mut rows = 0;
        for batch in reader.build().expect("a reader") {
            rows += batch.expect("readable rows").num_rows() as u64;
        }
        assert_eq!(Some(rows), table["rows"].as_u64(), "{name}");
    }
}

/// What runs that ended early left beside the set.
pub fn leftovers(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.contains(".tmp")).collect()
}
