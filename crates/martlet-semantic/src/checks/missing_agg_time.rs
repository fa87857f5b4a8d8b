//! Measures need an aggregation time dimension: without one, no metric over them has a time.

use super::{ManifestIssue, Severity};
use crate::index::{Index, InputRef};

pub(super) fn check(index: &Index, issues: &mut Vec<ManifestIssue>) {
    for (model, definition) in index.manifest.semantic_models.iter().enumerate() {
        for (measure, found) in definition.measures.iter().enumerate() {
            let dimension = index.agg_time_dimension(InputRef { model, measure });
            if dimension.is_none_or(|dimension| dimension.granularity().is_none()) {
                issues.push(ManifestIssue {
                    severity: Severity::Error,
                    code: "MRT-S202",
                    message: "it has no aggregation time dimension; name one in the measure or in the model's defaults"
                        .to_owned(),
                    place: format!("measure {} of semantic model {}", found.name, definition.name),
                });
            }
        }
    }
}
