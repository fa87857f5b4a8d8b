//! Dimensions of a semantic model.

use serde::{Deserialize, Serialize};

use super::{ElementConfig, Granularity, enumeration::enumeration, null_as_default};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dimension {
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub label: Option<String>,
    #[serde(rename = "type")]
    pub kind: DimensionType,
    /// Rows of two models are joined within the same partition only.
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_partition: bool,
    #[serde(default)]
    pub type_params: Option<DimensionTypeParams>,
    /// SQL over the model's table; the column of the dimension's name when absent.
    #[serde(default)]
    pub expr: Option<String>,
    #[serde(default)]
    pub config: Option<ElementConfig>,
}

enumeration! {
    pub enum DimensionType {
        Categorical = "categorical",
        Time = "time",
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DimensionTypeParams {
    #[serde(default)]
    pub time_granularity: Option<Granularity>,
    #[serde(default)]
    pub validity_params: Option<ValidityParams>,
}

/// Marks the start or the end column of a slowly changing dimension's validity window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidityParams {
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_start: bool,
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_end: bool,
}

impl Dimension {
    /// The SQL expression over the model's table.
    pub fn expression(&self) -> &str {
        self.expr.as_deref().unwrap_or(&self.name)
    }

    /// The grain of the stored values, for time dimensions. Day when dbt left it out.
    pub fn granularity(&self) -> Option<Granularity> {
        (self.kind == DimensionType::Time)
            .then(|| self.type_params.as_ref().and_then(|params| params.time_granularity).unwrap_or(Granularity::Day))
    }

    pub fn validity(&self) -> Option<ValidityParams> {
        self.type_params.as_ref().and_then(|params| params.validity_params)
    }
}
