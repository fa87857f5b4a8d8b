//! Steps in the order in which they run: each says its name, how it ended and how long it took.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How a step that did not fail ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It did its work.
    Done,
    /// It did its work; a remark.
    DoneWith(String),
    /// Its inputs are those of its last run.
    Reused,
    /// It was not run, and why.
    NotRun(String),
}

/// A step by its name.
pub type Step<'s> = (&'static str, Box<dyn FnOnce() -> Result<Outcome> + 's>);

#[derive(Debug)]
struct Entry {
    name: String,
    took: Duration,
    outcome: Result<Outcome, String>,
}

/// What ran so far.
#[derive(Debug)]
pub struct Report {
    started: Instant,
    entries: Vec<Entry>,
    /// Steps that may fail run only if their name contains this.
    only: String,
}

impl Report {
    pub fn new() -> Self {
        Self::only("")
    }

    /// Leaves out steps whose names do not contain `only`, except those that later ones need.
    pub fn only(only: &str) -> Self {
        Self { started: Instant::now(), entries: Vec::new(), only: only.to_owned() }
    }

    /// Runs a step and stops at its failure. What has been made is not made again.
    pub fn must(&mut self, name: &str, step: impl FnOnce() -> Result<Outcome>) -> Result<()> {
        let is_made = self.entries.iter().any(|entry| entry.name == name && entry.outcome.is_ok());
        if is_made || self.run(name, step) {
            return Ok(());
        }
        bail!("stopped at `{name}`; the reason stands above")
    }

    /// Runs a step, notes its failure and goes on.
    pub fn step(&mut self, name: &str, step: impl FnOnce() -> Result<Outcome>) {
        if name.contains(&self.only) {
            self.run(name, step);
        }
    }

    /// Runs steps that need the same things made first. If none of them is wanted, nothing is made.
    pub fn group(&mut self, make: impl FnOnce(&mut Self) -> Result<()>, steps: Vec<Step<'_>>) {
        if !steps.iter().any(|(name, _)| name.contains(&self.only)) {
            return;
        }
        if let Err(error) = make(self) {
            println!("   the steps that need it are not run: {error:#}");
            return;
        }
        for (name, step) in steps {
            self.step(name, step);
        }
    }

    fn run(&mut self, name: &str, step: impl FnOnce() -> Result<Outcome>) -> bool {
        println!("── {name}");
        let started = Instant::now();
        let outcome = step().map_err(|error| format!("{error:#}"));
        let took = started.elapsed();
        match &outcome {
            Ok(outcome) => println!("   {} ({})", words(outcome), seconds(took)),
            Err(error) => println!("   FAILED: {error} ({})", seconds(took)),
        }
        let is_good = outcome.is_ok();
        self.entries.push(Entry { name: name.to_owned(), took, outcome });
        is_good
    }

    /// Prints every step and its time; fails when a step failed.
    pub fn finish(self, title: &str) -> Result<()> {
        let width = self.entries.iter().map(|entry| entry.name.chars().count()).max().unwrap_or(0);
        println!("\n{title}");
        for entry in &self.entries {
            let words = match &entry.outcome {
                Ok(outcome) => words(outcome),
                Err(error) => format!("FAILED: {}", error.lines().next().unwrap_or_default()),
            };
            println!("  {:width$}  {:>8}  {words}", entry.name, seconds(entry.took));
        }
        let failed = self.entries.iter().filter(|entry| entry.outcome.is_err()).count();
        let not_run = self.entries.iter().filter(|entry| matches!(entry.outcome, Ok(Outcome::NotRun(_)))).count();
        println!("  {:width$}  {:>8}", "in all", seconds(self.started.elapsed()));
        println!("\n{} passed, {failed} failed, {not_run} skipped", self.entries.len() - failed - not_run);
        if failed > 0 {
            bail!("{failed} of {} steps failed", self.entries.len());
        }
        Ok(())
    }
}

/// A time for a person.
pub fn seconds(took: Duration) -> String {
    let tenths = took.as_millis() / 100;
    if tenths < 600 {
        format!("{}.{} s", tenths / 10, tenths % 10)
    } else {
        format!("{} min {:02} s", tenths / 600, tenths / 10 % 60)
    }
}

fn words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done => "done".to_owned(),
        Outcome::DoneWith(remark) => format!("done: {remark}"),
        Outcome::Reused => "unchanged, reused".to_owned(),
        Outcome::NotRun(reason) => format!("not run: {reason}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_fails_the_whole_and_the_rest_still_runs() {
        let mut report = Report::new();
        report.step("first", || bail!("no"));
        let mut is_second_run = false;
        report.step("second", || {
            is_second_run = true;
            Ok(Outcome::Done)
        });
        assert!(is_second_run);
        assert!(report.finish("test").is_err());
    }

    #[test]
    fn what_no_wanted_step_needs_is_not_made() {
        let mut report = Report::only("second");
        let mut made = Vec::new();
        report.group(|_| bail!("not wanted"), vec![("first", Box::new(|| bail!("not wanted")))]);
        report.group(
            |report| report.must("needed", || Ok(Outcome::Done)),
            vec![
                ("third", Box::new(|| bail!("not wanted"))),
                (
                    "second",
                    Box::new(|| {
                        made.push("second");
                        Ok(Outcome::Done)
                    }),
                ),
            ],
        );
        assert!(report.finish("test").is_ok());
        assert_eq!(made, ["second"]);
    }

    #[test]
    fn steps_whose_needs_cannot_be_made_fail_the_whole() {
        let mut report = Report::new();
        report.group(|report| report.must("needed", || bail!("no")), vec![("first", Box::new(|| Ok(Outcome::Done)))]);
        assert!(report.finish("test").is_err());
    }

    #[test]
    fn times_read_well() {
        assert_eq!(seconds(Duration::from_millis(1_250)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(61)), "1 min 01 s");
    }
}
