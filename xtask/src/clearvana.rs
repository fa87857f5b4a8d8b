//! The demo company, from a seed to a site: raw Parquet, dbt, `martlet build`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::places::Places;
use crate::process::{cargo, command, run, try_output};
use crate::report::{Outcome, Report};
use crate::stamp::{Inputs, Stamp};
use crate::tools::python;

const PROJECT: &str = "demo/clearvana/dbt";

/// One company: where its files lie and how large it is.
#[derive(Debug)]
pub struct Company<'a> {
    places: &'a Places,
    /// Distinguishes the stamps of the demo's company and the tests'.
    name: &'static str,
    dir: PathBuf,
    scale: String,
    /// Last day of the history; `None` keeps what was made earlier, else yesterday.
    as_of: Option<String>,
}

/// Builds `martlet` and the generator: together, so that Arrow and Parquet have the features that `martlet` needs anyway,
/// and compile once.
pub fn programs(places: &Places) -> Command {
    let mut build = cargo(places);
    build.args(["build", "--package", "martlet-cli", "--package", "clearvana-generator"]);
    build
}

impl<'a> Company<'a> {
    pub fn new(places: &'a Places, name: &'static str, dir: PathBuf, scale: &str, as_of: Option<&str>) -> Self {
        Self { places, name, dir, scale: scale.to_owned(), as_of: as_of.map(str::to_owned) }
    }

    pub fn site(&self) -> PathBuf {
        self.dir.join("site")
    }

    pub fn warehouse(&self) -> PathBuf {
        self.dir.join("clearvana.duckdb")
    }

    /// dbt's artifacts.
    pub fn artifacts(&self) -> PathBuf {
        self.dir.join("dbt-target")
    }

    pub fn project(&self) -> PathBuf {
        self.places.root().join(PROJECT)
    }

    /// A command that finds this company's files.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = command(self.places, program);
        command
            .env("CLEARVANA_RAW", self.raw())
            .env("CLEARVANA_MARTS", self.marts())
            .env("CLEARVANA_WAREHOUSE", self.warehouse())
            .env("DBT_TARGET_PATH", self.artifacts())
            .env("DBT_LOG_PATH", self.dir.join("dbt-logs"))
            .env("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
            .env("DO_NOT_TRACK", "1");
        command
    }

    /// Draws the raw tables.
    pub fn generate(&self) -> Result<Outcome> {
        let raw = self.raw();
        let inputs = Inputs::new(&[&self.scale, self.as_of.as_deref().unwrap_or("any")])
            .add(&self.places.root().join("demo/clearvana/generator"))?;
        let stamp = self.stamp("raw", inputs);
        if stamp.is_current(&raw) {
            return Ok(Outcome::Reused);
        }
        stamp.clear();
        run(programs(self.places).arg("--quiet"))?;
        let mut generate = self.command(self.places.binary("clearvana-generator"));
        generate.args(["--scale", &self.scale, "--out"]).arg(&raw);
        if let Some(as_of) = &self.as_of {
            generate.args(["--as-of", as_of]);
        }
        run(&mut generate)?;
        stamp.write()?;
        Ok(Outcome::Done)
    }

    /// Runs dbt: models, tests, freshness, catalog.
    pub fn dbt(&self) -> Result<Outcome> {
        let project = self.project();
        let inputs = Inputs::new(&[self.name])
            .add(&self.raw())?
            .add(&project)?
            .add(&self.places.root().join("demo/clearvana/requirements.txt"))?;
        let stamp = self.stamp("dbt", inputs);
        let catalog = self.artifacts().join("catalog.json");
        if stamp.is_current(&catalog) {
            return Ok(Outcome::Reused);
        }
        stamp.clear();
        for path in [self.marts(), self.artifacts()] {
            if path.exists() {
                fs::remove_dir_all(&path)?;
            }
            fs::create_dir_all(&path)?;
        }
        if self.warehouse().exists() {
            fs::remove_file(self.warehouse())?;
        }
        run(self.dbt_command(&["build"]).arg("--quiet"))?;
        // Old data is a finding for the site to show, not a failure of this step; it is recorded in sources.json.
        let is_fresh = self.dbt_command(&["source", "freshness"]).arg("--quiet").status()?.success();
        let results = self.artifacts().join("run_results.json");
        let build_results = fs::read(&results).context("dbt build wrote no run_results.json")?;
        run(self.dbt_command(&["docs", "generate"]).arg("--quiet"))?;
        // `docs generate` overwrites the results of the tests with its own.
        fs::write(&results, build_results)?;
        if !catalog.is_file() {
            bail!("dbt wrote no catalog.json");
        }
        stamp.write()?;
        Ok(if is_fresh {
            Outcome::Done
        } else {
            Outcome::DoneWith("some sources are older than their threshold".to_owned())
        })
    }

    /// Runs dbt's models alone, on the warehouse as it is.
    pub fn models(&self) -> Result<()> {
        fs::create_dir_all(self.marts())?;
        run(self.dbt_command(&["build"]).args([
            "--quiet",
            "--exclude-resource-type",
            "test",
            "--exclude-resource-type",
            "unit_test",
        ]))
    }

    /// Removes everything of this company.
    pub fn clear(&self) -> Result<()> {
        if self.dir.exists() {
            fs::remove_dir_all(&self.dir)?;
        }
        fs::create_dir_all(&self.dir)?;
        Ok(())
    }

    /// Writes the site.
    pub fn publish(&self, app: &Path) -> Result<Outcome> {
        run(cargo(self.places).args(["build", "--quiet", "--package", "martlet-cli"]))?;
        let martlet = self.places.binary("martlet");
        let inputs = Inputs::new(&[self.name]).add(&self.marts())?.add(&self.artifacts())?.add(app)?.add(&martlet)?;
        let stamp = self.stamp("site", inputs);
        if stamp.is_current(&self.site().join("data/index.json")) {
            return Ok(Outcome::Reused);
        }
        stamp.clear();
        run(self
            .command(&martlet)
            .args(["build", "--project"])
            .arg(self.project())
            .arg("--target-dir")
            .arg(self.artifacts())
            .arg("--marts")
            .arg(self.marts())
            .arg("--app")
            .arg(app)
            .arg("--out")
            .arg(self.site()))?;
        stamp.write()?;
        Ok(Outcome::Done)
    }

    /// Bytes of the site, for the person who wonders.
    pub fn size(&self) -> Option<String> {
        let text = try_output(Command::new("du").arg("-sh").arg(self.site()))?;
        text.split_whitespace().next().map(str::to_owned)
    }

    /// The steps up to the marts.
    pub fn model(&self, report: &mut Report) -> Result<()> {
        report.must("Clearvana: raw data", || self.generate())?;
        report.must("Clearvana: dbt with its tests", || self.dbt())
    }

    /// The steps up to the site.
    pub fn build(&self, app: &Path, report: &mut Report) -> Result<()> {
        self.model(report)?;
        report.must("martlet build", || self.publish(app))
    }

    fn dbt_command(&self, words: &[&str]) -> Command {
        let mut dbt = self.command(python::program(self.places, "dbt"));
        dbt.args(words).arg("--project-dir").arg(self.project()).arg("--profiles-dir").arg(self.project());
        // dbt names external files relative to where it runs.
        dbt.current_dir(self.project());
        dbt
    }

    /// The raw tables and the ground truth.
    pub fn raw(&self) -> PathBuf {
        self.dir.join("raw")
    }

    pub fn marts(&self) -> PathBuf {
        self.dir.join("marts")
    }

    fn stamp(&self, step: &str, inputs: Inputs) -> Stamp {
        Stamp::new(self.places, &format!("{}-{step}", self.name), inputs)
    }
}
