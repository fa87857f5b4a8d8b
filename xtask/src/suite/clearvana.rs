//! The demo company's own tests: it explains itself, says what was planted, and tells its readers what broke.

use std::process::Command;

use anyhow::Result;

use super::e2e;
use crate::clearvana::Company;
use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;
use crate::tools::python;

const TESTS: &str = "tests/clearvana";

/// Words, owners, formats, groups and tests of everything in the dbt project.
pub fn documentation(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    run(script(places, "documentation.py").arg("--artifacts").arg(company.artifacts()))?;
    Ok(Outcome::Done)
}

/// The site's numbers of all months beside those that the generator added up from the histories.
pub fn ground_truth(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    run(script(places, "ground_truth.py")
        .arg("--martlet")
        .arg(places.binary("martlet"))
        .arg("--site")
        .arg(company.site())
        .arg("--truth")
        .arg(company.raw().join("ground_truth.json")))?;
    Ok(Outcome::Done)
}

/// An incremental run of dbt beside the full one.
pub fn incremental(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    run(script(places, "incremental.py")
        .arg("--dbt")
        .arg(python::program(places, "dbt"))
        .arg("--project")
        .arg(company.project())
        .arg("--raw")
        .arg(company.raw())
        .arg("--marts")
        .arg(company.marts())
        .arg("--work")
        .arg(places.work().join("test/incremental")))?;
    Ok(Outcome::Done)
}

/// A late source and a failing test, each on a copy: in the site's catalog, and on the badges that a reader sees.
pub fn trust(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    let work = places.work().join("test/trust");
    run(script(places, "trust.py")
        .arg("--martlet")
        .arg(places.binary("martlet"))
        .arg("--dbt")
        .arg(python::program(places, "dbt"))
        .arg("--project")
        .arg(company.project())
        .arg("--raw")
        .arg(company.raw())
        .arg("--app")
        .arg(places.app(false))
        .arg("--work")
        .arg(&work))?;
    for name in ["good", "late", "failing"] {
        let copy = work.join(name);
        run(e2e::script(places, &company.site(), "badges.mjs")
            .arg(copy.join("badges.json"))
            .env("MARTLET_SITE", copy.join("site")))?;
    }
    Ok(Outcome::Done)
}

fn script(places: &Places, name: &str) -> Command {
    let mut python = command(places, python::program(places, "python"));
    python.arg(places.root().join(TESTS).join(name));
    python
}
