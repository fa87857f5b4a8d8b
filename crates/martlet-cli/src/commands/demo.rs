//! `martlet demo`: the demo company's data, through the generator's library.

use std::time::{Instant, SystemTime};

use chrono::{DateTime, Days, NaiveDate, Utc};
use clearvana_generator::{GeneratorError, Settings, generate, load};

use crate::args::{DemoArgs, DemoCommand, GenerateArgs, LoadArgs};
use crate::codes;
use crate::exit::Exit;
use crate::output::{self, Progress};
use crate::problem::{Failed, Problem};

const DEFAULT_SEED: u64 = 7;

pub fn run(args: DemoArgs) -> Result<Exit, Failed> {
    match args.command {
        DemoCommand::Generate(args) => run_generate(&args),
        DemoCommand::Load(args) => run_load(&args),
    }
}

fn run_load(args: &LoadArgs) -> Result<Exit, Failed> {
    let started = Instant::now();
    let settings = Settings::new(args.scale, as_of(args.as_of.as_deref())?, args.seed.unwrap_or(DEFAULT_SEED))
        .map_err(|error| from_generator(&error))?;
    let (address, mut connection) = super::extract::connect(&args.to, &args.database)?;
    let folder = tempfile::tempdir()
        .map_err(|error| Problem::error(codes::NOT_WRITABLE, format!("no temporary folder can be made: {error}")))?;
    let progress = Progress::new(false);
    let loaded = generate(&settings, folder.path(), &mut |done, all| {
        progress.now(format!("drawing {} of {} customers", output::count(done), output::count(all)));
    })
    .and_then(|_| {
        load(&mut connection, folder.path(), &mut |table, rows| {
            progress.now(format!("{table}: {} rows", output::count(rows)));
        })
    });
    progress.finish();
    let tables = loaded.map_err(|error| from_generator(&error))?;
    output::to_stdout(|out| {
        for table in &tables {
            writeln!(out, "{:>12} rows  {}", output::count(table.rows), table.name)?;
        }
        let (as_of, took) = (settings.as_of(), output::seconds(started.elapsed()));
        writeln!(out, "Clearvana to {as_of} is loaded into {address} ({took})")
    })
    .map_err(|error| Problem::error(codes::NOT_WRITABLE, format!("the summary could not be printed: {error}")))?;
    Ok(Exit::Fine)
}

fn run_generate(args: &GenerateArgs) -> Result<Exit, Failed> {
    let started = Instant::now();
    let settings = Settings::new(args.scale, as_of(args.as_of.as_deref())?, args.seed.unwrap_or(DEFAULT_SEED))
        .map_err(|error| from_generator(&error))?;
    let progress = Progress::new(false);
    let summary = generate(&settings, &args.out, &mut |done, all| {
        progress.now(format!("{} of {} customers", output::count(done), output::count(all)));
    });
    progress.finish();
    let summary = summary.map_err(|error| from_generator(&error).at(&args.out))?;
    output::to_stdout(|out| {
        for table in &summary.tables {
            writeln!(out, "{:>12} rows  {}.parquet", output::count(table.rows), table.name)?;
        }
        writeln!(
            out,
            "Clearvana to {} is written to {} ({})",
            settings.as_of(),
            args.out.display(),
            output::seconds(started.elapsed())
        )
    })
    .map_err(|error| Problem::error(codes::NOT_WRITABLE, format!("the summary could not be printed: {error}")))?;
    Ok(Exit::Fine)
}

/// The generator puts its code in front of its message.
fn from_generator(error: &GeneratorError) -> Problem {
    let text = error.to_string();
    match text.split_once(": ") {
        Some((code, message)) if code.starts_with("MRT-") => Problem::error(code, message),
        _ => Problem::error(codes::USAGE, text),
    }
}

/// Yesterday, UTC, unless it is said.
fn as_of(text: Option<&str>) -> Result<NaiveDate, Problem> {
    let Some(text) = text else {
        let today = DateTime::<Utc>::from(SystemTime::now()).date_naive();
        return Ok(today.checked_sub_days(Days::new(1)).unwrap_or(today));
    };
    text.parse().map_err(|_| {
        Problem::error(codes::NOT_A_TIME, format!("--as-of {text} is not a date")).hint("write it as 2026-06-30")
    })
}
