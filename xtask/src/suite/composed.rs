//! Comparisons, totals, largest values, contributions and lists of values: the engine in Chromium answers as the
//! native one does, and the native one as plain requests do, whose answers are compared with MetricFlow's, and as DuckDB
//! does from the tables by SQL written by hand.

use std::path::Path;

use anyhow::Result;

use super::conformance::Answers;
use crate::clearvana::{Company, programs};
use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;
use crate::tools::python;

const REQUESTS: &str = "tests/e2e/composed_requests.json";

const CHECK: &str = "tests/composed/check.py";

const TRUTH: &str = "tests/composed/truth.py";

pub fn native(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    run(command(places, python::program(places, "python"))
        .arg(places.root().join(CHECK))
        .arg("--martlet")
        .arg(places.binary("martlet"))
        .arg("--site")
        .arg(company.site()))?;
    Ok(Outcome::Done)
}

/// Composed answers beside what the tables say. `project` names the metrics and cases of [`TRUTH`].
pub fn truth(places: &Places, project: &str, semantic_manifest: &Path, tables: &Path) -> Result<Outcome> {
    run(programs(places).arg("--quiet"))?;
    run(command(places, python::program(places, "python"))
        .arg("-B")
        .arg(places.root().join(TRUTH))
        .arg("--martlet")
        .arg(places.binary("martlet"))
        .args(["--project", project, "--semantic-manifest"])
        .arg(semantic_manifest)
        .arg("--tables")
        .arg(tables))?;
    Ok(Outcome::Done)
}

/// The same of the demo company.
pub fn company(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    truth(places, "company", &company.artifacts().join("semantic_manifest.json"), &company.marts())
}

pub fn browser(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    let requests = places.root().join(REQUESTS);
    let (native, chromium) = (Answers::new(places, "composed-native"), Answers::new(places, "composed-chromium"));
    native.ask_native(places, &company.site(), &requests)?;
    chromium.ask_chromium(places, &company.site(), &requests)?;
    native.compare_exactly(places, &chromium, &requests)
}
