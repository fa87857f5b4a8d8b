//! MetricFlow as a process that stays: a request goes in as a line, its answer comes back as one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::answer::{self, Answer};
use crate::project::{OracleArgs, Project};

/// Name of every request: only one is under way.
const NAME: &str = "case";
/// Both sides' answers are held in memory; one of a few million rows would not fit.
const MOST_ROWS: &str = "200000";
/// Begins the oracle's words for an answer of more rows than that.
pub const TOO_LARGE: &str = "TooLargeError";

/// Ends its process when dropped.
#[derive(Debug)]
pub struct Oracle {
    process: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Oracle {
    pub fn start(project: &Project, args: &OracleArgs) -> Result<Self> {
        let mut process = Command::new(&args.python)
            .arg(&args.oracle)
            .args(["--serve", "--most-rows", MOST_ROWS])
            .arg("--project")
            .arg(&args.dbt_project)
            .arg("--warehouse")
            .arg(&args.warehouse)
            .arg("--semantic-manifest")
            .arg(&project.semantic_manifest)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", args.python.display()))?;
        let requests = process.stdin.take().context("the oracle has no input")?;
        let answers = BufReader::new(process.stdout.take().context("the oracle has no output")?);
        Ok(Self { process, requests, answers })
    }

    pub fn ask(&mut self, request: &Value) -> Result<Answer> {
        let line = json!({"name": NAME, "request": request});
        writeln!(self.requests, "{line}").context("the oracle does not listen")?;
        self.requests.flush().context("the oracle does not listen")?;
        let mut line = String::new();
        if self.answers.read_line(&mut line).context("the oracle's answer cannot be read")? == 0 {
            bail!("the oracle ended: {}", self.process.wait()?);
        }
        answer::parse_lines(&line)?.remove(NAME).context("the oracle answered another request")
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
