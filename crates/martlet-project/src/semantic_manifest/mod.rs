//! Types of dbt's `semantic_manifest.json`, as dbt-core 1.9 to 1.11 write it.
//!
//! In: the JSON text. Out: a [`SemanticManifest`] that says the same. Fields that newer versions add are
//! ignored, and named by [`SemanticManifest::unread`]; values of an enumeration that this version does not know become its `Unknown` variant, so
//! that one new metric type does not hide all other metrics. Nothing is checked here beyond the JSON shape.
//!
//! Format: dbt-semantic-interfaces 0.9, `PydanticSemanticManifest`.

mod dimension;
mod filter;
mod granularity;
mod measure;
mod metric;
mod saved_query;
mod semantic_model;
mod time_spine;
mod unread;

pub use dimension::{Dimension, DimensionType, DimensionTypeParams, ValidityParams};
pub use filter::{WhereFilter, WhereFilterIntersection};
pub use granularity::Granularity;
pub use measure::{AggregationParams, AggregationType, Measure, NonAdditiveDimension, WindowChoice};
pub use metric::{
    ConstantProperty, ConversionCalculation, ConversionTypeParams, CumulativeTypeParams, MeasureInput, Metric,
    MetricInput, MetricType, MetricTypeParams, PeriodAggregation, TimeWindow,
};
pub use saved_query::{SavedQuery, SavedQueryParams};
pub use semantic_model::{Entity, EntityType, NodeRelation, SemanticModel, SemanticModelDefaults};
pub use time_spine::{CustomGranularity, LegacyTimeSpine, PrimaryColumn, ProjectConfiguration, TimeSpine};
pub use unread::{Unread, unread_issue};

use serde::{Deserialize, Serialize};

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SemanticManifest {
    #[serde(default)]
    pub semantic_models: Vec<SemanticModel>,
    #[serde(default)]
    pub metrics: Vec<Metric>,
    #[serde(default)]
    pub project_configuration: ProjectConfiguration,
    #[serde(default)]
    pub saved_queries: Vec<SavedQuery>,
}

impl SemanticManifest {
    /// Reads the text of `semantic_manifest.json`.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// `config` of a metric, dimension, measure …; only `meta` carries meaning for readers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ElementConfig {
    #[serde(default)]
    pub meta: serde_json::Map<String, serde_json::Value>,
}

/// Reads `null` as the default value; dbt writes both `null` and empty for an absent list or object.
fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}
