//! `catalog.json`: everything that the app shows besides the data itself.

mod artifact;
mod metric;
mod project;
mod table;
mod trust;

pub use artifact::ArtifactState;
pub use metric::{Direction, GroupByKind, GroupByOption, Metric, MetricType, NumberFormat, SavedQuery};
pub use project::{Exposure, Owner, ProjectInfo, Source};
pub use table::{Column, DataFile, Table};
pub use trust::{Freshness, FreshnessStatus, TestOutcome, TestStatus, Trust, TrustState};

use serde::{Deserialize, Serialize};

/// The whole catalog. Lists are sorted by name unless a field says otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Catalog {
    pub format_version: u32,
    pub snapshot: String,
    pub project: ProjectInfo,
    /// Data time of the snapshot: ISO 8601, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// RFC 3339, UTC.
    pub built_at: String,
    /// dbt's artifacts: which were found, and what is lost without the others.
    pub artifacts: Vec<ArtifactState>,
    pub tables: Vec<Table>,
    /// In the project's order of domains, then by name.
    pub metrics: Vec<Metric>,
    pub saved_queries: Vec<SavedQuery>,
    pub sources: Vec<Source>,
    pub tests: Vec<TestOutcome>,
    pub exposures: Vec<Exposure>,
    /// The project's overall state: the worst of what its metrics and tables report.
    pub trust: Trust,
}
