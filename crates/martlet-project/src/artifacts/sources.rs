//! `sources.json`, schema v3: the freshness of each source, measured by `dbt source freshness`.

use serde::Deserialize;

use super::{
    json::{Metadata, null_as_default},
    manifest::FreshnessNode,
};

pub(crate) const SUPPORTED: &[&str] = &["sources/v3"];

#[derive(Debug, Deserialize)]
pub(crate) struct Sources {
    pub metadata: Metadata,
    #[serde(default, deserialize_with = "null_as_default")]
    pub results: Vec<SourceResult>,
}

/// A measured source, or one that failed with `status: runtime error` and an `error` text.
#[derive(Debug, Deserialize)]
pub(crate) struct SourceResult {
    pub unique_id: String,
    pub status: String,
    #[serde(default)]
    pub error: Option<serde_json::Value>,
    #[serde(default)]
    pub max_loaded_at: Option<String>,
    #[serde(default)]
    pub snapshotted_at: Option<String>,
    #[serde(default)]
    pub max_loaded_at_time_ago_in_s: Option<f64>,
    #[serde(default)]
    pub criteria: Option<FreshnessNode>,
}
