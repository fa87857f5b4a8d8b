//! Python packages (dbt, DuckDB, MetricFlow, typos) in a virtual environment of the repository.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::places::Places;
use crate::process::{command, run, try_output};
use crate::report::Outcome;
use crate::stamp::{Inputs, Stamp};

const REQUIREMENTS: &str = "xtask/requirements.txt";
/// dbt-metricflow 0.15 needs 3.10; the newest Pythons have no wheels for all of it.
const PYTHONS: &[&str] = &["python3.11", "python3.12", "python3.10", "python3"];

/// Makes the environment, or makes it anew when the requirements changed.
pub fn install(places: &Places) -> Result<Outcome> {
    let requirements = places.root().join(REQUIREMENTS);
    let venv = places.venv();
    let python = PYTHONS
        .iter()
        .find_map(|name| try_output(command(places, name).args(["-c", "import sys, venv; print(sys.executable)"])))
        .context("no Python with the venv module; install Python 3.11")?;
    let stamp = Stamp::new(places, "python", Inputs::new(&[&python]).add(&requirements)?);
    if stamp.is_current(&program(places, "dbt")) {
        return Ok(Outcome::Reused);
    }
    stamp.clear();
    println!("   installing {REQUIREMENTS} into {}", venv.display());
    run(command(places, &python).args(["-m", "venv", "--clear"]).arg(&venv))?;
    run(command(places, program(places, "python"))
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(&requirements))?;
    if !program(places, "dbt").is_file() {
        bail!("pip ended well, yet there is no dbt in {}", venv.display());
    }
    stamp.write()?;
    Ok(Outcome::Done)
}

/// A program of the environment.
pub fn program(places: &Places, name: &str) -> PathBuf {
    places.venv().join("bin").join(name)
}
