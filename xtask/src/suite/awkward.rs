//! The awkward project: built by dbt, answered by MetricFlow, by `martlet query` and by the engine in Chromium, compared
//! request by request; and asked at random.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::conformance::{self, Answers, ORACLE};
use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;
use crate::stamp::{Inputs, Stamp};
use crate::tools::python;

const PROJECT: &str = "tests/awkward/dbt";
const REQUESTS: &str = "tests/awkward/requests";
const README: &str = "tests/awkward/README.md";
/// The manifest as older versions of dbt write it.
const ARTIFACTS: &str = "tests/awkward/artifacts";

pub fn dbt(places: &Places) -> Result<Outcome> {
    let project = places.root().join(PROJECT);
    let inputs = Inputs::new(&[]).add(&project)?.add(&places.root().join("demo/clearvana/requirements.txt"))?;
    let stamp = Stamp::new(places, "awkward-dbt", inputs);
    if stamp.is_current(&manifest(places)) {
        return Ok(Outcome::Reused);
    }
    stamp.clear();
    let dir = dir(places);
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    fs::create_dir_all(tables(places))?;
    let mut dbt = with_files(places, command(places, python::program(places, "dbt")));
    dbt.args(["build", "--quiet", "--project-dir"]).arg(&project).arg("--profiles-dir").arg(&project);
    run(dbt.current_dir(&project))?;
    if !manifest(places).is_file() {
        bail!("dbt wrote no semantic_manifest.json");
    }
    stamp.write()?;
    Ok(Outcome::Done)
}

/// MetricFlow's answers.
pub fn oracle(places: &Places) -> Result<Outcome> {
    let (requests, script) = (places.root().join(REQUESTS), places.root().join(ORACLE));
    let inputs = Inputs::new(&[]).add(&requests)?.add(&script)?.add(&manifest(places))?.add(&warehouse(places))?;
    let stamp = Stamp::new(places, "awkward-oracle", inputs);
    if stamp.is_current(&expected(places)) {
        return Ok(Outcome::Reused);
    }
    stamp.clear();
    let status = with_files(places, command(places, python::program(places, "python")))
        .arg(&script)
        .arg("--project")
        .arg(places.root().join(PROJECT))
        .arg("--warehouse")
        .arg(warehouse(places))
        .arg("--semantic-manifest")
        .arg(manifest(places))
        .arg("--requests")
        .arg(&requests)
        .arg("--out")
        .arg(expected(places))
        .status()
        .context("cannot start Python")?;
    // 1 says that a request was refused that should not be, or the reverse: the comparison names it.
    if !status.success() && status.code() != Some(1) {
        bail!("the oracle ended with {status}");
    }
    stamp.write()?;
    Ok(Outcome::Done)
}

/// Our answers, on the manifest of every version of dbt.
pub fn native(places: &Places) -> Result<Outcome> {
    conformance::build(places)?;
    oracle(places)?;
    let mut compare = command(places, places.binary("martlet-conformance"));
    compare.args(["semantic-project", "--semantic-manifest"]).arg(manifest(places));
    let mut older = Vec::new();
    for entry in fs::read_dir(places.root().join(ARTIFACTS))? {
        older.push(entry?.path());
    }
    older.sort();
    for artifact in older.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
        compare.arg("--semantic-manifest").arg(artifact);
    }
    run(compare
        .arg("--tables")
        .arg(tables(places))
        .arg("--requests")
        .arg(places.root().join(REQUESTS))
        .arg("--readme")
        .arg(places.root().join(README))
        .arg("--expected")
        .arg(expected(places)))?;
    Ok(Outcome::Done)
}

/// Comparisons, totals, largest values and contributions, beside what the tables say.
pub fn composed(places: &Places) -> Result<Outcome> {
    super::composed::truth(places, "awkward", &manifest(places), &tables(places))
}

/// The project as a site.
pub fn site(places: &Places, app: &Path) -> Result<Outcome> {
    let martlet = places.binary("martlet");
    let artifacts = dir(places).join("dbt-target");
    let inputs = Inputs::new(&[]).add(&tables(places))?.add(&artifacts)?.add(app)?.add(&martlet)?;
    let stamp = Stamp::new(places, "awkward-site", inputs);
    let out = dir(places).join("site");
    if stamp.is_current(&out.join("data/index.json")) {
        return Ok(Outcome::Reused);
    }
    stamp.clear();
    let built = with_files(places, command(places, &martlet))
        .args(["build", "--project"])
        .arg(places.root().join(PROJECT))
        .arg("--target-dir")
        .arg(&artifacts)
        .arg("--marts")
        .arg(tables(places))
        .arg("--app")
        .arg(app)
        .arg("--out")
        .arg(&out)
        .output()
        .context("cannot start martlet")?;
    // Nothing in the project has an owner or words, so there are hundreds of warnings, which are of no interest here.
    if !built.status.success() {
        bail!("martlet build ended with {}: {}", built.status, String::from_utf8_lossy(&built.stderr));
    }
    stamp.write()?;
    Ok(Outcome::Done)
}

/// The site's answers by the engine in Chromium, compared with MetricFlow's.
pub fn browser(places: &Places) -> Result<Outcome> {
    conformance::build(places)?;
    oracle(places)?;
    let answers = Answers::new(places, "awkward-chromium");
    answers.ask_chromium(places, &dir(places).join("site"), &plain_requests(places)?)?;
    run(command(places, places.binary("martlet-conformance"))
        .args(["semantic-answers", "--requests"])
        .arg(places.root().join(REQUESTS))
        .arg("--expected")
        .arg(expected(places))
        .arg("--answers")
        .arg(&answers.lines))?;
    Ok(Outcome::Done)
}

/// Both engines' answers, to the last bit.
pub fn exact(places: &Places) -> Result<Outcome> {
    let requests = plain_requests(places)?;
    let (native, chromium) = (Answers::new(places, "awkward-native"), Answers::new(places, "awkward-chromium"));
    native.ask_native(places, &dir(places).join("site"), &requests)?;
    native.compare_exactly(places, &chromium, &requests)
}

/// Requests drawn at random.
pub fn random(places: &Places) -> Result<Outcome> {
    conformance::build(places)?;
    let mut draw = with_files(places, command(places, places.binary("martlet-conformance")));
    draw.args(["random", "--semantic-manifest"]).arg(manifest(places)).arg("--tables").arg(tables(places));
    draw.arg("--warehouse").arg(warehouse(places));
    conformance::ask_oracle(places, &mut draw, &places.root().join(PROJECT))
}

/// All requests in one file, as engines take them.
fn plain_requests(places: &Places) -> Result<PathBuf> {
    let out = dir(places).join("requests.json");
    run(command(places, places.binary("martlet-conformance"))
        .args(["plain-requests", "--requests"])
        .arg(places.root().join(REQUESTS))
        .arg("--out")
        .arg(&out))?;
    Ok(out)
}

fn with_files(places: &Places, mut command: Command) -> Command {
    command
        .env("AWKWARD_WAREHOUSE", warehouse(places))
        .env("AWKWARD_TABLES", tables(places))
        .env("DBT_TARGET_PATH", dir(places).join("dbt-target"))
        .env("DBT_LOG_PATH", dir(places).join("dbt-logs"))
        .env("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
        .env("DO_NOT_TRACK", "1");
    command
}

fn dir(places: &Places) -> PathBuf {
    places.work().join("awkward")
}

fn warehouse(places: &Places) -> PathBuf {
    dir(places).join("awkward.duckdb")
}

fn tables(places: &Places) -> PathBuf {
    dir(places).join("tables")
}

fn manifest(places: &Places) -> PathBuf {
    dir(places).join("dbt-target/semantic_manifest.json")
}

fn expected(places: &Places) -> PathBuf {
    dir(places).join("metricflow_answers.jsonl")
}
