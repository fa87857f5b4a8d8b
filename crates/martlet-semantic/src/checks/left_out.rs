//! Elements with a value that only a newer dbt knows cannot be used.

use super::{ManifestIssue, Severity};
use crate::index::Index;

pub(super) fn check(index: &Index, issues: &mut Vec<ManifestIssue>) {
    for left_out in &index.manifest.left_out {
        let cause = &left_out.cause;
        let of_model = left_out.semantic_model.iter().map(|model| format!(" of semantic model {model}"));
        issues.push(ManifestIssue {
            severity: Severity::Warning,
            code: "MRT-S204",
            message: format!(
                "it is left out: the {} of {} is '{}', which this version does not know; known are {}",
                cause.field,
                cause.element,
                cause.value,
                cause.known.join(", ")
            ),
            place: format!("{} {}{}", left_out.kind.name(), left_out.name, of_model.collect::<String>()),
        });
    }
}
