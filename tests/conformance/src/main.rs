//! `martlet-conformance`: makes requests, and compares answers to them.
#![expect(clippy::print_stdout, reason = "a command-line program speaks on its standard output")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Parser, Subcommand};
use martlet_conformance_tests::answer::{self, Answer};
use martlet_conformance_tests::case::Kit;
use martlet_conformance_tests::catalogue::Catalogue;
use martlet_conformance_tests::compare::{EXACT, difference};
use martlet_conformance_tests::exact::{self, Sameness};
use martlet_conformance_tests::oracle::Oracle;
use martlet_conformance_tests::project::{OracleArgs, Project};
use martlet_conformance_tests::random::{self, Found, Judgement};
use martlet_conformance_tests::tally::Tally;
use martlet_conformance_tests::unsupported::Unsupported;
use martlet_conformance_tests::verdict::{Verdict, judge};
use martlet_conformance_tests::{generate, martlet, semantic_project};
use serde_json::{Value, json};

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

/// What is drawn, and what is told of it.
#[derive(Debug, Clone, Copy, Args)]
struct Drawing {
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
        Command::Random { project, oracle, drawing } => {
            let options = drawing.options(100)?;
            finish_drawing(draw_requests(&project, &oracle, options, drawing.verbose)?)
        }
        Command::RandomKit { dir, oracle, drawing, only } => draw_on_kit(&dir, &oracle, drawing, &only),
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

fn draw_on_kit(dir: &Path, oracle: &OracleArgs, drawing: Drawing, only: &str) -> Result<()> {
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
        let tally = draw_requests(&project, oracle, drawing.options(20)?, drawing.verbose).context(name)?;
        all = all.plus(tally);
    }
    finish_drawing(all)
}

fn draw_requests(
    project: &Project,
    oracle: &OracleArgs,
    options: random::Options,
    verbose: bool,
) -> Result<random::Tally> {
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

fn finish_drawing(tally: random::Tally) -> Result<()> {
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
