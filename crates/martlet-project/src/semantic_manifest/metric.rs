//! Metrics of every type.

use serde::{Deserialize, Serialize};

use super::{
    ElementConfig, WhereFilterIntersection,
    enumeration::enumeration,
    null_as_default,
    whole_number::{optional_whole_number, whole_number},
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub label: Option<String>,
    #[serde(rename = "type")]
    pub kind: MetricType,
    #[serde(default, deserialize_with = "null_as_default")]
    pub type_params: MetricTypeParams,
    #[serde(default)]
    pub filter: Option<WhereFilterIntersection>,
    #[serde(default)]
    pub config: Option<ElementConfig>,
    /// The grain that `metric_time` takes when a request names none.
    #[serde(default)]
    pub time_granularity: Option<String>,
}

enumeration! {
    pub enum MetricType {
        Simple = "simple",
        Ratio = "ratio",
        Cumulative = "cumulative",
        Derived = "derived",
        Conversion = "conversion",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MetricTypeParams {
    #[serde(default)]
    pub measure: Option<MeasureInput>,
    #[serde(default)]
    pub numerator: Option<MetricInput>,
    #[serde(default)]
    pub denominator: Option<MetricInput>,
    #[serde(default)]
    pub expr: Option<String>,
    #[serde(default)]
    pub window: Option<TimeWindow>,
    #[serde(default)]
    pub grain_to_date: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub metrics: Vec<MetricInput>,
    #[serde(default)]
    pub conversion_type_params: Option<ConversionTypeParams>,
    #[serde(default)]
    pub cumulative_type_params: Option<CumulativeTypeParams>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub input_measures: Vec<MeasureInput>,
}

/// A measure as a metric uses it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MeasureInput {
    pub name: String,
    #[serde(default)]
    pub filter: Option<WhereFilterIntersection>,
    #[serde(default)]
    pub alias: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub join_to_timespine: bool,
    #[serde(default, deserialize_with = "optional_whole_number")]
    pub fill_nulls_with: Option<i64>,
}

/// A metric as another metric uses it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MetricInput {
    pub name: String,
    #[serde(default)]
    pub filter: Option<WhereFilterIntersection>,
    #[serde(default)]
    pub alias: Option<String>,
    #[serde(default)]
    pub offset_window: Option<TimeWindow>,
    #[serde(default)]
    pub offset_to_grain: Option<String>,
}

impl MetricInput {
    /// The name by which the metric's expression refers to this input.
    pub fn reference(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.name)
    }
}

/// So many periods of a grain, standard or custom.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimeWindow {
    #[serde(deserialize_with = "whole_number")]
    pub count: u32,
    pub granularity: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CumulativeTypeParams {
    #[serde(default)]
    pub window: Option<TimeWindow>,
    #[serde(default)]
    pub grain_to_date: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub period_agg: PeriodAggregation,
    #[serde(default)]
    pub metric: Option<MetricInput>,
}

enumeration! {
    /// How a cumulative metric is brought to a coarser grain than its own.
    #[derive(Default)]
    pub enum PeriodAggregation {
        #[default]
        First = "first",
        Last = "last",
        Average = "average",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ConversionTypeParams {
    #[serde(default)]
    pub base_measure: Option<MeasureInput>,
    #[serde(default)]
    pub conversion_measure: Option<MeasureInput>,
    pub entity: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub calculation: ConversionCalculation,
    #[serde(default)]
    pub window: Option<TimeWindow>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub constant_properties: Vec<ConstantProperty>,
}

enumeration! {
    #[derive(Default)]
    pub enum ConversionCalculation {
        Conversions = "conversions",
        #[default]
        ConversionRate = "conversion_rate",
    }
}

/// Properties that must be equal on the base event and on the conversion event.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ConstantProperty {
    pub base_property: String,
    pub conversion_property: String,
}
