//! The demo company through a real database: its marts are those of the raw files that the generator writes. After
//! changes, an extraction of what changed and dbt on the warehouse of before give the marts of a whole one from nothing.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::clearvana::Company;
use crate::mariadb::Server;
use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;
use crate::tools::python;

const COMPARE: &str = "tests/database/compare_marts.py";
const CHANGES: &str = "tests/database/changes.sql";
/// Tables of the company whose rows are only added.
const ADDED_ONLY: &str = "usage_events=id,payments=id,invoice_items=id,subscription_changes=id,nps_responses=id";
/// Marts that the changes must reach; if one stays as it was, the comparison after them proves nothing.
const CHANGED: [&str; 6] =
    ["dim_customer", "fact_customer_month", "fact_invoice", "fact_payment", "fact_revenue", "fact_usage"];

/// `embedded` is the company as the generator wrote it, its marts built.
pub fn parity(places: &Places, embedded: &Company<'_>, scale: &str, as_of: &str) -> Result<Outcome> {
    let dir = places.work().join("test/database");
    let server = Server::start(&dir.join("mariadb"))?;
    server.run("CREATE DATABASE clearvana")?;
    let address = server.address("clearvana");
    run(martlet(places).args(["demo", "load", "--to", &address, "--scale", scale, "--as-of", as_of]))?;

    let company = |name: &'static str| Company::new(places, name, dir.join(name), scale, Some(as_of));
    let (kept, anew) = (company("kept"), company("anew"));
    for each in [&kept, &anew] {
        each.clear()?;
    }
    let state = dir.join("state.json");
    if state.exists() {
        fs::remove_file(&state)?;
    }

    extract(places, &address, &kept.raw(), Some(&state))?;
    kept.models()?;
    compare(places, &embedded.marts(), &kept.marts(), &[])?;
    let before = dir.join("before");
    copy(&kept.marts(), &before)?;

    let changes = fs::File::open(places.root().join(CHANGES)).context("there are no changes")?;
    run(server.client().arg("clearvana").stdin(changes))?;
    extract(places, &address, &kept.raw(), Some(&state))?;
    kept.models()?;
    extract(places, &address, &anew.raw(), None)?;
    anew.models()?;
    compare(places, &anew.marts(), &kept.marts(), &[])?;
    compare(places, &before, &kept.marts(), &CHANGED)?;
    Ok(Outcome::Done)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

fn martlet(places: &Places) -> std::process::Command {
    command(places, places.binary("martlet"))
}

fn extract(places: &Places, address: &str, out: &Path, state: Option<&Path>) -> Result<()> {
    let mut extract = martlet(places);
    extract.args(["extract", "--from", address, "--out"]).arg(out);
    if let Some(state) = state {
        extract.arg("--since-state").arg(state).args(["--watermark", ADDED_ONLY]);
    }
    run(&mut extract)
}

/// Every mart row for row; those in `differing` must not be the same.
fn compare(places: &Places, one: &Path, other: &Path, differing: &[&str]) -> Result<()> {
    let mut compare = command(places, python::program(places, "python"));
    compare.arg(places.root().join(COMPARE)).arg(one).arg(other);
    if !differing.is_empty() {
        compare.arg("--differing").args(differing);
    }
    run(&mut compare)
}
