//! Types of dbt's `semantic_manifest.json`, as dbt-core 1.9 to 1.11 write it.
//!
//! In: the JSON text. Out: a [`SemanticManifest`] that says the same. Fields that newer versions add are
//! ignored, and named by [`SemanticManifest::unread`]. An element with a value of an enumeration that this version does not
//! know is left out and kept by name in [`SemanticManifest::left_out`], so that one new metric type does not hide all other
//! metrics. `null` is as good as nothing. Nothing is checked here beyond the JSON shape.
//!
//! Format: dbt-semantic-interfaces 0.9, `PydanticSemanticManifest`.

mod dimension;
mod enumeration;
mod filter;
mod granularity;
mod left_out;
mod measure;
mod metric;
mod saved_query;
mod semantic_model;
mod time_spine;
mod unread;
mod whole_number;

pub use dimension::{Dimension, DimensionType, DimensionTypeParams, ValidityParams};
pub use filter::{WhereFilter, WhereFilterIntersection};
pub use granularity::Granularity;
pub use left_out::{ElementKind, LeftOut, UnknownValue};
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
use serde_json::Value;

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SemanticManifest {
    #[serde(default, deserialize_with = "null_as_default")]
    pub semantic_models: Vec<SemanticModel>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub metrics: Vec<Metric>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub project_configuration: ProjectConfiguration,
    #[serde(default, deserialize_with = "null_as_default")]
    pub saved_queries: Vec<SavedQuery>,
    /// Elements that this version cannot read.
    #[serde(skip)]
    pub left_out: Vec<LeftOut>,
}

impl SemanticManifest {
    /// Reads the text of `semantic_manifest.json`.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        let mut written: Value = serde_json::from_str(text)?;
        let left_out = left_out::take(&mut written);
        // From the text, an error has its line.
        let read = if left_out.is_empty() { serde_json::from_str(text) } else { serde_json::from_value(written) };
        Ok(Self { left_out, ..read? })
    }
}

/// `config` of a metric, dimension, measure …; only `meta` carries meaning for readers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ElementConfig {
    #[serde(default, deserialize_with = "null_as_default")]
    pub meta: serde_json::Map<String, Value>,
}

/// Reads `null` as the default value; dbt writes both `null` and empty for an absent list or object.
fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}
