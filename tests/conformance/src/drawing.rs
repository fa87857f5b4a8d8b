//! Requests drawn at random, and what came of them, told on standard output.

use std::fs;
use std::path::Path;
use std::str::FromStr;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use martlet_conformance_tests::answer::Answer;
use martlet_conformance_tests::case::Kit;
use martlet_conformance_tests::catalogue::Catalogue;
use martlet_conformance_tests::oracle::Oracle;
use martlet_conformance_tests::project::{OracleArgs, Project};
use martlet_conformance_tests::random::{self, Found, Judgement};
use serde_json::{Value, json};

/// What is drawn, and what is told of it.
#[derive(Debug, Clone, Copy, Args)]
pub struct Drawing {
    /// How many requests; else MARTLET_PROPTEST_CASES, else 100, or 20 on each manifest of the kit
    #[arg(long)]
    cases: Option<u32>,
    /// The same seed draws the same requests; else MARTLET_PROPTEST_SEED, else 1
    #[arg(long)]
    seed: Option<u64>,
    /// Print every request and what came of it
    #[arg(long)]
    verbose: bool,
}

impl Drawing {
    fn options(self, default_cases: u32) -> Result<random::Options> {
        Ok(random::Options {
            cases: setting(self.cases, "MARTLET_PROPTEST_CASES", default_cases)?,
            seed: setting(self.seed, "MARTLET_PROPTEST_SEED", 1)?,
        })
    }
}

/// A flag, or else a variable of the environment, or else a default.
fn setting<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    flag: Option<T>,
    variable: &str,
    default: T,
) -> Result<T> {
    match (flag, std::env::var(variable)) {
        (Some(value), _) => Ok(value),
        (None, Ok(text)) if !text.is_empty() => {
            text.parse().with_context(|| format!("{variable} is no number: {text}"))
        }
        (None, _) => Ok(default),
    }
}

/// Draws on one project.
pub fn on_project(project: &Project, oracle: &OracleArgs, drawing: Drawing) -> Result<()> {
    finish(draw(project, oracle, drawing.options(100)?, drawing.verbose)?)
}

/// Draws on each manifest of the kit whose name contains `only`.
pub fn on_kit(dir: &Path, oracle: &OracleArgs, drawing: Drawing, only: &str) -> Result<()> {
    let kit = Kit::open(dir)?;
    let folder = tempfile::tempdir()?;
    let tables = folder.path().join("tables");
    fs::create_dir(&tables)?;
    kit.link_tables(&tables)?;
    let mut all = random::Tally::default();
    for manifest in kit.manifests()? {
        let name = manifest.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !name.contains(only) {
            continue;
        }
        println!("{name}");
        let project = Project { semantic_manifest: manifest, site: None, tables: Some(tables.clone()) };
        let tally = draw(&project, oracle, drawing.options(20)?, drawing.verbose).context(name)?;
        all = all.plus(tally);
    }
    finish(all)
}

fn draw(project: &Project, oracle: &OracleArgs, options: random::Options, verbose: bool) -> Result<random::Tally> {
    let catalogue = Catalogue::read(project)?;
    let mut oracle = Oracle::start(project, oracle)?;
    let tell = |case: u32, request: &Value, judgement: &Judgement| {
        if verbose || matches!(judgement, Judgement::Wrong(_) | Judgement::TooLarge(_)) {
            println!("{case} {judgement:?} {request}");
        }
    };
    let tally = random::run(project, &catalogue, &mut oracle, options, tell, show)?;
    let random::Tally { same, refused, without_expectation, too_large, wrong: _ } = tally;
    println!(
        "seed {}: {same} the same, {refused} refused by both, {without_expectation} that MetricFlow's SQL does not \
         answer, {too_large} too large to compare",
        options.seed
    );
    Ok(tally)
}

fn finish(tally: random::Tally) -> Result<()> {
    let random::Tally { same, refused, without_expectation, too_large, wrong } = tally;
    println!("{} passed, {wrong} failed, {} skipped", same + refused, without_expectation + too_large);
    if wrong > 0 {
        bail!("{wrong} answers are not MetricFlow's");
    }
    if same == 0 {
        bail!("no request was answered by both");
    }
    Ok(())
}

/// The failure as a person needs it to repeat it.
fn show(found: &Found) {
    let answer = |answer: &Answer| match answer {
        Answer::Refused(refusal) => {
            let lines: Vec<&str> = refusal.message.lines().filter(|line| !line.trim().is_empty()).take(6).collect();
            format!("refused: {} {}", refusal.code, lines.join("\n"))
        }
        Answer::Table(table) => {
            let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            let rows: Vec<String> = table.rows.iter().take(10).map(|row| json!(row).to_string()).collect();
            format!("{} rows of {}\n  {}", table.rows.len(), names.join(", "), rows.join("\n  "))
        }
    };
    let sql = |answer: &Answer| match answer {
        Answer::Table(table) => table.sql.clone().unwrap_or_default(),
        Answer::Refused(_) => String::new(),
    };
    println!("FAILED {}", found.request);
    println!("  {}", found.why);
    println!("MetricFlow: {}", answer(&found.expected));
    if let Some(actual) = &found.actual {
        println!("Martlet: {}", answer(actual));
        println!("Martlet's SQL:\n{}", sql(actual));
    }
    println!("MetricFlow's SQL:\n{}\n", sql(&found.expected));
}
