//! Stories of a reader, played by Playwright in the system's Chromium.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::conformance;
use crate::clearvana::Company;
use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;

pub fn stories(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    let mut test = node(places, &company.site());
    run(test.args(["--test", "--test-concurrency=1", "--test-reporter=spec", "tests/e2e/stories/"]))?;
    Ok(Outcome::Done)
}

/// A script of `tests/e2e` that is no test, for a site.
pub fn script(places: &Places, site: &Path, name: &str) -> Command {
    let mut node = node(places, site);
    node.arg(places.root().join("tests/e2e").join(name));
    node
}

fn node(places: &Places, site: &Path) -> Command {
    let mut node = command(places, "node");
    node.env("MARTLET_BIN", places.binary("martlet"))
        .env("MARTLET_SITE", site)
        .env("MARTLET_ORACLE", conformance::expected(places))
        .env("MARTLET_SCREENSHOTS", places.work().join("screenshots"));
    node
}
