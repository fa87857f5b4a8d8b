//! The data time of a number: when its sources were last loaded.

use crate::project::{Project, Source};

/// The latest load among all sources that were measured, RFC 3339, UTC.
pub fn as_of(project: &Project) -> Option<String> {
    latest(project.sources.values())
}

/// The latest and not the earliest: a price list that changes once a year does not make today's sales old.
/// A source that should have been loaded since is reported as late instead.
pub(super) fn latest<'a>(sources: impl Iterator<Item = &'a Source>) -> Option<String> {
    // All times are RFC 3339 in UTC, which sort as text.
    sources.filter_map(|source| source.freshness.as_ref()?.max_loaded_at.as_deref()).max().map(str::to_owned)
}
