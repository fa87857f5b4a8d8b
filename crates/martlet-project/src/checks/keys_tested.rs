//! Key columns that dbt does not hold to be unique and not null.
//!
//! A key is what a semantic model calls a primary or unique entity by a bare column name. Constraints of an
//! enforced contract count as tests.

use std::collections::BTreeSet;

use super::bare_column;
use crate::{
    Issue, Project,
    project::{Column, Model},
    semantic_manifest::EntityType,
};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    let mut keys: BTreeSet<(&str, &str)> = BTreeSet::new();
    for semantic_model in project.semantic_manifest.iter().flat_map(|manifest| &manifest.semantic_models) {
        let relation = &semantic_model.node_relation;
        let Some(model) = project.model_by_relation(relation.schema_name.as_deref(), &relation.alias) else {
            continue;
        };
        let entities = semantic_model.entities.iter();
        for entity in entities.filter(|entity| matches!(entity.kind, EntityType::Primary | EntityType::Unique)) {
            if let Some(column) = bare_column(entity.expression()) {
                keys.insert((&model.unique_id, column));
            }
        }
    }
    for (unique_id, key) in keys {
        let Some(model) = project.models.get(unique_id) else {
            continue;
        };
        let mut lacks = Vec::new();
        for rule in ["unique", "not_null"] {
            if !is_held(project, model, model.column(key), rule) {
                lacks.push(rule);
            }
        }
        if lacks.is_empty() {
            continue;
        }
        let message = format!("key column `{key}` of `{}` has no {} test", model.name, lacks.join(" and no "));
        issues.push(
            Issue::warning("MRT-P022", message, format!("add `data_tests: [{}]` to the column", lacks.join(", ")))
                .file(model.described_in())
                .about(model.kind.subject(), &model.name)
                .column(key),
        );
    }
}

fn is_held(project: &Project, model: &Model, column: Option<&Column>, rule: &str) -> bool {
    let Some(column) = column else {
        return false;
    };
    let is_tested = column
        .tests
        .iter()
        .filter_map(|id| project.tests.get(id))
        .any(|test| test.generic_name.as_deref() == Some(rule));
    let by_contract = |kind: &String| kind == rule || kind == "primary_key";
    is_tested || (model.is_contract_enforced && column.constraints.iter().any(by_contract))
}
