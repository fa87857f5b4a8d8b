//! Columns that a semantic model names and the mart's files lack.
//!
//! Only expressions that are a bare column name are judged; the engine judges the others when it plans.

use std::collections::BTreeMap;

use super::{bare_column, table};
use crate::{Issue, Project, Subject, nearest::did_you_mean, table_facts::TableFacts};

pub(super) fn check(project: &Project, tables: &[TableFacts], issues: &mut Vec<Issue>) {
    for semantic_model in project.semantic_manifest.iter().flat_map(|manifest| &manifest.semantic_models) {
        let alias = &semantic_model.node_relation.alias;
        let Some(facts) = table(tables, alias).filter(|facts| facts.files > 0) else {
            continue;
        };
        let entities = semantic_model.entities.iter().map(|entity| ("entity", &entity.name, entity.expression()));
        let dimensions =
            semantic_model.dimensions.iter().map(|dimension| ("dimension", &dimension.name, dimension.expression()));
        let measures = semantic_model.measures.iter().map(|measure| ("measure", &measure.name, measure.expression()));
        let mut missing: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (kind, name, expression) in entities.chain(dimensions).chain(measures) {
            let Some(column) = bare_column(expression).filter(|column| facts.column(column).is_none()) else {
                continue;
            };
            missing.entry(column).or_default().push(format!("{kind} `{name}`"));
        }
        let place = project.semantic_models.iter().find(|place| place.name == semantic_model.name);
        for (column, users) in missing {
            let message = format!(
                "semantic model `{}`: {} needs column `{column}`, which table `{alias}` lacks",
                semantic_model.name,
                users.join(", ")
            );
            let names = facts.columns.iter().map(|column| column.name.as_str());
            issues.push(
                Issue::error("MRT-P031", message, did_you_mean(column, names, "add the column to the model, or correct `expr`"))
                    .file(place.map_or("semantic_manifest.json", |place| &place.path))
                    .about(Subject::SemanticModel, &semantic_model.name),
            );
        }
    }
}
