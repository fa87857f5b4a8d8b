//! `martlet-conformance`: makes requests, and compares answers to them.
#![expect(clippy::print_stdout, reason = "a command-line program speaks on its standard output")]

mod drawing;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Parser, Subcommand};
use martlet_conformance_tests::answer::{self, Answer};
use martlet_conformance_tests::case::Kit;
use martlet_conformance_tests::catalogue::Catalogue;
use martlet_conformance_tests::compare::{EXACT, difference};
use martlet_conformance_tests::exact::{self, Sameness};
use martlet_conformance_tests::project::{OracleArgs, Project};
use martlet_conformance_tests::tally::Tally;
use martlet_conformance_tests::unsupported::Unsupported;
use martlet_conformance_tests::verdict::{Verdict, judge};
use martlet_conformance_tests::{generate, martlet, semantic_project};
use serde_json::{Value, json};

use crate::drawing::Drawing;

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
    /// Write requests for every metric: no dimension, each grain, five dimensions, two filters
    Generate {
        #[command(flatten)]
        project: Project,
        /// Requests written by hand, which come first
        #[arg(long)]
        with: Option<PathBuf>,
        /// Fewer generated ones are an error
        #[arg(long, default_value_t = 0)]
        at_least: usize,
        #[arg(long)]
        out: PathBuf,
    },
    /// Answer a semantic project's requests, and compare with the oracle's answers
    SemanticProject(semantic_project::Arguments),
    /// Compare another engine's answers to a semantic project's requests with the oracle's answers
    SemanticAnswers(semantic_project::Given),
    /// Write a folder of requests as one array
    PlainRequests {
        #[arg(long)]
        requests: PathBuf,
        #[arg(long)]
        out: PathBuf,
    },
    /// Compare answers with the oracle's answers
    Compare {
        #[arg(long)]
        answers: PathBuf,
        #[arg(long)]
        expected: PathBuf,
    },
    /// Compare the Arrow streams of two engines, to the last bit
    Exact {
        #[arg(long)]
        requests: PathBuf,
        #[arg(long)]
        first: PathBuf,
        #[arg(long)]
        second: PathBuf,
    },
    /// Draw requests at random and compare with MetricFlow; what differs is made small
    Random {
        #[command(flatten)]
        project: Project,
        #[command(flatten)]
        oracle: OracleArgs,
        #[command(flatten)]
        drawing: Drawing,
    },
    /// The same on each manifest of the MetricFlow kit
    RandomKit {
        /// The kit's folder
        dir: PathBuf,
        #[command(flatten)]
        oracle: OracleArgs,
        #[command(flatten)]
        drawing: Drawing,
        /// Only manifests whose name contains this
        #[arg(long, default_value = "")]
        only: String,
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
        Command::Generate { project, with, at_least, out } => write_requests(&project, with.as_deref(), at_least, &out),
        Command::SemanticProject(arguments) => semantic_project::run(&arguments)?.finish(),
        Command::SemanticAnswers(given) => semantic_project::compare(&given)?.finish(),
        Command::PlainRequests { requests, out } => write_lines(&semantic_project::plain(&requests)?, &out),
        Command::Compare { answers, expected } => compare(&answer::read(&expected)?, &answer::read(&answers)?),
        Command::Exact { requests, first, second } => compare_exactly(&requests, &first, &second),
        Command::Random { project, oracle, drawing } => drawing::on_project(&project, &oracle, drawing),
        Command::RandomKit { dir, oracle, drawing, only } => drawing::on_kit(&dir, &oracle, drawing, &only),
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
        let project =
            Project { semantic_manifest: kit.manifest(&first.manifest), site: None, tables: Some(tables.clone()) };
        let answers = martlet::answers(&project, &requests).with_context(|| first.manifest.clone())?;
        for case in &cases {
            tally.count(&case.name, judge(case, answers.get(&case.name), unsupported.reason(&case.name)));
        }
    }
    for name in unsupported.unknown(&names) {
        tally.count(name, Verdict::Failed("is listed as unsupported, but is no case".to_owned()));
    }
    tally.finish()
}

fn write_requests(project: &Project, with: Option<&Path>, at_least: usize, out: &Path) -> Result<()> {
    let generated = generate::requests(project, &Catalogue::read(project)?)?;
    let number = generated.len();
    if number < at_least {
        bail!("only {number} requests could be made, not {at_least}");
    }
    let mut requests = with.map(read_requests).transpose()?.unwrap_or_default();
    requests.extend(generated);
    write_lines(&requests, out)?;
    println!("{number} requests made, {} in all", requests.len());
    Ok(())
}

/// One request a line, so that a person finds theirs.
fn write_lines(requests: &[Value], out: &Path) -> Result<()> {
    let lines: Vec<String> = requests.iter().map(Value::to_string).collect();
    fs::write(out, format!("[\n{}\n]\n", lines.join(",\n"))).with_context(|| format!("cannot write {}", out.display()))
}

fn read_requests(path: &Path) -> Result<Vec<Value>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no array of requests", path.display()))
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

fn compare_exactly(requests: &Path, first: &Path, second: &Path) -> Result<()> {
    let mut tally = Tally::default();
    let (mut bytes, mut rows) = (0, 0);
    for (at, request) in read_requests(requests)?.iter().enumerate() {
        let file = exact::file_name(at);
        let asked = request.get("request").unwrap_or(&Value::Null);
        let verdict = match exact::compare(asked, &first.join(&file), &second.join(&file))? {
            Sameness::Bytes => {
                bytes += 1;
                Verdict::Passed
            }
            Sameness::Rows => {
                rows += 1;
                Verdict::Passed
            }
            Sameness::BothRefuse => Verdict::Passed,
            Sameness::Different(how) => Verdict::Failed(how),
        };
        tally.count(request.get("name").and_then(Value::as_str).unwrap_or(&file), verdict);
    }
    println!("{bytes} streams are byte for byte the same, {rows} have the same rows in another sequence");
    if bytes + rows == 0 {
        bail!("no request was answered");
    }
    tally.finish()
}
