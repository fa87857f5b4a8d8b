//! `clearvana-generator`: writes the demo company's raw tables as Parquet.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate, Utc};
use clap::Parser;
use clearvana_generator::{GeneratorError, Settings, generate};

const BAD_USAGE: u8 = 2;
const PROGRESS_EVERY: Duration = Duration::from_millis(500);

/// Writes the raw tables of Clearvana, a made-up subscription company, as Parquet files.
///
/// The same scale, as-of date and seed give the same bytes. `ground_truth.json` beside the tables says what was
/// planted and which MRR must come out of each month.
#[derive(Debug, Parser)]
#[command(version, after_help = "Example:\n  clearvana-generator --out target/demo/raw --scale 1 --as-of 2026-11-21")]
struct Arguments {
    /// Folder for <table>.parquet and ground_truth.json; created if need be
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Size of the company: 1 is about 5,000 customers; fractions are fine
    #[arg(long, default_value_t = 1.0, value_name = "NUMBER")]
    scale: f64,
    /// Last day of the history; yesterday (UTC) unless given
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<NaiveDate>,
    /// Seed of all randomness
    #[arg(long, default_value_t = 7, value_name = "NUMBER")]
    seed: u64,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(BAD_USAGE)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), GeneratorError> {
    let yesterday = || Utc::now().date_naive().checked_sub_days(Days::new(1)).unwrap_or_default();
    let as_of = arguments.as_of.unwrap_or_else(yesterday);
    let settings = Settings::new(arguments.scale, as_of, arguments.seed)?;
    let started = Instant::now();
    let mut last_shown = started;
    let summary = generate(&settings, &arguments.out, &mut |done, total| {
        if last_shown.elapsed() >= PROGRESS_EVERY || done == total {
            last_shown = Instant::now();
            eprintln!("{done} of {total} customers, {:.1} s", started.elapsed().as_secs_f64());
        }
    })?;
    for table in &summary.tables {
        eprintln!("{:>10} rows  {}.parquet", table.rows, table.name);
    }
    eprintln!("{} to {as_of}: done in {:.1} s", arguments.out.display(), started.elapsed().as_secs_f64());
    Ok(())
}
