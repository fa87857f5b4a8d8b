//! Time spines: tables with one row per period, and the custom grains that they define.

use serde::{Deserialize, Serialize};

use super::{Granularity, NodeRelation, null_as_default};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProjectConfiguration {
    #[serde(default, deserialize_with = "null_as_default")]
    pub time_spines: Vec<TimeSpine>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeSpine {
    pub node_relation: NodeRelation,
    pub primary_column: PrimaryColumn,
    #[serde(default, deserialize_with = "null_as_default")]
    pub custom_granularities: Vec<CustomGranularity>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrimaryColumn {
    pub name: String,
    pub time_granularity: Granularity,
}

/// A grain of the project's own, such as a fiscal quarter: a column of the spine holding the period's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomGranularity {
    pub name: String,
    #[serde(default)]
    pub column_name: Option<String>,
}

impl CustomGranularity {
    /// The spine's column.
    pub fn column(&self) -> &str {
        self.column_name.as_deref().unwrap_or(&self.name)
    }
}
