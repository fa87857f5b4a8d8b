//! Comparisons, totals, largest values, contributions and lists of values: the engine in Chromium answers as the
//! native one does, and the native one as plain requests do, whose answers are compared with MetricFlow's.

use anyhow::Result;

use super::conformance::Answers;
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
    let (native, chromium) = (Answers::new(places, "composed-native"), Answers::new(places, "composed-chromium"));
    native.ask_native(places, &company.site(), &requests)?;
    chromium.ask_chromium(places, &company.site(), &requests)?;
    native.compare_exactly(places, &chromium, &requests)
}
