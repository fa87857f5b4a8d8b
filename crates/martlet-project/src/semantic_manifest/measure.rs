//! Measures of a semantic model: what is aggregated, and how.

use serde::{Deserialize, Serialize};

use super::{ElementConfig, enumeration::enumeration, null_as_default};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub label: Option<String>,
    pub agg: AggregationType,
    #[serde(default)]
    pub create_metric: Option<bool>,
    #[serde(default)]
    pub expr: Option<String>,
    #[serde(default)]
    pub agg_params: Option<AggregationParams>,
    #[serde(default)]
    pub non_additive_dimension: Option<NonAdditiveDimension>,
    #[serde(default)]
    pub agg_time_dimension: Option<String>,
    #[serde(default)]
    pub config: Option<ElementConfig>,
}

impl Measure {
    /// The SQL expression over the model's table.
    pub fn expression(&self) -> &str {
        self.expr.as_deref().unwrap_or(&self.name)
    }
}

enumeration! {
    pub enum AggregationType {
        Sum = "sum",
        Min = "min",
        Max = "max",
        CountDistinct = "count_distinct",
        SumBoolean = "sum_boolean",
        Average = "average",
        Percentile = "percentile",
        Median = "median",
        Count = "count",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AggregationParams {
    /// Between 0 and 1.
    #[serde(default)]
    pub percentile: Option<f64>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub use_discrete_percentile: bool,
    #[serde(default, deserialize_with = "null_as_default")]
    pub use_approximate_percentile: bool,
}

/// A dimension over which the measure must not be summed: the rows of one instant are chosen first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NonAdditiveDimension {
    pub name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub window_choice: WindowChoice,
    /// Entities within each of which the instant is chosen.
    #[serde(default, deserialize_with = "null_as_default")]
    pub window_groupings: Vec<String>,
}

enumeration! {
    #[derive(Default)]
    pub enum WindowChoice {
        #[default]
        Min = "min",
        Max = "max",
    }
}
