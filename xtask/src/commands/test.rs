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
    tools::install_compilers(places, &mut report)?;
    // Compiled beside the native build, which waits for single crates again and again.
    let browser = if args.only.is_empty() { web::start(places, Profile::Web)? } else { None };
    tools::install_packages(places, &mut report)?;
    report.step("JavaScript types", || typecheck::check(places));
    report.step("Rust tests", || native::unit(places));
    report.step("Rust tests of the app", || native::app(places));
    report.step("Rust examples in documentation", || native::documentation(places));
    report.step("MetricFlow's cases", || conformance::kit(places));
    report.step("kit: random requests", || conformance::random_kit(places));
    if let Some(browser) = browser {
        report.step("engine for the browser, compiled meanwhile", || browser.wait());
    }

    let dir = places.work().join("test");
    fs::create_dir_all(&dir)?;
    let company = Company::new(places, "test", dir, SCALE, Some(AS_OF));
    report.group(
        |report| report.must("awkward project: dbt", || awkward::dbt(places)),
        vec![
            ("awkward project: answers of MetricFlow", Box::new(|| awkward::oracle(places))),
            ("awkward project: our answers", Box::new(|| awkward::native(places))),
            ("awkward project: comparisons and totals", Box::new(|| awkward::composed(places))),
            ("awkward project: random requests", Box::new(|| awkward::random(places))),
        ],
    );
    report.group(
        |report| company.model(report),
        vec![
            ("Clearvana: random requests", Box::new(|| conformance::random(places, &company))),
            ("Clearvana: comparisons and totals", Box::new(|| composed::company(places, &company))),
        ],
    );
    report.group(
        |report| make_site(places, &company, report),
        vec![
            ("through a database", Box::new(|| database::parity(places, &company, SCALE, AS_OF))),
            ("requests for every metric", Box::new(|| conformance::requests(places, &company))),
            ("answers of MetricFlow", Box::new(|| conformance::oracle(places, &company))),
            ("our answers, native", Box::new(|| conformance::native(places, &company))),
            ("our answers, Chromium", Box::new(|| conformance::browser(places, &company))),
            ("our answers, native and Chromium, to the last bit", Box::new(|| conformance::exact(places))),
            ("comparisons and totals, native", Box::new(|| composed::native(places, &company))),
            ("comparisons and totals, Chromium", Box::new(|| composed::browser(places, &company))),
            ("Clearvana: words, owners and tests", Box::new(|| clearvana::documentation(places, &company))),
            ("Clearvana: what was planted", Box::new(|| clearvana::ground_truth(places, &company))),
            ("Clearvana: an incremental run", Box::new(|| clearvana::incremental(places, &company))),
            ("Clearvana: late and failing", Box::new(|| clearvana::trust(places, &company))),
            ("stories in Chromium", Box::new(|| e2e::stories(places, &company))),
            ("stories of the worker in Chromium", Box::new(|| worker::stories(places, &company))),
        ],
    );
    report.group(
        |report| make_awkward_site(places, report),
        vec![
            ("awkward project: our answers, Chromium", Box::new(|| awkward::browser(places))),
            ("awkward project: native and Chromium, to the last bit", Box::new(|| awkward::exact(places))),
        ],
    );
    report.step("Rust tests in Chromium", || wasm::run_all(places));
    report.finish("Tests")
}

fn make_site(places: &Places, company: &Company<'_>, report: &mut Report) -> Result<()> {
    company.model(report)?;
    let app = web::build(places, Profile::Web, report)?;
    report.must("martlet build", || company.publish(&app))
}

fn make_awkward_site(places: &Places, report: &mut Report) -> Result<()> {
    report.must("awkward project: dbt", || awkward::dbt(places))?;
    let app = web::build(places, Profile::Web, report)?;
    report.must("awkward project: martlet build", || awkward::site(places, &app))
}
