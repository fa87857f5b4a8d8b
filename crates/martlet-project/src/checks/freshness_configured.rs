//! A source that a mart stands on and that may grow old unnoticed.

use std::collections::BTreeSet;

use crate::{Issue, Project, Severity, Subject, project::Source};

/// A note where other sources have thresholds: tables that seldom change do without on purpose.
pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    let marts = project.marts();
    let used: BTreeSet<&str> = marts.iter().flat_map(|mart| project.lineage.all_upstream(&mart.unique_id)).collect();
    let is_any_watched = project.sources.values().any(Source::has_threshold);
    let severity = if is_any_watched { Severity::Note } else { Severity::Warning };
    for source in project.sources.values() {
        if used.contains(source.unique_id.as_str()) && !source.has_threshold() {
            issues.push(
                Issue::new(
                    "MRT-P025",
                    severity,
                    "set `freshness` with `warn_after` or `error_after`, and `loaded_at_field`",
                )
                .message(format!("source `{}` has no freshness threshold, so it may grow old unnoticed", source.name))
                .file(&source.path)
                .about(Subject::Source, &source.name),
            );
        }
    }
}
