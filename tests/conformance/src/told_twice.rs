//! Names two joins away that MetricFlow itself tells in two ways.
//!
//! `customer__mailbox__domain`, where customers and mailboxes both have a `domain` that each calls `mailbox__domain`:
//! MetricFlow reads the customers', but where it shares the join between two computations it selects both under one
//! name, and the database takes either. Such a name has no right answer to compare with.

use martlet_project::semantic_manifest::{EntityType, SemanticManifest, SemanticModel};

pub fn is_told_twice(manifest: &SemanticManifest, name: &str) -> bool {
    let parts: Vec<&str> = name.split("__").collect();
    let [first, second, element] = parts.as_slice() else { return false };
    let has = |model: &SemanticModel| model.dimensions.iter().any(|dimension| dimension.name == *element);
    let tellers: Vec<&SemanticModel> =
        manifest.semantic_models.iter().filter(|model| identifies(model, second) && has(model)).collect();
    tellers.len() > 1 && tellers.iter().any(|model| identifies(model, first))
}

fn identifies(model: &SemanticModel, entity: &str) -> bool {
    model.primary_entity.as_deref() == Some(entity)
        || model.entities.iter().any(|own| {
            own.name == entity && matches!(own.kind, EntityType::Primary | EntityType::Unique | EntityType::Natural)
        })
}
