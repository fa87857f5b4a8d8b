//! Metrics, measures and semantic models must not share names among themselves; the first one counts.

use std::collections::BTreeSet;

use super::{ManifestIssue, Severity};
use crate::index::Index;

pub(super) fn check(index: &Index, issues: &mut Vec<ManifestIssue>) {
    let manifest = &index.manifest;
    let metrics = manifest.metrics.iter().map(|metric| metric.name.as_str());
    let models = manifest.semantic_models.iter().map(|model| model.name.as_str());
    let measures =
        manifest.semantic_models.iter().flat_map(|model| &model.measures).map(|measure| measure.name.as_str());
    repeated("metric", metrics, issues);
    repeated("semantic model", models, issues);
    repeated("measure", measures, issues);
}

fn repeated<'a>(what: &str, names: impl Iterator<Item = &'a str>, issues: &mut Vec<ManifestIssue>) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            issues.push(ManifestIssue {
                severity: Severity::Error,
                code: "MRT-S201",
                message: "the name is used more than once; the first definition counts".to_owned(),
                place: format!("{what} {name}"),
            });
        }
    }
}
