//! MetricFlow as a process that stays: a request goes in as a line, its answer comes back as one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::answer::{self, Answer};
use crate::project::{OracleArgs, Project};

/// Name of every request: only one is under way.
const NAME: &str = "case";

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
            .arg("--serve")
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

    /// Hands the request over; the answer is fetched by [`Self::answer`], so that other work can go on meanwhile.
    pub fn ask(&mut self, request: &Value) -> Result<()> {
        let line = json!({"name": NAME, "request": request});
        writeln!(self.requests, "{line}").context("the oracle does not listen")?;
        self.requests.flush().context("the oracle does not listen")
    }

    pub fn answer(&mut self) -> Result<Answer> {
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
