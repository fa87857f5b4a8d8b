//! A semantic project's requests, answered by `martlet query` and compared with the oracle's answers.
//!
//! In: the project's manifest, as one or several versions of dbt write it, its tables, its requests, and the README that
//! lists the features to be covered. Out: a tally, with a line for each request and manifest. Answers of another engine
//! are compared alike.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;
use serde_json::{Value, json};

use crate::answer;
use crate::features;
use crate::martlet;
use crate::requests::{self, Asked, Version};
use crate::tally::Tally;
use crate::verdict::{Verdict, judge_asked};

/// What is compared.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The same project's manifests, as several versions of dbt write them; older ones named `1.9.json`
    #[arg(long, required = true)]
    semantic_manifest: Vec<PathBuf>,
    #[arg(long)]
    tables: PathBuf,
    /// Folder of requests
    #[arg(long)]
    requests: PathBuf,
    /// Lists the features that the requests must cover
    #[arg(long)]
    readme: PathBuf,
    #[arg(long)]
    expected: PathBuf,
}

/// Answers of another engine.
#[derive(Debug, Args)]
pub struct Given {
    /// Folder of requests
    #[arg(long)]
    requests: PathBuf,
    #[arg(long)]
    expected: PathBuf,
    /// Lines as `martlet query --requests` prints them
    #[arg(long)]
    answers: PathBuf,
}

/// Compares answers that were given elsewhere.
pub fn compare(given: &Given) -> Result<Tally> {
    let (expected, answers) = (answer::read(&given.expected)?, answer::read(&given.answers)?);
    let mut tally = Tally::default();
    for asked in requests::read(&given.requests)? {
        tally.count(&asked.name, judge_asked(&asked, expected.get(&asked.name), answers.get(&asked.name)));
    }
    Ok(tally)
}

/// The requests as engines take them.
pub fn plain(dir: &Path) -> Result<Vec<Value>> {
    Ok(plain_of(&requests::read(dir)?))
}

fn plain_of(asked: &[Asked]) -> Vec<Value> {
    asked.iter().map(|asked| json!({"name": asked.name, "request": asked.request})).collect()
}

/// Runs every request on every manifest.
pub fn run(arguments: &Arguments) -> Result<Tally> {
    let asked = requests::read(&arguments.requests)?;
    let readme =
        fs::read_to_string(&arguments.readme).with_context(|| format!("cannot read {}", arguments.readme.display()))?;
    let mut tally = Tally::default();
    for problem in features::problems(&features::listed(&readme), &asked) {
        tally.count("features", Verdict::Failed(problem));
    }
    let expected = answer::read(&arguments.expected)?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("requests.json");
    fs::write(&path, serde_json::to_vec(&plain_of(&asked))?)?;
    for manifest in &arguments.semantic_manifest {
        let source =
            ["--semantic-manifest".as_ref(), manifest.as_os_str(), "--tables".as_ref(), arguments.tables.as_os_str()];
        let answers =
            answer::parse_lines(&martlet::query(&source, &path)?).with_context(|| manifest.display().to_string())?;
        let version = Version::of_file(manifest);
        let is_there =
            |since: Option<Version>| version.is_none_or(|version| since.is_none_or(|since| since <= version));
        for asked in asked.iter().filter(|asked| is_there(asked.since)) {
            let verdict = judge_asked(asked, expected.get(&asked.name), answers.get(&asked.name));
            let stem = manifest.file_stem().unwrap_or_default().to_string_lossy();
            tally.count(&format!("{stem}: {}", asked.name), verdict);
        }
    }
    Ok(tally)
}
