//! `cargo xtask test`: every test there is. All of them run, also after one has failed.

use std::fs;

use anyhow::Result;
use clap::Args;

use crate::clearvana::Company;
use crate::lint::typecheck;
use crate::places::Places;
use crate::report::Report;
use crate::suite::{awkward, clearvana, composed, conformance, database, e2e, native, wasm, worker};
use crate::tools;
use crate::web::{self, Profile};

/// Small enough to be quick, large enough that every branch of the business occurs.
const SCALE: &str = "0.2";
/// Fixed, so that every run sees the same company; the requests of the oracle end there.
const AS_OF: &str = "2026-11-21";

#[derive(Debug, Args)]
pub struct TestArgs {
    /// Only the suites whose name contains this, and what they need
    #[arg(long, default_value = "")]
    only: String,
}

pub fn run(places: &Places, args: &TestArgs) -> Result<()> {
    let mut report = Report::only(&args.only);
    tools::install_all(places, &mut report)?;
    report.step("JavaScript types", || typecheck::check(places));
    report.step("Rust tests", || native::unit(places));
    report.step("Rust tests of the app", || native::app(places));
    report.step("Rust examples in documentation", || native::documentation(places));
    report.step("MetricFlow's cases", || conformance::kit(places));
    report.step("awkward project: dbt", || awkward::dbt(places));
    report.step("awkward project: answers of MetricFlow", || awkward::oracle(places));
    report.step("awkward project: our answers", || awkward::native(places));

    let dir = places.work().join("test");
    fs::create_dir_all(&dir)?;
    let company = Company::new(places, "test", dir, SCALE, Some(AS_OF));
    if let Err(error) = build_site(places, &company, &mut report) {
        println!("   the steps that need the site are not run: {error:#}");
    } else {
        report.step("through a database", || database::parity(places, &company, SCALE, AS_OF));
        report.step("requests for every metric", || conformance::requests(places, &company));
        report.step("answers of MetricFlow", || conformance::oracle(places, &company));
        report.step("our answers, native", || conformance::native(places, &company));
        report.step("our answers, Chromium", || conformance::browser(places, &company));
        report.step("our answers, native and Chromium, to the last bit", || conformance::exact(places));
        report.step("random requests", || conformance::random(places, &company));
        report.step("comparisons and totals, native", || composed::native(places, &company));
        report.step("comparisons and totals, Chromium", || composed::browser(places, &company));
        report.step("Clearvana: words, owners and tests", || clearvana::documentation(places, &company));
        report.step("Clearvana: what was planted", || clearvana::ground_truth(places, &company));
        report.step("Clearvana: an incremental run", || clearvana::incremental(places, &company));
        report.step("Clearvana: late and failing", || clearvana::trust(places, &company));
        report.step("stories in Chromium", || e2e::stories(places, &company));
        report.step("stories of the worker in Chromium", || worker::stories(places, &company));
    }
    report.step("Rust tests in Chromium", || wasm::run_all(places));
    report.finish("Tests")
}

fn build_site(places: &Places, company: &Company<'_>, report: &mut Report) -> Result<()> {
    report.must("Clearvana: raw data", || company.generate())?;
    report.must("Clearvana: dbt with its tests", || company.dbt())?;
    let app = web::build(places, Profile::Web, report)?;
    report.must("martlet build", || company.publish(&app))
}
