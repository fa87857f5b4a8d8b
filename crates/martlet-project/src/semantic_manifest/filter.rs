//! Filters as dbt stores them: SQL with `{{ Dimension(..) }}`-like templates inside.

use serde::{Deserialize, Serialize};

/// One filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WhereFilter {
    pub where_sql_template: String,
}

/// Filters that must all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WhereFilterIntersection {
    #[serde(default)]
    pub where_filters: Vec<WhereFilter>,
}
