//! `martlet-conformance`: runs the MetricFlow kit, or compares two files of answers.
#![expect(clippy::print_stdout, reason = "a command-line program speaks on its standard output")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Parser, Subcommand};
use martlet_conformance_tests::answer::{self, Answer};
use martlet_conformance_tests::case::Kit;
use martlet_conformance_tests::compare::{EXACT, difference};
use martlet_conformance_tests::martlet;
use martlet_conformance_tests::unsupported::Unsupported;
use martlet_conformance_tests::verdict::{Verdict, judge};
use serde_json::json;

/// Begins the names of requests that MetricFlow refuses.
const REFUSED: &str = "refused/";

#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// Answers compared with MetricFlow.
#[derive(Debug, Subcommand)]
enum Command {
    /// Run the cases of the MetricFlow kit
    Kit {
        /// The kit's folder
        dir: PathBuf,
        /// Cases that are not supported yet, with reasons
        #[arg(long)]
        unsupported: PathBuf,
        /// Only cases whose name contains this
        #[arg(long, default_value = "")]
        only: String,
    },
    /// Answer requests on a site and compare with the oracle's answers
    Site {
        #[arg(long)]
        site: PathBuf,
        #[arg(long)]
        requests: PathBuf,
        #[arg(long)]
        expected: PathBuf,
    },
    /// Compare answers made elsewhere with the oracle's answers
    Compare {
        #[arg(long)]
        answers: PathBuf,
        #[arg(long)]
        expected: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Kit { dir, unsupported, only } => kit(&dir, &unsupported, &only),
        Command::Site { site, requests, expected } => {
            let lines = martlet::query(&["--site".as_ref(), site.as_ref()], &requests)?;
            compare(&answer::read(&expected)?, &answer::parse_lines(&lines)?)
        }
        Command::Compare { answers, expected } => compare(&answer::read(&expected)?, &answer::read(&answers)?),
    }
}

fn kit(dir: &Path, unsupported: &Path, only: &str) -> Result<()> {
    let kit = Kit::open(dir)?;
    let unsupported = Unsupported::read(unsupported)?;
    let folder = tempfile::tempdir()?;
    let tables = folder.path().join("tables");
    fs::create_dir(&tables)?;
    kit.link_tables(&tables)?;

    let mut tally = Tally::default();
    let mut names = Vec::new();
    for file in kit.files()? {
        let cases = kit.cases(&file)?;
        names.extend(cases.iter().map(|case| case.name.clone()));
        let cases: Vec<_> = cases.into_iter().filter(|case| case.name.contains(only)).collect();
        let Some(first) = cases.first() else { continue };
        let requests: Vec<_> = cases.iter().map(|case| json!({"name": case.name, "request": case.request})).collect();
        let path = folder.path().join("requests.json");
        fs::write(&path, serde_json::to_vec(&requests)?)?;
        let manifest = kit.manifest(&first.manifest);
        let source = ["--semantic-manifest".as_ref(), manifest.as_os_str(), "--tables".as_ref(), tables.as_os_str()];
        let lines = martlet::query(&source, &path).with_context(|| first.manifest.clone())?;
        let answers = answer::parse_lines(&lines).with_context(|| first.manifest.clone())?;
        for case in &cases {
            tally.count(&case.name, judge(case, answers.get(&case.name), unsupported.reason(&case.name)));
        }
    }
    for name in unsupported.unknown(&names) {
        tally.count(name, Verdict::Failed("is listed as unsupported, but is no case".to_owned()));
    }
    tally.finish()
}

fn compare(expected: &BTreeMap<String, Answer>, actual: &BTreeMap<String, Answer>) -> Result<()> {
    let mut tally = Tally::default();
    for (name, expected) in expected {
        let verdict = match (expected, actual.get(name)) {
            (_, None) => Verdict::Failed("no line came for it".to_owned()),
            // The oracle's refusal counts only where it is meant; elsewhere it is the oracle that broke.
            (Answer::Refused(_), Some(Answer::Refused(refusal)))
                if name.starts_with(REFUSED) && refusal.code.starts_with("MRT-") =>
            {
                Verdict::Passed
            }
            (Answer::Refused(refusal), _) => Verdict::Failed(format!("the oracle refuses: {}", refusal.message)),
            (_, Some(Answer::Refused(refusal))) => {
                Verdict::Failed(format!("refused: {} {}", refusal.code, refusal.message))
            }
            (Answer::Table(expected), Some(Answer::Table(actual))) => match difference(expected, actual, EXACT) {
                None => Verdict::Passed,
                Some(difference) => Verdict::Failed(format!("wrong answer: {difference}")),
            },
        };
        tally.count(name, verdict);
    }
    for name in actual.keys().filter(|name| !expected.contains_key(*name)) {
        tally.count(name, Verdict::Failed("the oracle has no such request".to_owned()));
    }
    tally.finish()
}

#[derive(Debug, Default)]
struct Tally {
    passed: usize,
    unsupported: usize,
    failed: usize,
}

impl Tally {
    fn count(&mut self, name: &str, verdict: Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Unsupported => self.unsupported += 1,
            Verdict::Failed(reason) => {
                self.failed += 1;
                println!("FAILED {name}: {reason}");
            }
        }
    }

    fn finish(self) -> Result<()> {
        let Self { passed, unsupported, failed } = self;
        println!("{passed} right, {unsupported} refused and listed as unsupported, {failed} wrong");
        println!("{passed} passed, {failed} failed, {unsupported} skipped");
        if passed + unsupported + failed == 0 {
            bail!("nothing was compared");
        }
        if failed > 0 {
            bail!("{failed} answers are not MetricFlow's");
        }
        Ok(())
    }
}
