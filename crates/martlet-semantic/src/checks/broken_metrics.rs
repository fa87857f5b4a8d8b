//! Metrics that can never be computed: missing inputs, cycles, unknown types.

use super::{ManifestIssue, Severity};
use crate::index::Index;

pub(super) fn check(index: &Index, issues: &mut Vec<ManifestIssue>) {
    for metric in &index.manifest.metrics {
        if let Err(problem) = index.inputs_of(&metric.name) {
            issues.push(ManifestIssue {
                severity: Severity::Error,
                code: problem.code(),
                message: problem.to_string(),
                place: format!("metric {}", metric.name),
            });
        }
    }
}
