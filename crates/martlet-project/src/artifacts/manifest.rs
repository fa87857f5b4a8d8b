//! `manifest.json`, schema v12.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::json::{Metadata, null_as_default, values};

pub(crate) const SUPPORTED: &[&str] = &["manifest/v12"];

#[derive(Debug, Deserialize)]
pub(crate) struct Manifest {
    pub metadata: Metadata,
    #[serde(default, deserialize_with = "values")]
    pub nodes: Vec<Node>,
    #[serde(default, deserialize_with = "values")]
    pub sources: Vec<SourceNode>,
    #[serde(default, deserialize_with = "values")]
    pub exposures: Vec<ExposureNode>,
    #[serde(default, deserialize_with = "values")]
    pub groups: Vec<GroupNode>,
    #[serde(default, deserialize_with = "values")]
    pub metrics: Vec<MetricNode>,
    #[serde(default, deserialize_with = "values")]
    pub semantic_models: Vec<SemanticNode>,
    #[serde(default, deserialize_with = "values")]
    pub saved_queries: Vec<SemanticNode>,
    #[serde(default, deserialize_with = "values")]
    pub unit_tests: Vec<UnitTestNode>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub parent_map: BTreeMap<String, Vec<String>>,
}

/// Models, seeds, snapshots and data tests.
#[derive(Debug, Deserialize)]
pub(crate) struct Node {
    pub unique_id: String,
    pub name: String,
    pub resource_type: String,
    #[serde(default)]
    pub alias: Option<String>,
    #[serde(default)]
    pub database: Option<String>,
    #[serde(default)]
    pub schema: Option<String>,
    #[serde(default)]
    pub relation_name: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub fqn: Vec<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub original_file_path: String,
    #[serde(default)]
    pub patch_path: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub description: String,
    #[serde(default, deserialize_with = "values")]
    pub columns: Vec<ColumnNode>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub config: Config,
    #[serde(default, deserialize_with = "null_as_default")]
    pub meta: Map<String, Value>,
    #[serde(default)]
    pub group: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub depends_on: DependsOn,
    #[serde(default)]
    pub column_name: Option<String>,
    #[serde(default)]
    pub attached_node: Option<String>,
    #[serde(default)]
    pub test_metadata: Option<TestMetadata>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub primary_key: Vec<String>,
    #[serde(default)]
    pub time_spine: Option<TimeSpineNode>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct DependsOn {
    #[serde(default, deserialize_with = "null_as_default")]
    pub nodes: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct TestMetadata {
    pub name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub kwargs: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct TimeSpineNode {
    #[serde(default)]
    pub standard_granularity_column: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ColumnNode {
    pub name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub description: String,
    #[serde(default)]
    pub data_type: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub constraints: Vec<Constraint>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Constraint {
    #[serde(rename = "type", default, deserialize_with = "null_as_default")]
    pub kind: String,
}

/// The settings of a node that are used here; adapters add their own.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Config {
    #[serde(default, deserialize_with = "null_as_default")]
    pub materialized: String,
    #[serde(default)]
    pub location: Option<Value>,
    #[serde(default)]
    pub external_location: Option<Value>,
    #[serde(default)]
    pub format: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub options: Map<String, Value>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub contract: Contract,
    #[serde(default, deserialize_with = "null_as_default")]
    pub meta: Map<String, Value>,
    #[serde(default)]
    pub group: Option<String>,
    #[serde(default)]
    pub severity: Option<String>,
    #[serde(default)]
    pub freshness: Option<FreshnessNode>,
    #[serde(default)]
    pub enabled: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Contract {
    #[serde(default, deserialize_with = "null_as_default")]
    pub enforced: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct SourceNode {
    pub unique_id: String,
    pub name: String,
    pub source_name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub description: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub original_file_path: String,
    #[serde(default)]
    pub freshness: Option<FreshnessNode>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub config: Config,
}

#[derive(Debug, Default, Clone, Deserialize)]
pub(crate) struct FreshnessNode {
    #[serde(default)]
    pub warn_after: Option<PeriodNode>,
    #[serde(default)]
    pub error_after: Option<PeriodNode>,
}

/// dbt writes `{}`-like objects with nulls for a threshold that is not set.
#[derive(Debug, Default, Clone, Deserialize)]
pub(crate) struct PeriodNode {
    #[serde(default)]
    pub count: Option<u64>,
    #[serde(default)]
    pub period: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ExposureNode {
    pub unique_id: String,
    pub name: String,
    #[serde(default)]
    pub label: Option<String>,
    #[serde(rename = "type", default, deserialize_with = "null_as_default")]
    pub kind: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub description: String,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub owner: Option<OwnerNode>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub original_file_path: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub depends_on: DependsOn,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct OwnerNode {
    #[serde(default)]
    pub name: Option<String>,
    /// One address, or in newer versions several.
    #[serde(default)]
    pub email: Option<Value>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct GroupNode {
    pub unique_id: String,
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub owner: Option<OwnerNode>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub original_file_path: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct MetricNode {
    pub unique_id: String,
    pub name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub label: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub description: String,
    #[serde(rename = "type", default, deserialize_with = "null_as_default")]
    pub kind: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub original_file_path: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub config: Config,
    #[serde(default, deserialize_with = "null_as_default")]
    pub meta: Map<String, Value>,
    #[serde(default)]
    pub group: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub depends_on: DependsOn,
}

/// A semantic model or a saved query.
#[derive(Debug, Deserialize)]
pub(crate) struct SemanticNode {
    pub unique_id: String,
    pub name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub original_file_path: String,
    #[serde(default)]
    pub group: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub depends_on: DependsOn,
}

#[derive(Debug, Deserialize)]
pub(crate) struct UnitTestNode {
    pub unique_id: String,
    pub name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub original_file_path: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub depends_on: DependsOn,
}
