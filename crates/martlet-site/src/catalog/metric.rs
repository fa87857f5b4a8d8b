//! Metrics as the dictionary shows them and Explore offers them.

use serde::{Deserialize, Serialize};

use super::{Owner, Trust};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MetricType {
    Simple,
    Ratio,
    Derived,
    Cumulative,
    Conversion,
}

/// From the metric's `config.meta.format`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberFormat {
    Currency,
    /// The value is a share: 0.031 is shown as 3.1%.
    Percent,
    Integer,
    #[default]
    Decimal,
}

/// From the metric's `config.meta.direction`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    UpIsGood,
    DownIsGood,
    #[default]
    Neutral,
}

/// One dbt metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    pub name: String,
    pub label: String,
    /// The definition in words.
    pub description: String,
    pub metric_type: MetricType,
    /// How it is computed, in names: `mrr ÷ active_customers`.
    pub formula: String,
    /// SQL of the metric by its own grain, as the engine runs it; none if it cannot be compiled,
    /// and then `unavailable` says why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sql: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<String>,
    pub format: NumberFormat,
    /// ISO 4217, for currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    pub direction: Direction,
    /// The heading under which it is listed; empty when the project does not say.
    pub domain: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// Tables that its SQL reads.
    pub tables: Vec<String>,
    /// Metrics that it is made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub input_metrics: Vec<String>,
    /// Metrics that are made of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_by_metrics: Vec<String>,
    /// dbt unique ids of the models under it, one hop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub upstream: Vec<String>,
    /// Unique ids of exposures that name it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exposures: Vec<String>,
    /// In the order in which a person would want them.
    pub group_by: Vec<GroupByOption>,
    /// It looks back over time, so it has no value without periods: no total over a range, no ranking over it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_time: bool,
    pub trust: Trust,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupByKind {
    Categorical,
    Time,
    Entity,
}

/// Something by which a metric can be grouped and filtered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupByOption {
    /// Without a grain: `metric_time`, `customer__country`.
    pub name: String,
    pub label: String,
    pub description: String,
    pub kind: GroupByKind,
    /// For time: the grains from finest to coarsest; empty otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grains: Vec<String>,
    /// For a categorical option of few values: the values, most frequent first; none if not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
}

/// A dbt saved query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedQuery {
    pub name: String,
    pub label: String,
    pub description: String,
    pub metrics: Vec<String>,
}
