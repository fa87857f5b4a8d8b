//! Time spines: tables with one row per period, and the custom grains that they define.

use serde::{Deserialize, Serialize};

use super::{Granularity, NodeRelation, null_as_default};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProjectConfiguration {
    #[serde(default, deserialize_with = "null_as_default")]
    pub time_spines: Vec<TimeSpine>,
    /// How dbt before 1.9 named time spines; written still for projects that declare them so.
    #[serde(default, deserialize_with = "null_as_default")]
    pub time_spine_table_configurations: Vec<LegacyTimeSpine>,
}

/// A time spine known by its place only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegacyTimeSpine {
    /// `database.schema.table`, any part of it quoted.
    pub location: String,
    pub column_name: String,
    pub grain: Granularity,
}

impl LegacyTimeSpine {
    /// The same spine as dbt writes it today.
    pub fn to_time_spine(&self) -> TimeSpine {
        let parts: Vec<&str> = self.location.split('.').map(|part| part.trim_matches(['"', '`'])).collect();
        let part = |from_end: usize| parts.len().checked_sub(from_end).and_then(|at| parts.get(at));
        TimeSpine {
            node_relation: NodeRelation {
                alias: part(1).copied().unwrap_or_default().to_owned(),
                schema_name: part(2).map(|part| (*part).to_owned()),
                database: part(3).map(|part| (*part).to_owned()),
                relation_name: None,
            },
            primary_column: PrimaryColumn { name: self.column_name.clone(), time_granularity: self.grain },
            custom_granularities: Vec::new(),
        }
    }
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
