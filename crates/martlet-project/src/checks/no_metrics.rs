//! A semantic manifest that defines no metric: the site would have nothing official.

use crate::{Issue, Project};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    if project.semantic_manifest.as_ref().is_some_and(|manifest| manifest.metrics.is_empty()) {
        issues.push(
            Issue::warning(
                "MRT-P011",
                "the project defines no metrics; every number of the site will be ad hoc",
                "define semantic models and metrics in the project's YAML, then run `dbt parse`",
            )
            .file("semantic_manifest.json"),
        );
    }
}
