//! Comparisons, totals, largest values, contributions and lists of values: the engine in Chromium answers as the
//! native one does, and the native one as plain requests do, whose answers are compared with MetricFlow's.

use std::fs;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};

use super::e2e;
use crate::clearvana::Company;
use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;
use crate::tools::python;

const REQUESTS: &str = "tests/e2e/composed_requests.json";

const CHECK: &str = "tests/composed/check.py";

pub fn native(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    run(command(places, python::program(places, "python"))
        .arg(places.root().join(CHECK))
        .arg("--martlet")
        .arg(places.binary("martlet"))
        .arg("--site")
        .arg(company.site()))?;
    Ok(Outcome::Done)
}

pub fn browser(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    let requests = places.root().join(REQUESTS);
    let (native, chromium) =
        (places.work().join("test/composed_native.jsonl"), places.work().join("test/composed_chromium.jsonl"));
    let mut martlet = command(places, places.binary("martlet"));
    martlet.args(["query", "--site"]).arg(company.site()).arg("--requests").arg(&requests);
    let answered = martlet.stderr(Stdio::inherit()).output().context("cannot start martlet")?;
    if !answered.status.success() {
        bail!("martlet query ended with {}", answered.status);
    }
    fs::write(&native, &answered.stdout)?;
    run(e2e::script(places, company, "answers.mjs").arg(&requests).arg(&chromium))?;
    run(command(places, places.binary("martlet-conformance"))
        .args(["compare", "--answers"])
        .arg(&chromium)
        .arg("--expected")
        .arg(&native))?;
    Ok(Outcome::Done)
}
