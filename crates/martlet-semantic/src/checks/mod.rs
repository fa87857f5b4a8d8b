//! Checks of the manifest itself: what makes metrics or models unusable, and what is doubtful.

mod broken_metrics;
mod duplicate_names;
mod left_out;
mod missing_agg_time;
mod missing_time_spine;

use std::fmt;

use crate::index::Index;

/// How bad an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Usable, but probably not as meant.
    Warning,
    /// What it names cannot be used; everything else can.
    Error,
}

/// Something wrong in the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestIssue {
    pub severity: Severity,
    /// Stable between versions.
    pub code: &'static str,
    pub message: String,
    /// What it is about: `metric mrr`, `semantic model orders`.
    pub place: String,
}

impl ManifestIssue {
    /// Does it make the whole manifest unusable?
    pub(crate) fn is_fatal(&self) -> bool {
        false
    }
}

impl fmt::Display for ManifestIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.code, self.place, self.message)
    }
}

pub(crate) fn check(index: &Index) -> Vec<ManifestIssue> {
    let mut issues = Vec::new();
    duplicate_names::check(index, &mut issues);
    broken_metrics::check(index, &mut issues);
    missing_agg_time::check(index, &mut issues);
    missing_time_spine::check(index, &mut issues);
    left_out::check(index, &mut issues);
    issues
}
