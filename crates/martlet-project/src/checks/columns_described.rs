//! Columns of marts without description: one issue a mart.

use super::listed;
use crate::{Issue, Project};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    for model in project.marts() {
        let bare: Vec<&str> = model
            .columns
            .iter()
            .filter(|column| column.description.trim().is_empty())
            .map(|column| column.name.as_str())
            .collect();
        if bare.is_empty() {
            continue;
        }
        let word = if bare.len() == 1 { "column" } else { "columns" };
        let mut issue = Issue::warning(
            "MRT-P021",
            format!("mart `{}`: {word} {} without description", model.name, listed(&bare)),
            "describe each column in the mart's YAML",
        )
        .file(model.described_in())
        .about(model.kind.subject(), &model.name);
        if let [only] = bare.as_slice() {
            issue = issue.column(*only);
        }
        issues.push(issue);
    }
}
