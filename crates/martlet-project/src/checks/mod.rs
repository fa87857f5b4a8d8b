//! Validation rules, one a file. Each sees the whole project and reports everything that it finds.
//!
//! | code | finds | severity |
//! |---|---|---|
//! | MRT-P001 | no manifest.json | error |
//! | MRT-P002 | an artifact that is not readable JSON | error |
//! | MRT-P003 | an artifact of an unsupported schema version | error |
//! | MRT-P004 | another artifact that is absent | warning or note |
//! | MRT-P005 | run results of a command that runs no tests | warning |
//! | MRT-P010 | no semantic manifest | error |
//! | MRT-P011 | a semantic manifest without metrics | warning |
//! | MRT-P012 | two metrics of one name | error |
//! | MRT-P013 | a metric on a measure that does not exist | error |
//! | MRT-P014 | a metric on a metric that does not exist | error |
//! | MRT-P015 | a semantic model on a model that does not exist | error |
//! | MRT-P016 | a metric without label or description | warning |
//! | MRT-P017 | a metric without owner | warning |
//! | MRT-P018 | metric settings in `meta` with a value that is not known | warning |
//! | MRT-P019 | `vars.martlet` with a value that is not allowed | warning |
//! | MRT-P020 | a mart without description | warning |
//! | MRT-P021 | a mart's columns without description | warning |
//! | MRT-P022 | a key column that is not tested unique and not null | warning |
//! | MRT-P023 | a group that does not exist | error |
//! | MRT-P024 | an exposure that points nowhere | error or warning |
//! | MRT-P025 | a source without freshness threshold | note, or warning if no source has one |
//! | MRT-P030 | a mart without files | error under a semantic model, else warning |
//! | MRT-P031 | a column of a semantic model that the file lacks | error |
//! | MRT-P032 | a column whose type in the file is another | error under a contract, else warning |
//! | MRT-P033 | a described column that the file lacks | error under a contract, else warning |
//! | MRT-P034 | a mart of no rows | warning |
//! | MRT-P035 | a mart written where or as what Martlet cannot read | error |
//! | MRT-P036 | fields or values of the semantic manifest that only a newer dbt knows | warning |

mod columns_described;
mod duplicate_metrics;
mod empty_marts;
mod exposures;
mod file_columns;
mod freshness_configured;
mod groups;
mod keys_tested;
mod locations;
mod marts_described;
mod measures_exist;
mod metric_inputs_exist;
mod metrics_described;
mod metrics_owned;
mod missing_files;
mod no_metrics;
mod semantic_columns;
mod semantic_models_stand;

use crate::{issue::Issue, project::Project, table_facts::TableFacts};

type ProjectRule = fn(&Project, &mut Vec<Issue>);
type TablesRule = fn(&Project, &[TableFacts], &mut Vec<Issue>);

/// Every finding that needs no data: those of reading the artifacts first. Sorted: errors first, then by
/// file and code.
pub fn check_project(project: &Project) -> Vec<Issue> {
    const RULES: &[ProjectRule] = &[
        no_metrics::check,
        duplicate_metrics::check,
        measures_exist::check,
        metric_inputs_exist::check,
        semantic_models_stand::check,
        metrics_described::check,
        metrics_owned::check,
        marts_described::check,
        columns_described::check,
        keys_tested::check,
        groups::check,
        exposures::check,
        freshness_configured::check,
        locations::check,
    ];
    let mut issues = project.issues.clone();
    for rule in RULES {
        rule(project, &mut issues);
    }
    sort(&mut issues);
    issues
}

/// Every finding that needs the marts' files: `tables` has one entry for each table that was found.
pub fn check_tables(project: &Project, tables: &[TableFacts]) -> Vec<Issue> {
    const RULES: &[TablesRule] =
        &[missing_files::check, empty_marts::check, semantic_columns::check, file_columns::check];
    let mut issues = Vec::new();
    for rule in RULES {
        rule(project, tables, &mut issues);
    }
    sort(&mut issues);
    issues
}

/// Errors first, then by file, line and code. The same issue twice is one issue.
pub fn sort(issues: &mut Vec<Issue>) {
    issues.sort_by(|a, b| {
        let key = |issue: &Issue| (issue.severity, issue.file.clone(), issue.line, issue.code.clone());
        key(a).cmp(&key(b)).then_with(|| a.cmp(b))
    });
    issues.dedup();
}

fn table<'a>(tables: &'a [TableFacts], name: &str) -> Option<&'a TableFacts> {
    tables.iter().find(|table| table.name.eq_ignore_ascii_case(name))
}

/// An expression that is a column's bare name, quotes taken off; none for anything that computes.
fn bare_column(expression: &str) -> Option<&str> {
    let trimmed = expression.trim();
    let quoted = trimmed.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|name| !name.contains('"'));
    if quoted.is_some() {
        return quoted;
    }
    let mut letters = trimmed.chars();
    let starts_well = letters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    let is_name = starts_well && letters.all(|letter| letter.is_alphanumeric() || letter == '_');
    let is_literal = ["true", "false", "null"].iter().any(|word| trimmed.eq_ignore_ascii_case(word));
    (is_name && !is_literal).then_some(trimmed)
}

/// `a`, `b` and `c`
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [firsts @ .., last] => format!("{} and {last}", firsts.join(", ")),
    }
}

/// The YAML file of a metric, or the artifact that alone knows it.
fn metric_file<'a>(project: &'a Project, name: &str) -> &'a str {
    project.metric(name).map_or("semantic_manifest.json", |metric| &metric.path)
}
