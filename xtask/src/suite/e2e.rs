//! Stories of a reader, played by Playwright in the system's Chromium.

use std::process::Command;

use anyhow::Result;

use super::conformance;
use crate::clearvana::Company;
use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;

pub fn stories(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    let mut test = node(places, company);
    run(test.args(["--test", "--test-concurrency=1", "--test-reporter=spec", "tests/e2e/stories/"]))?;
    Ok(Outcome::Done)
}

/// A script of `tests/e2e` that is no test.
pub fn script(places: &Places, company: &Company<'_>, name: &str) -> Command {
    let mut node = node(places, company);
    node.arg(places.root().join("tests/e2e").join(name));
    node
}

fn node(places: &Places, company: &Company<'_>) -> Command {
    let mut node = command(places, "node");
    node.env("MARTLET_BIN", places.binary("martlet"))
        .env("MARTLET_SITE", company.site())
        .env("MARTLET_ORACLE", conformance::expected(places))
        .env("MARTLET_SCREENSHOTS", places.work().join("screenshots"));
    node
}
