//! Answers compared with MetricFlow's: on the demo's warehouse, and on the cases of the kit.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::e2e;
use crate::clearvana::Company;
use crate::places::Places;
use crate::process::{cargo, command, run};
use crate::report::Outcome;
use crate::stamp::{Inputs, Stamp};
use crate::tools::python;

const REQUESTS: &str = "tests/conformance/clearvana_requests.json";
pub const ORACLE: &str = "tests/conformance/oracle/metricflow_oracle.py";
const UNSUPPORTED: &str = "tests/conformance/unsupported.json";
const KIT_WAREHOUSE: &str = "tests/conformance/oracle/kit_warehouse.py";
/// Names the kit's folder.
pub const KIT: &str = "MARTLET_CONFORMANCE";

/// Fewer requests made for the metrics mean that the maker is broken.
const AT_LEAST: &str = "400";

/// The requests written by hand, and those made for every metric.
pub fn requests(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    build(places)?;
    run(command(places, places.binary("martlet-conformance"))
        .arg("generate")
        .args(project(company))
        .arg("--with")
        .arg(places.root().join(REQUESTS))
        .args(["--at-least", AT_LEAST, "--out"])
        .arg(all_requests(places)))?;
    Ok(Outcome::Done)
}

/// MetricFlow's answers on the company's warehouse.
pub fn oracle(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    let (requests, script) = (all_requests(places), places.root().join(ORACLE));
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
    let answers = Answers::new(places, "native");
    answers.ask_native(places, &company.site(), &all_requests(places))?;
    answers.compare(places)?;
    Ok(Outcome::Done)
}

/// The site's answers by the engine in Chromium.
pub fn browser(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    let answers = Answers::new(places, "chromium");
    answers.ask_chromium(places, &company.site(), &all_requests(places))?;
    answers.compare(places)?;
    Ok(Outcome::Done)
}

/// Both engines' answers, to the last bit.
pub fn exact(places: &Places) -> Result<Outcome> {
    let (native, chromium) = (Answers::new(places, "native"), Answers::new(places, "chromium"));
    native.compare_exactly(places, &chromium, &all_requests(places))
}

/// What compares answers, and what answers natively. Together, so that Arrow and DataFusion compile once.
pub fn build(places: &Places) -> Result<()> {
    run(cargo(places).args(["build", "--quiet", "--package", "martlet-cli", "--package", "martlet-conformance-tests"]))
}

/// Requests drawn at random, on the demo's marts and warehouse; no site is needed.
pub fn random(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    build(places)?;
    let mut draw = company.command(places.binary("martlet-conformance"));
    draw.args(["random", "--semantic-manifest"]).arg(company.artifacts().join("semantic_manifest.json"));
    draw.arg("--tables").arg(company.marts()).arg("--warehouse").arg(company.warehouse());
    ask_oracle(places, &mut draw, &company.project())
}

/// Ends a `random` command with where MetricFlow is found, and runs it.
pub fn ask_oracle(places: &Places, draw: &mut Command, dbt_project: &Path) -> Result<Outcome> {
    run(draw
        .arg("--dbt-project")
        .arg(dbt_project)
        .arg("--python")
        .arg(python::program(places, "python"))
        .arg("--oracle")
        .arg(places.root().join(ORACLE)))?;
    Ok(Outcome::Done)
}

/// One engine's answers to a set of requests: lines, and Arrow streams beside them.
#[derive(Debug)]
pub struct Answers {
    pub lines: PathBuf,
    streams: PathBuf,
}

impl Answers {
    pub fn new(places: &Places, name: &str) -> Self {
        let dir = places.work().join("test/answers");
        Self { lines: dir.join(format!("{name}.jsonl")), streams: dir.join(name) }
    }

    pub fn ask_native(&self, places: &Places, site: &Path, requests: &Path) -> Result<()> {
        self.clear()?;
        let mut martlet = command(places, places.binary("martlet"));
        martlet.args(["query", "--site"]).arg(site).arg("--requests").arg(requests);
        martlet.arg("--streams").arg(&self.streams);
        let answered = martlet.stderr(Stdio::inherit()).output().context("cannot start martlet")?;
        if !answered.status.success() {
            bail!("martlet query ended with {}", answered.status);
        }
        fs::write(&self.lines, &answered.stdout)?;
        Ok(())
    }

    pub fn ask_chromium(&self, places: &Places, site: &Path, requests: &Path) -> Result<()> {
        self.clear()?;
        run(e2e::script(places, site, "answers.mjs").arg(requests).arg(&self.lines).arg(&self.streams))
    }

    /// With MetricFlow's answers.
    fn compare(&self, places: &Places) -> Result<()> {
        run(command(places, places.binary("martlet-conformance"))
            .args(["compare", "--answers"])
            .arg(&self.lines)
            .arg("--expected")
            .arg(expected(places)))
    }

    pub fn compare_exactly(&self, places: &Places, other: &Self, requests: &Path) -> Result<Outcome> {
        run(command(places, places.binary("martlet-conformance"))
            .args(["exact", "--requests"])
            .arg(requests)
            .arg("--first")
            .arg(&self.streams)
            .arg("--second")
            .arg(&other.streams))?;
        Ok(Outcome::Done)
    }

    /// What an earlier run left could be taken for an answer of this one.
    fn clear(&self) -> Result<()> {
        if self.streams.exists() {
            fs::remove_dir_all(&self.streams)?;
        }
        fs::create_dir_all(&self.streams)?;
        Ok(())
    }
}

/// The company as `martlet-conformance` is told of it.
fn project(company: &Company<'_>) -> Vec<OsString> {
    let manifest = company.artifacts().join("semantic_manifest.json");
    vec!["--semantic-manifest".into(), manifest.into(), "--site".into(), company.site().into()]
}

fn all_requests(places: &Places) -> PathBuf {
    places.work().join("test/requests.json")
}

/// The kit's cases, where the kit is.
pub fn kit(places: &Places) -> Result<Outcome> {
    let Some(dir) = kit_dir(places)? else { return Ok(no_kit()) };
    build(places)?;
    run(command(places, places.binary("martlet-conformance"))
        .arg("kit")
        .arg(&dir)
        .arg("--unsupported")
        .arg(places.root().join(UNSUPPORTED)))?;
    Ok(Outcome::Done)
}

/// Requests drawn at random on each of the kit's manifests.
pub fn random_kit(places: &Places) -> Result<Outcome> {
    let Some(dir) = kit_dir(places)? else { return Ok(no_kit()) };
    build(places)?;
    let warehouse = kit_warehouse(places, &dir)?;
    let mut draw = command(places, places.binary("martlet-conformance"));
    draw.arg("random-kit").arg(&dir).arg("--warehouse").arg(warehouse);
    ask_oracle(places, &mut draw, places.root())
}

/// The kit's tables as a DuckDB file.
fn kit_warehouse(places: &Places, dir: &Path) -> Result<PathBuf> {
    let (script, warehouse) = (places.root().join(KIT_WAREHOUSE), places.work().join("kit/kit.duckdb"));
    let inputs = Inputs::new(&[]).add(&dir.join("tables"))?.add(&script)?;
    let stamp = Stamp::new(places, "kit-warehouse", inputs);
    if !stamp.is_current(&warehouse) {
        stamp.clear();
        let mut make = command(places, python::program(places, "python"));
        run(make.arg(&script).arg("--kit").arg(dir).arg("--out").arg(&warehouse))?;
        stamp.write()?;
    }
    Ok(warehouse)
}

/// The folder that the environment names.
fn kit_dir(places: &Places) -> Result<Option<PathBuf>> {
    let Some(dir) = env::var_os(KIT).filter(|dir| !dir.is_empty()).map(PathBuf::from) else { return Ok(None) };
    let dir = places.root().join(dir);
    if !dir.is_dir() {
        bail!("{KIT} names {}, which is no folder", dir.display());
    }
    Ok(Some(dir))
}

fn no_kit() -> Outcome {
    Outcome::NotRun(format!("{KIT} does not name the folder of MetricFlow's cases"))
}

/// Where MetricFlow's answers lie.
pub fn expected(places: &Places) -> PathBuf {
    let path: &Path = &places.work();
    path.join("test/metricflow_answers.jsonl")
}
