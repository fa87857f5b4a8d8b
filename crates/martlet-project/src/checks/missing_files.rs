//! Marts without files.

use std::collections::BTreeSet;

use super::table;
use crate::{Issue, Project, Severity, table_facts::TableFacts};

pub(super) fn check(project: &Project, tables: &[TableFacts], issues: &mut Vec<Issue>) {
    let needed: BTreeSet<&str> = project.models_of_semantic_models();
    for model in project.marts() {
        let message = match table(tables, &model.alias) {
            Some(facts) if facts.files > 0 => continue,
            Some(_) => format!("the folder of mart `{}` holds no Parquet file", model.name),
            None => format!("mart `{}` has no Parquet file", model.name),
        };
        let suggestion = match model.location(".") {
            Some(location) => {
                format!("run `dbt build`, which writes `{}`, or name the folder with --marts", location.path)
            }
            None => format!(
                "materialize it as `external` (it is `{}`), or name the folder of its Parquet with --marts",
                model.materialized
            ),
        };
        let is_needed = needed.contains(model.unique_id.as_str());
        let severity = if is_needed { Severity::Error } else { Severity::Warning };
        issues.push(
            Issue::new("MRT-P030", severity, suggestion)
                .message(message)
                .file(&model.path)
                .about(model.kind.subject(), &model.name),
        );
    }
}
