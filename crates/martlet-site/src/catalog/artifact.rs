//! dbt's artifacts as `martlet build` found them.

use serde::{Deserialize, Serialize};

/// One artifact file of dbt's `target/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArtifactState {
    /// File name: `manifest.json`, `run_results.json`, …
    pub name: String,
    pub is_found: bool,
    /// When dbt generated it: RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dbt_version: Option<String>,
    /// What the site lacks because the file is absent, in words; empty when found.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lost: String,
}
