//! `cargo xtask ci`: the lints. All of them run, also after one has failed.

use anyhow::Result;
use clap::Args;

use crate::lint::{clippy, deny, docs, rustfmt, tidy, typecheck, typos};
use crate::places::Places;
use crate::report::Report;
use crate::tools;

#[derive(Debug, Args)]
pub struct CiArgs {
    /// Only the lints whose name contains this
    #[arg(long, default_value = "")]
    only: String,
}

pub fn run(places: &Places, args: &CiArgs) -> Result<()> {
    let mut report = Report::only(&args.only);
    tools::install_all(places, &mut report)?;
    report.step("rustfmt", || rustfmt::check(places));
    report.step("tidy", || tidy::check(places));
    report.step("typos", || typos::check(places));
    report.step("JavaScript types", || typecheck::check(places));
    report.step("licences, bans and sources", || deny::check(places));
    report.step("clippy, native", || clippy::check_native(places));
    report.step("clippy, wasm32", || clippy::check_wasm(places));
    report.step("links in the documentation", || docs::check(places));
    report.finish("Lints")
}
