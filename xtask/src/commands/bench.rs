//! `cargo xtask bench`: measures what docs/benchmarks.md states and prints it as Markdown tables.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use clap::Args;

use crate::clearvana::Company;
use crate::mariadb::Server;
use crate::places::Places;
use crate::process::{cargo, command, run as run_command};
use crate::report::{Outcome, Report};
use crate::suite::e2e;
use crate::tools::{self, python};
use crate::web::{self, Profile};

#[derive(Debug, Args)]
pub struct BenchArgs {
    /// Only the measurements whose name contains this, and what they need
    #[arg(long, default_value = "")]
    only: String,
}

pub fn run(places: &Places, args: &BenchArgs) -> Result<()> {
    let mut report = Report::only(&args.only);
    tools::install_all(places, &mut report)?;
    let app = web::build(places, Profile::Web, &mut report)?;
    let company = Company::new(places, "demo", places.demo(), "1", None);
    company.build(&app, &mut report)?;
    report.step("options of large projects", || {
        run_command(cargo(places).args(["bench", "--quiet", "--package", "martlet-semantic", "--bench", "options"]))?;
        Ok(Outcome::Done)
    });
    report.step("Martlet beside MetricFlow in DuckDB", || peers(places));
    for scale in ["1", "10"] {
        report.step(&format!("through a database at scale {scale}"), || through_a_database(places, &app, scale));
    }
    report.step("sizes", || sizes(places, "development profile", &app));
    let published = places.app(true);
    if published.is_dir() {
        report.step("sizes of the published profile", || sizes(places, "published profile", &published));
    }
    report.step("queries in Chromium", || {
        run_command(&mut e2e::script(places, &company.site(), "bench.mjs"))?;
        Ok(Outcome::Done)
    });
    report.finish("Benchmarks")
}

/// A fixed day, so that the figures are of the same data.
const LARGE_AS_OF: &str = "2026-11-21";

/// Each request by `martlet`, optimised, and by MetricFlow's SQL in DuckDB, on the same files.
fn peers(places: &Places) -> Result<Outcome> {
    let company = Company::new(places, "bench", places.work().join("bench/scale10"), "10", Some(LARGE_AS_OF));
    company.generate()?;
    company.dbt()?;
    run_command(cargo(places).args(["build", "--quiet", "--release", "--package", "martlet-cli"]))?;
    run_command(
        company
            .command(python::program(places, "python"))
            .arg(places.root().join("bench/metricflow_duckdb.py"))
            .arg("--martlet")
            .arg(places.cargo_target().join("release/martlet"))
            .arg("--scale-dir")
            .arg(places.work().join("bench/scale10")),
    )?;
    Ok(Outcome::Done)
}

/// Load, extract, dbt and `martlet build`, with their time, memory and bytes.
fn through_a_database(places: &Places, app: &Path, scale: &str) -> Result<Outcome> {
    let dir = places.work().join("bench/database");
    let server = Server::start(&dir.join("mariadb"))?;
    server.run("CREATE DATABASE clearvana")?;
    let work = dir.join("work");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    run_command(
        command(places, python::program(places, "python"))
            .arg(places.root().join("bench/database.py"))
            .arg("--bin")
            .arg(places.cargo_target().join("debug"))
            .arg("--dbt")
            .arg(python::program(places, "dbt"))
            .arg("--app")
            .arg(app)
            .args(["--port", &server.port().to_string(), "--scale", scale, "--dir"])
            .arg(&work),
    )?;
    Ok(Outcome::Done)
}

/// Raw and Brotli sizes of what a reader loads.
fn sizes(places: &Places, title: &str, app: &Path) -> Result<Outcome> {
    println!("\n| file, {title} | raw bytes | brotli bytes (quality 9) |\n|---|---|---|");
    let mut files: Vec<_> = fs::read_dir(app)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let path = file.path();
        let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
        if !["js", "wasm", "css"].contains(&extension.as_str()) {
            continue;
        }
        let name = file.file_name().to_string_lossy().into_owned();
        println!("| {} | {} | {} |", without_hash(&name), file.metadata()?.len(), brotli_size(places, &path)?);
    }
    println!();
    Ok(Outcome::Done)
}

fn brotli_size(places: &Places, path: &Path) -> Result<u64> {
    let compressed = places.work().join("size.br");
    run_command(
        command(places, "brotli").args(["--force", "--quality=9", "--lgwin=24", "-o"]).arg(&compressed).arg(path),
    )?;
    let size = fs::metadata(&compressed).context("brotli wrote nothing")?.len();
    fs::remove_file(&compressed)?;
    Ok(size)
}

fn without_hash(name: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    match stem.rsplit_once('-') {
        Some((stem, hash)) if hash.len() >= 16 => format!("{stem}.{extension}"),
        _ => name.to_owned(),
    }
}
