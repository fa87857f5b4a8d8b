//! A source that a mart stands on and that may grow old unnoticed.

use std::collections::BTreeSet;

use crate::{Issue, Project, Subject};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    let marts = project.marts();
    let used: BTreeSet<&str> = marts.iter().flat_map(|mart| project.lineage.all_upstream(&mart.unique_id)).collect();
    for source in project.sources.values() {
        if used.contains(source.unique_id.as_str()) && !source.has_threshold() {
            issues.push(
                Issue::warning(
                    "MRT-P025",
                    format!("source `{}` has no freshness threshold, so what stands on it is unverified", source.name),
                    "set `freshness` with `warn_after` or `error_after`, and `loaded_at_field`",
                )
                .file(&source.path)
                .about(Subject::Source, &source.name),
            );
        }
    }
}
