//! Saved queries: requests stored in the project.

use serde::{Deserialize, Serialize};

use super::{WhereFilterIntersection, null_as_default, whole_number::optional_whole_number};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedQuery {
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub label: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub query_params: SavedQueryParams,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SavedQueryParams {
    #[serde(default, deserialize_with = "null_as_default")]
    pub metrics: Vec<String>,
    /// Templates such as `TimeDimension('metric_time', 'day')`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub group_by: Vec<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub order_by: Vec<String>,
    #[serde(default, deserialize_with = "optional_whole_number")]
    pub limit: Option<u64>,
    #[serde(default, rename = "where")]
    pub where_filter: Option<WhereFilterIntersection>,
}
