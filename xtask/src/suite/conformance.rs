//! Answers compared with MetricFlow's: on the demo's warehouse, and on the cases of the kit.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::e2e;
use crate::clearvana::Company;
use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;
use crate::stamp::{Inputs, Stamp};
use crate::tools::python;

const REQUESTS: &str = "tests/conformance/clearvana_requests.json";
const ORACLE: &str = "tests/conformance/oracle/metricflow_oracle.py";
const UNSUPPORTED: &str = "tests/conformance/unsupported.json";
/// Names the kit's folder.
pub const KIT: &str = "MARTLET_CONFORMANCE";

/// MetricFlow's answers on the company's warehouse.
pub fn oracle(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    let (requests, script) = (places.root().join(REQUESTS), places.root().join(ORACLE));
    let manifest = company.artifacts().join("semantic_manifest.json");
    let inputs = Inputs::new(&[]).add(&requests)?.add(&script)?.add(&manifest)?.add(&company.warehouse())?;
    let stamp = Stamp::new(places, "oracle", inputs);
    if stamp.is_current(&expected(places)) {
        return Ok(Outcome::Reused);
    }
    stamp.clear();
    let status = company
        .command(python::program(places, "python"))
        .arg(&script)
        .arg("--project")
        .arg(company.project())
        .arg("--warehouse")
        .arg(company.warehouse())
        .arg("--semantic-manifest")
        .arg(&manifest)
        .arg("--requests")
        .arg(&requests)
        .arg("--out")
        .arg(expected(places))
        .status()
        .context("cannot start Python")?;
    // 1 says that some request was refused: that is an answer too, and is compared.
    if !status.success() && status.code() != Some(1) {
        bail!("the oracle ended with {status}");
    }
    stamp.write()?;
    Ok(Outcome::Done)
}

/// The site's answers by the native engine.
pub fn native(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    run(command(places, places.binary("martlet-conformance"))
        .args(["site", "--site"])
        .arg(company.site())
        .arg("--requests")
        .arg(places.root().join(REQUESTS))
        .arg("--expected")
        .arg(expected(places)))?;
    Ok(Outcome::Done)
}

/// The site's answers by the engine in Chromium.
pub fn browser(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    let answers = places.work().join("test/browser_answers.jsonl");
    run(e2e::script(places, company, "answers.mjs").arg(places.root().join(REQUESTS)).arg(&answers))?;
    run(command(places, places.binary("martlet-conformance"))
        .args(["compare", "--answers"])
        .arg(&answers)
        .arg("--expected")
        .arg(expected(places)))?;
    Ok(Outcome::Done)
}

/// The kit's cases, where the kit is.
pub fn kit(places: &Places) -> Result<Outcome> {
    let Some(dir) = env::var_os(KIT).filter(|dir| !dir.is_empty()).map(PathBuf::from) else {
        return Ok(Outcome::NotRun(format!("{KIT} does not name the folder of MetricFlow's cases")));
    };
    let dir = places.root().join(dir);
    if !dir.is_dir() {
        bail!("{KIT} names {}, which is no folder", dir.display());
    }
    run(command(places, places.binary("martlet-conformance"))
        .arg("kit")
        .arg(&dir)
        .arg("--unsupported")
        .arg(places.root().join(UNSUPPORTED)))?;
    Ok(Outcome::Done)
}

/// Where MetricFlow's answers lie.
pub fn expected(places: &Places) -> PathBuf {
    let path: &Path = &places.work();
    path.join("test/metricflow_answers.jsonl")
}
