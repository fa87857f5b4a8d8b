//! Columns whose type in the files is not that of the project, and described columns that the files lack.

use super::table;
use crate::{
    Issue, Project, Severity,
    nearest::did_you_mean,
    project::{Column, Model},
    table_facts::TableFacts,
    type_family::TypeFamily,
};

pub(super) fn check(project: &Project, tables: &[TableFacts], issues: &mut Vec<Issue>) {
    for model in project.marts() {
        let Some(facts) = table(tables, &model.alias).filter(|facts| facts.files > 0) else {
            continue;
        };
        for column in &model.columns {
            match facts.column(&column.name) {
                Some(found) => issues.extend(of_another_type(model, column, &found.data_type)),
                None => issues.push(lacking(model, column, facts)),
            }
        }
    }
}

fn of_another_type(model: &Model, column: &Column, arrow_type: &str) -> Option<Issue> {
    let (expected, from) = match (&column.declared_type, &column.warehouse_type) {
        (Some(declared), _) => (declared, "the project declares"),
        (None, Some(warehouse)) => (warehouse, "the warehouse has"),
        (None, None) => return None,
    };
    let (wanted, found) = (TypeFamily::of_sql(expected)?, TypeFamily::of_arrow(arrow_type)?);
    if wanted == found {
        return None;
    }
    let message = format!(
        "column `{}` of `{}` is {arrow_type} in the file, but {from} {expected} ({found} and {wanted})",
        column.name, model.name
    );
    Some(issue("MRT-P032", model, column, message, "run `dbt build`, or correct `data_type`".to_owned()))
}

fn lacking(model: &Model, column: &Column, facts: &TableFacts) -> Issue {
    let message = format!("column `{}` of `{}` is described but not in the file", column.name, model.name);
    let names = facts.columns.iter().map(|found| found.name.as_str()).filter(|name| model.column(name).is_none());
    let suggestion = did_you_mean(&column.name, names, "run `dbt build`, or remove the column from the YAML");
    issue("MRT-P033", model, column, message, suggestion)
}

fn issue(code: &str, model: &Model, column: &Column, message: String, suggestion: String) -> Issue {
    let severity = if model.is_contract_enforced { Severity::Error } else { Severity::Warning };
    Issue::new(code, severity, suggestion)
        .message(message)
        .file(model.described_in())
        .about(model.kind.subject(), &model.name)
        .column(&column.name)
}
