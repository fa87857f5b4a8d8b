//! Python packages (dbt, DuckDB, MetricFlow, typos) in a virtual environment of the repository.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::places::Places;
use crate::process::{command, run, try_output};
use crate::report::Outcome;
use crate::stamp::{Inputs, Stamp};

/// The demo's dbt and MetricFlow; the spelling check.
const REQUIREMENTS: &[&str] = &["demo/clearvana/requirements.txt", "xtask/requirements.txt"];
/// dbt-metricflow 0.15 needs 3.10; the newest Pythons have no wheels for all of it.
const PYTHONS: &[&str] = &["python3.11", "python3.12", "python3.10", "python3"];

/// Makes the environment, or makes it anew when the requirements changed.
pub fn install(places: &Places) -> Result<Outcome> {
    let venv = places.venv();
    let python = PYTHONS
        .iter()
        .find_map(|name| try_output(command(places, name).args(["-c", "import sys, venv; print(sys.executable)"])))
        .context("no Python with the venv module; install Python 3.11")?;
    let mut inputs = Inputs::new(&[&python]);
    for requirements in REQUIREMENTS {
        inputs = inputs.add(&places.root().join(requirements))?;
    }
    let stamp = Stamp::new(places, "python", inputs);
    if stamp.is_current(&program(places, "dbt")) {
        return Ok(Outcome::Reused);
    }
    stamp.clear();
    println!("   installing {} into {}", REQUIREMENTS.join(" and "), venv.display());
    run(command(places, &python).args(["-m", "venv", "--clear"]).arg(&venv))?;
    let mut install = command(places, program(places, "python"));
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    for requirements in REQUIREMENTS {
        install.args(["-r", requirements]);
    }
    run(&mut install)?;
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
