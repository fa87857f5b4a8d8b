//! Marts of no rows.

use super::table;
use crate::{Issue, Project, table_facts::TableFacts};

pub(super) fn check(project: &Project, tables: &[TableFacts], issues: &mut Vec<Issue>) {
    for model in project.marts() {
        if table(tables, &model.alias).is_some_and(|facts| facts.files > 0 && facts.rows == 0) {
            issues.push(
                Issue::warning(
                    "MRT-P034",
                    format!("mart `{}` has no rows; its metrics will be empty", model.name),
                    "see why the model selects nothing, or whether its sources were loaded",
                )
                .file(&model.path)
                .about(model.kind.subject(), &model.name),
            );
        }
    }
}
