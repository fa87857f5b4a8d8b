//! The sentences that explain a state.

use crate::project::{Freshness, FreshnessStatus, Model, Project, RunOutcome, Source, Test, TestStatus};

/// "test unique failed on fact_revenue.revenue_id: 3 rows"
pub(super) fn failed(project: &Project, test: &Test) -> String {
    let place = place(project, test);
    if test.status == TestStatus::Error {
        let why = first_line(test.message.as_deref()).map(|line| format!(": {line}")).unwrap_or_default();
        return format!("test {} on {place} could not run{why}", shown(test));
    }
    match test.failures {
        Some(rows) if rows > 0 => format!("test {} failed on {place}: {}", shown(test), count(rows, "row")),
        _ => format!("test {} failed on {place}", shown(test)),
    }
}

pub(super) fn warned(project: &Project, test: &Test) -> String {
    let rows = test.failures.map(|rows| format!(": {}", count(rows, "row"))).unwrap_or_default();
    format!("test {} warns on {}{rows}", shown(test), place(project, test))
}

pub(super) fn skipped(tests: &[&Test]) -> String {
    format!("{} skipped, because something upstream failed", were(tests.len()))
}

pub(super) fn not_run(project: &Project, tests: &[&Test], all: usize) -> String {
    let command = project.last_run.as_ref().map(|run| run.command.as_deref());
    match command {
        None => "no test results: run_results.json is absent or unreadable".to_owned(),
        Some(Some(command)) if tests.len() == all && !matches!(command, "build" | "test" | "retry") => {
            let command = if command == "generate" { "docs generate" } else { command };
            format!("no test results: the last command was `dbt {command}`")
        }
        Some(_) => format!("{} not part of the last run", were(tests.len())),
    }
}

/// "source shop.payments was 30 hours old on 2026-01-02 at 10:00 UTC; late after 24 hours"
pub(super) fn late(source: &Source, freshness: &Freshness) -> String {
    let age = freshness.age_seconds.map_or_else(|| "too old".to_owned(), |seconds| format!("{} old", age(seconds)));
    let measured = freshness.measured_at.as_deref().map(|time| format!(" on {}", minute(time))).unwrap_or_default();
    let threshold = match freshness.status {
        FreshnessStatus::Error => source.error_after.as_ref().or(source.warn_after.as_ref()),
        _ => source.warn_after.as_ref().or(source.error_after.as_ref()),
    };
    let word = if freshness.status == FreshnessStatus::Error { "an error" } else { "late" };
    let limit = threshold.map(|threshold| format!("; {word} after {threshold}")).unwrap_or_default();
    format!("source {} was {age}{measured}{limit}", source.name)
}

pub(super) fn not_measurable(source: &Source, freshness: &Freshness) -> String {
    let why = first_line(freshness.message.as_deref()).map(|line| format!(": {line}")).unwrap_or_default();
    format!("the age of source {} could not be measured{why}", source.name)
}

pub(super) fn unwatched(sources: &[&Source]) -> String {
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    match names.as_slice() {
        [only] => format!("source {only} has no freshness threshold"),
        several => format!("sources {} have no freshness threshold", several.join(", ")),
    }
}

pub(super) fn not_built(model: &Model, run: &RunOutcome) -> String {
    let why = first_line(run.message.as_deref()).map(|line| format!(": {line}")).unwrap_or_default();
    format!("{} {} was not built by the last run{why}", model.kind.name(), model.name)
}

pub(super) fn not_rebuilt(model: &Model) -> String {
    format!("{} {} was skipped by the last run, because something upstream failed", model.kind.name(), model.name)
}

/// `unique`, or the whole name of a test that has no short one.
fn shown(test: &Test) -> &str {
    test.generic_name.as_deref().unwrap_or(&test.name)
}

/// `fact_revenue.revenue_id`, `fact_revenue`, or several of these.
fn place(project: &Project, test: &Test) -> String {
    let name = |id: &String| {
        let model = project.models.get(id).map(|model| model.name.clone());
        model.or_else(|| project.sources.get(id).map(|source| source.name.clone())).unwrap_or_else(|| id.clone())
    };
    let names: Vec<String> = test.checks.iter().map(name).collect();
    match (&test.column, names.as_slice()) {
        (Some(column), [only]) => format!("{only}.{column}"),
        _ => names.join(", "),
    }
}

fn were(tests: usize) -> String {
    if tests == 1 { "1 test was".to_owned() } else { format!("{tests} tests were") }
}

fn count(number: u64, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// In the largest unit of which there are at least two.
fn age(seconds: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(86_400, "day"), (3_600, "hour"), (60, "minute")];
    let unit = UNITS.into_iter().find(|(size, _)| seconds >= 2 * size);
    unit.map_or_else(|| count(seconds, "second"), |(size, name)| count(seconds / size, name))
}

/// `2026-01-02T10:00:59.1Z` → `2026-01-02 at 10:00 UTC`.
fn minute(time: &str) -> String {
    match time.split_once('T') {
        Some((date, clock)) => format!("{date} at {} UTC", clock.get(..5).unwrap_or(clock)),
        None => time.to_owned(),
    }
}

/// dbt's messages are many lines; the first that is more than a heading says what happened.
fn first_line(message: Option<&str>) -> Option<&str> {
    let mut lines = message?.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next()?;
    let is_heading = first.contains(" Error in ");
    Some(lines.next().filter(|_| is_heading).unwrap_or(first))
}
