//! The typed project: every artifact joined into one value.

mod lineage;
mod location;
mod lookup;
mod metric;
mod model;
mod owner;
mod read;
mod source;
mod test;

pub use lineage::Lineage;
pub use location::{FileFormat, FileLocation};
pub use metric::{Metric, SemanticPlace};
pub use model::{Column, Model, ModelKind};
pub use owner::{Exposure, Group, Owner};
pub use source::{Freshness, FreshnessStatus, Source, Threshold};
pub use test::{RunOutcome, Test, TestKind, TestStatus};

use std::collections::BTreeMap;

use crate::{artifacts::ArtifactState, issue::Issue, semantic_manifest::SemanticManifest};

/// A dbt project as its artifacts describe it. Maps are keyed by dbt's unique id, groups by name.
#[derive(Debug, Clone)]
pub struct Project {
    pub name: String,
    pub dbt_version: Option<String>,
    /// `duckdb`, `postgres` …
    pub adapter: Option<String>,
    /// All five kinds, found or not.
    pub artifacts: Vec<ArtifactState>,
    pub models: BTreeMap<String, Model>,
    pub sources: BTreeMap<String, Source>,
    pub tests: BTreeMap<String, Test>,
    pub exposures: BTreeMap<String, Exposure>,
    pub groups: BTreeMap<String, Group>,
    /// In the manifest's order.
    pub metrics: Vec<Metric>,
    pub semantic_models: Vec<SemanticPlace>,
    pub saved_queries: Vec<SemanticPlace>,
    /// None when the file is absent or unreadable.
    pub semantic_manifest: Option<SemanticManifest>,
    pub lineage: Lineage,
    /// The dbt command that wrote `run_results.json`.
    pub last_run: Option<LastRun>,
    /// When `sources.json` was written; none when there is none.
    pub freshness_measured_at: Option<String>,
    /// What was noticed while reading. [`crate::checks::check_project`] finds the rest.
    pub issues: Vec<Issue>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastRun {
    /// `build`, `test`, `generate` …
    pub command: Option<String>,
    /// RFC 3339, UTC.
    pub generated_at: Option<String>,
}

/// dbt writes `+00:00`, `Z` or, in some places, no zone at all; all of them mean UTC.
fn utc(time: String) -> String {
    match time.strip_suffix("+00:00") {
        Some(plain) => format!("{plain}Z"),
        None => {
            let clock = time.split_once('T').map_or("", |(_, clock)| clock);
            let has_zone = clock.contains(['Z', '+', '-']);
            if clock.is_empty() || has_zone { time } else { format!("{time}Z") }
        }
    }
}
