//! `martlet build`: marts and artifacts in, a complete site out, or nothing and every reason why.

mod app;
mod catalog;
mod copy;
mod first;
mod input;
mod snapshot;
mod staging;
mod summary;
mod values;

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Instant, SystemTime};

use chrono::{DateTime, SecondsFormat, Utc};
use martlet_site::catalog::Catalog;
use martlet_site::{FORMAT_VERSION, Index};

use self::app::App;
use self::input::Input;
use self::staging::Staging;
use self::summary::Summary;
use self::values::Values;
use crate::args::BuildArgs;
use crate::codes;
use crate::commands::query::not_printed;
use crate::exit::Exit;
use crate::output::{self, Format, Progress};
use crate::problem::{self, Failed, Problem};

pub fn run(args: BuildArgs) -> Result<Exit, Failed> {
    let started = Instant::now();
    let progress = Progress::new(args.quiet);
    let result = build(&args, &progress, started);
    progress.finish();
    let summary = result?;
    if args.format != Format::Json {
        summary.write_warnings(&mut io::stderr().lock()).map_err(|error| not_printed(&error))?;
    }
    output::to_stdout(|out| summary.write(args.format, out)).map_err(|error| not_printed(&error))?;
    Ok(Exit::Fine)
}

fn build(args: &BuildArgs, progress: &Progress, started: Instant) -> Result<Summary, Failed> {
    let app = App::find(args.app.as_deref())?;
    progress.now("reading the project");
    let input = Input::read(args)?;
    let staging = Staging::begin(&args.out)?;
    let data = staging.dir().join("data");
    let published = snapshot::publish_files(&input.tables, &data, progress)?;
    let built_at = DateTime::<Utc>::from(SystemTime::now()).to_rfc3339_opts(SecondsFormat::Secs, true);

    let session = first::session(&input, &published, &data)?;
    progress.now("counting the values of dimensions");
    let values = match &input.semantic {
        Some(layer) => Values::count(layer.manifest(), &session)?,
        None => Values::default(),
    };
    progress.now("compiling the metrics");
    let (mut catalog, noticed) = catalog::assemble(&input, &published, &values, &built_at);
    let snapshot = snapshot::id(&catalog, input.semantic_manifest())?;
    catalog.snapshot.clone_from(&snapshot);
    let folder = data.join(&snapshot);
    create_dir(&folder)?;
    write(&folder.join("footers.bin"), &published.footers)?;
    if let Some(text) = input.semantic_manifest() {
        write(&folder.join("semantic_manifest.json"), text)?;
    }
    write_json(&folder.join("catalog.json"), &catalog)?;

    let index = Index {
        format_version: FORMAT_VERSION,
        snapshot,
        project: catalog.project.name.clone(),
        as_of: catalog.as_of.clone(),
        built_at,
    };
    let first = first::compute(&catalog, &session, progress)?;
    write(&folder.join("first.bin"), &first.bundle)?;
    let (app_files, app_bytes) = app.write(staging.dir())?;
    write_json(&data.join("index.json"), &index)?;
    let out = staging.publish()?;

    let mut warnings = input.problems;
    warnings.extend(noticed);
    warnings.extend(unavailable(&catalog));
    warnings.extend(first.warnings);
    if app_files == 0 {
        warnings.push(App::missing());
    }
    problem::sort(&mut warnings);
    Ok(Summary::new(out, &index, &catalog, first.count, (app_files, app_bytes), warnings, started.elapsed()))
}

/// Metrics that the site names and cannot compute.
fn unavailable(catalog: &Catalog) -> impl Iterator<Item = Problem> {
    catalog.metrics.iter().filter_map(|metric| {
        let why = metric.unavailable.as_ref()?;
        let message = format!("metric {} is not available: {why}", metric.name);
        Some(Problem::warning(codes::METRIC_NOT_COMPILED, message).hint("its page says so, and shows no number"))
    })
}

fn write_json(path: &Path, value: &impl serde::Serialize) -> Result<(), Problem> {
    let text = serde_json::to_vec(value).map_err(|error| not_writable(path, &error.into()))?;
    write(path, &text)
}

fn write(path: &Path, content: &[u8]) -> Result<(), Problem> {
    fs::write(path, content).map_err(|error| not_writable(path, &error))
}

fn create_dir(path: &Path) -> Result<(), Problem> {
    fs::create_dir_all(path).map_err(|error| not_writable(path, &error))
}

fn not_writable(path: &Path, error: &io::Error) -> Problem {
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied => "check the permissions",
        io::ErrorKind::StorageFull => "the disk is full: make room",
        _ => "check the disk and the path",
    };
    Problem::error(codes::NOT_WRITABLE, format!("cannot be written: {error}")).at(path).hint(hint)
}

/// Errors among the problems end the build before anything is written.
fn refuse_errors(problems: Vec<Problem>) -> Result<Vec<Problem>, Failed> {
    if problems.iter().any(Problem::is_error) { Err(Failed::check(problems)) } else { Ok(problems) }
}
