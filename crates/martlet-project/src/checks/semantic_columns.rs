//! Columns that a semantic model names and the mart's files lack.
//!
//! Only expressions that are a bare column name are judged; the engine judges the others when it plans.

use std::collections::BTreeMap;

use super::{bare_column, table};
use crate::{Issue, Project, Subject, nearest::did_you_mean, table_facts::TableFacts};

pub(super) fn check(project: &Project, tables: &[TableFacts], issues: &mut Vec<Issue>) {
    let Some(manifest) = &project.semantic_manifest else {
        return;
    };
    for semantic_model in &manifest.semantic_models {
        let entities = semantic_model.entities.iter().map(|entity| ("entity", &entity.name, entity.expression()));
        let dimensions = semantic_model.dimensions.iter();
        let dimensions = dimensions.map(|dimension| ("dimension", &dimension.name, dimension.expression()));
        let measures = semantic_model.measures.iter().map(|measure| ("measure", &measure.name, measure.expression()));
        let mut uses: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (kind, name, expression) in entities.chain(dimensions).chain(measures) {
            if let Some(column) = bare_column(expression) {
                uses.entry(column).or_default().push(format!("{kind} `{name}`"));
            }
        }
        let alias = &semantic_model.node_relation.alias;
        let place = project.semantic_models.iter().find(|place| place.name == semantic_model.name);
        let file = place.map_or("semantic_manifest.json", |place| &place.path);
        let found = missing(tables, alias, &uses, &format!("semantic model `{}`", semantic_model.name));
        issues.extend(
            found.into_iter().map(|issue| issue.file(file).about(Subject::SemanticModel, &semantic_model.name)),
        );
    }
    for spine in &manifest.project_configuration.time_spines {
        let relation = &spine.node_relation;
        let uses = BTreeMap::from([(spine.primary_column.name.as_str(), vec!["the primary column".to_owned()])]);
        let model = project.model_by_relation(relation.schema_name.as_deref(), &relation.alias);
        let file = model.map_or("semantic_manifest.json", |model| model.described_in());
        issues.extend(missing(tables, &relation.alias, &uses, "time spine").into_iter().map(|issue| issue.file(file)));
    }
}

/// One issue for each column that the table's files lack.
fn missing(tables: &[TableFacts], alias: &str, uses: &BTreeMap<&str, Vec<String>>, user: &str) -> Vec<Issue> {
    let Some(facts) = table(tables, alias).filter(|facts| facts.files > 0) else {
        return Vec::new();
    };
    let lacking = uses.iter().filter(|(column, _)| facts.column(column).is_none());
    let issue = |(column, uses): (&&str, &Vec<String>)| {
        let needs = if uses.len() == 1 { "needs" } else { "need" };
        let names = facts.columns.iter().map(|column| column.name.as_str());
        Issue::error(
            "MRT-P031",
            format!("{user}: {} {needs} column `{column}`, which table `{alias}` lacks", uses.join(", ")),
            did_you_mean(column, names, "add the column to the model, or correct `expr`"),
        )
    };
    lacking.map(issue).collect()
}
