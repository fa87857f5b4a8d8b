//! How far a number can be trusted: the tests, runs and sources upstream of the models that it reads.
//!
//! In: the project and the unique ids of some models. Out: [`Trust`], the worst state found, with a
//! sentence for each reason. No clock: ages are those that dbt measured.
//!
//! Rules
//! - A test counts for the models that it checks, and so for everything downstream of them: a generic test for
//!   the model that it is written on, a singular test for every model that it reads.
//! - A failed test, a test that could not run, or a model that the last run failed to build: failing.
//! - A test of severity `warn` that found rows gives a reason and leaves the state; it is counted as passed.
//! - A test that was skipped or has no result, no tests at all, a source whose age was not measured although it has
//!   a threshold, or no source upstream with a threshold: unverified. Where some sources have thresholds, those
//!   without give a reason and leave the state.
//! - A source older than its `warn_after` or `error_after`: late.

mod data_time;
mod reason;

pub use data_time::as_of;

use std::{cmp::Reverse, collections::BTreeSet};

use crate::project::{FreshnessStatus, Model, Project, Source, Test, TestStatus};

/// From best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrustState {
    /// All tests upstream passed, all sources are within their thresholds.
    Good,
    /// A source is older than its threshold.
    Late,
    /// Something was not measured or not tested.
    Unverified,
    /// A test upstream failed or could not run, or a model was not built.
    Failing,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    pub state: TrustState,
    /// One sentence each, the worst first.
    pub reasons: Vec<String>,
    pub tests_passed: u32,
    pub tests_failed: u32,
    pub tests_not_run: u32,
    /// Unique ids of the sources upstream, sorted.
    pub sources: Vec<String>,
    /// The latest load among those sources, RFC 3339, UTC.
    pub as_of: Option<String>,
}

/// Judges the given models together, by unique id, with all that they stand on.
pub fn assess<S: AsRef<str>>(project: &Project, models: &[S]) -> Trust {
    let mut upstream: BTreeSet<&str> = BTreeSet::new();
    for model in models {
        upstream.insert(model.as_ref());
        upstream.extend(project.lineage.all_upstream(model.as_ref()));
    }
    let models: Vec<&Model> = upstream.iter().filter_map(|id| project.models.get(*id)).collect();
    let sources: Vec<&Source> = upstream.iter().filter_map(|id| project.sources.get(*id)).collect();
    let is_checked = |test: &&Test| test.checks.iter().any(|checked| upstream.contains(checked.as_str()));
    let tests: Vec<&Test> = project.tests.values().filter(is_checked).collect();

    let mut findings = Findings::default();
    judge_tests(project, &tests, &mut findings);
    judge_runs(&models, &mut findings);
    judge_sources(project, &sources, &mut findings);
    let count = |statuses: &[TestStatus]| tests.iter().filter(|test| statuses.contains(&test.status)).count() as u32;
    Trust {
        state: findings.worst(),
        tests_passed: count(&[TestStatus::Pass, TestStatus::Warn]),
        tests_failed: count(&[TestStatus::Fail, TestStatus::Error]),
        tests_not_run: count(&[TestStatus::Skipped, TestStatus::NotRun]),
        as_of: data_time::latest(sources.iter().copied()),
        sources: sources.iter().map(|source| source.unique_id.clone()).collect(),
        reasons: findings.into_reasons(),
    }
}

/// Judges the whole project: everything that its marts stand on.
pub fn assess_project(project: &Project) -> Trust {
    let marts: Vec<&str> = project.marts().into_iter().map(|model| model.unique_id.as_str()).collect();
    assess(project, &marts)
}

#[derive(Debug, Default)]
struct Findings(Vec<(TrustState, String)>);

impl Findings {
    fn add(&mut self, state: TrustState, reason: String) {
        self.0.push((state, reason));
    }

    fn worst(&self) -> TrustState {
        self.0.iter().map(|(state, _)| *state).max().unwrap_or(TrustState::Good)
    }

    fn into_reasons(mut self) -> Vec<String> {
        self.0.sort_by_key(|(state, _)| Reverse(*state));
        self.0.into_iter().map(|(_, reason)| reason).collect()
    }
}

fn judge_tests(project: &Project, tests: &[&Test], findings: &mut Findings) {
    for test in tests {
        match test.status {
            TestStatus::Fail | TestStatus::Error => findings.add(TrustState::Failing, reason::failed(project, test)),
            TestStatus::Warn => findings.add(TrustState::Good, reason::warned(project, test)),
            TestStatus::Pass | TestStatus::Skipped | TestStatus::NotRun => {}
        }
    }
    let with_status = |status| tests.iter().copied().filter(move |test| test.status == status).collect::<Vec<_>>();
    let skipped = with_status(TestStatus::Skipped);
    if !skipped.is_empty() {
        findings.add(TrustState::Unverified, reason::skipped(&skipped));
    }
    let not_run = with_status(TestStatus::NotRun);
    if tests.is_empty() {
        findings.add(TrustState::Unverified, "no test checks the data upstream".to_owned());
    } else if !not_run.is_empty() {
        findings.add(TrustState::Unverified, reason::not_run(project, &not_run, tests.len()));
    }
}

fn judge_runs(models: &[&Model], findings: &mut Findings) {
    for model in models {
        let Some(run) = &model.last_run else {
            continue;
        };
        match run.status.as_str() {
            "error" | "fail" | "runtime error" | "partial success" => {
                findings.add(TrustState::Failing, reason::not_built(model, run));
            }
            "skipped" => findings.add(TrustState::Failing, reason::not_rebuilt(model)),
            _ => {}
        }
    }
}

fn judge_sources(project: &Project, sources: &[&Source], findings: &mut Findings) {
    if !sources.is_empty() && project.freshness_measured_at.is_none() {
        let reason = "the age of the sources is not known: sources.json is absent or unreadable".to_owned();
        findings.add(TrustState::Unverified, reason);
        return;
    }
    let (watched, unwatched): (Vec<&Source>, Vec<&Source>) =
        sources.iter().copied().partition(|source| source.freshness.is_some() || source.has_threshold());
    for source in &watched {
        let (state, reason) = match &source.freshness {
            Some(freshness) => match freshness.status {
                FreshnessStatus::Pass => continue,
                FreshnessStatus::Warn | FreshnessStatus::Error => (TrustState::Late, reason::late(source, freshness)),
                FreshnessStatus::RuntimeError => (TrustState::Unverified, reason::not_measurable(source, freshness)),
            },
            None => (TrustState::Unverified, format!("the age of source {} was not measured", source.name)),
        };
        findings.add(state, reason);
    }
    if !unwatched.is_empty() {
        // A price list that changes once a year needs no threshold, but something must tell whether data arrives.
        let state = if watched.is_empty() { TrustState::Unverified } else { TrustState::Good };
        findings.add(state, reason::unwatched(&unwatched));
    }
}
