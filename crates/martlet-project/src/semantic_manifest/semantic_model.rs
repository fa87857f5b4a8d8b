//! Semantic models: a table seen as entities, dimensions and measures.

use serde::{Deserialize, Serialize};

use super::{Dimension, ElementConfig, Measure, enumeration::enumeration, null_as_default};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SemanticModel {
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub label: Option<String>,
    pub node_relation: NodeRelation,
    #[serde(default)]
    pub defaults: Option<SemanticModelDefaults>,
    /// Names the row's entity when no entity of type `primary` is listed.
    #[serde(default)]
    pub primary_entity: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub entities: Vec<Entity>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub measures: Vec<Measure>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub dimensions: Vec<Dimension>,
    #[serde(default)]
    pub config: Option<ElementConfig>,
}

/// Where dbt put the model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeRelation {
    /// The table's own name.
    pub alias: String,
    #[serde(default)]
    pub schema_name: Option<String>,
    #[serde(default)]
    pub database: Option<String>,
    #[serde(default)]
    pub relation_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SemanticModelDefaults {
    #[serde(default)]
    pub agg_time_dimension: Option<String>,
}

/// What a row, or a reference in it, identifies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub label: Option<String>,
    #[serde(rename = "type")]
    pub kind: EntityType,
    #[serde(default)]
    pub role: Option<String>,
    #[serde(default)]
    pub expr: Option<String>,
    #[serde(default)]
    pub config: Option<ElementConfig>,
}

impl Entity {
    /// The SQL expression over the model's table.
    pub fn expression(&self) -> &str {
        self.expr.as_deref().unwrap_or(&self.name)
    }
}

enumeration! {
    pub enum EntityType {
        Primary = "primary",
        Unique = "unique",
        Foreign = "foreign",
        Natural = "natural",
    }
}
