//! A mart without description.

use crate::{Issue, Project};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    for model in project.marts() {
        if model.description.trim().is_empty() {
            issues.push(
                Issue::warning(
                    "MRT-P020",
                    format!("mart `{}` has no description", model.name),
                    "say in its YAML what one row is",
                )
                .file(model.described_in())
                .about(model.kind.subject(), &model.name),
            );
        }
    }
}
