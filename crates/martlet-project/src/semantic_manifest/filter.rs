//! Filters as dbt stores them: SQL with `{{ Dimension(..) }}`-like templates inside.

use serde::{Deserialize, Serialize};

use super::null_as_default;

/// One filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WhereFilter {
    pub where_sql_template: String,
}

/// Filters that must all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WhereFilterIntersection {
    #[serde(default, deserialize_with = "null_as_default")]
    pub where_filters: Vec<WhereFilter>,
}
