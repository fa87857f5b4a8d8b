//! Dimensions, entities and aggregations of a type that this version does not know cannot be used.

use martlet_project::semantic_manifest::{AggregationType, DimensionType, EntityType};

use super::{ManifestIssue, Severity};
use crate::index::Index;

pub(super) fn check(index: &Index, issues: &mut Vec<ManifestIssue>) {
    for model in &index.manifest.semantic_models {
        let dimensions = model.dimensions.iter().filter(|found| found.kind == DimensionType::Unknown);
        let entities = model.entities.iter().filter(|found| found.kind == EntityType::Unknown);
        let measures = model.measures.iter().filter(|found| found.agg == AggregationType::Unknown);
        let places = dimensions
            .map(|found| format!("dimension {}", found.name))
            .chain(entities.map(|found| format!("entity {}", found.name)))
            .chain(measures.map(|found| format!("measure {}", found.name)));
        for place in places {
            issues.push(ManifestIssue {
                severity: Severity::Warning,
                code: "MRT-S204",
                message: "its type is not known to this version, so it is left out".to_owned(),
                place: format!("{place} of semantic model {}", model.name),
            });
        }
    }
}
