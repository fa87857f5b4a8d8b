//! A semantic model on a model that is not in the manifest.

use crate::{Issue, Project, Subject, nearest::did_you_mean};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    for semantic_model in project.semantic_manifest.iter().flat_map(|manifest| &manifest.semantic_models) {
        let relation = &semantic_model.node_relation;
        if project.model_by_relation(relation.schema_name.as_deref(), &relation.alias).is_some() {
            continue;
        }
        let aliases = project.models.values().map(|model| model.alias.as_str());
        let place = project.semantic_models.iter().find(|place| place.name == semantic_model.name);
        let message = format!(
            "semantic model `{}` stands on `{}`, which is not a model of the project",
            semantic_model.name, relation.alias
        );
        let otherwise = "run `dbt parse`, so that both manifests describe the same project";
        issues.push(
            Issue::error("MRT-P015", message, did_you_mean(&relation.alias, aliases, otherwise))
                .file(place.map_or("semantic_manifest.json", |place| &place.path))
                .about(Subject::SemanticModel, &semantic_model.name),
        );
    }
}
