//! A metric request: what a person asks, before anything is resolved.
//!
//! The JSON shape is the one of MetricFlow's query parameters; it is also what the app sends to its
//! worker and what `martlet query --requests` reads. Names are not checked here.

use serde::{Deserialize, Deserializer, Serialize};

use crate::comparison::Comparison;
use crate::contribution::Contribution;
use crate::resolve::time_range::{FIRST_DAY, LAST_DAY};
use crate::top_n::Top;
use crate::totals::Totals;
use crate::values::Values;

/// A question to the semantic layer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricRequest {
    /// Metric names, in output order. Empty means "distinct values of the group-by items".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group_by: Vec<GroupByItem>,
    /// Filters in dbt's template syntax (`{{ Dimension('customer__country') }} = 'DE'`); all must hold.
    #[serde(default, rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub where_filters: Vec<String>,
    /// First and last instant on `metric_time`, both inclusive, ISO 8601 dates or timestamps,
    /// widened to whole periods of the finest `metric_time` grain asked for. Where one is null, all time begins or
    /// ends: with 2000-01-01 and 2040-12-31.
    #[serde(default, deserialize_with = "closed_range", skip_serializing_if = "Option::is_none")]
    pub time_constraint: Option<(String, String)>,
    /// Output names; a leading `-` means descending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order_by: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Answer only the smallest and largest value of the one group-by item.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub min_max_only: bool,
    /// False keeps duplicate rows (requests without metrics only).
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub apply_group_by: bool,
    /// A saved query of the manifest. Filters and a range add to it; an order and a limit stand in for its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved_query: Option<String>,
    /// Lays another range of time beside `time_constraint`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    /// Adds totals and subtotals, each computed from the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
    /// Keeps the largest values of one group-by item; the rest become one "other" row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top: Option<Top>,
    /// Adds the column `is_partial`: the period is cut by the range, or the data ends within it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub flag_partial: bool,
    /// The last day that is in the data as a whole; of a timestamp, its day counts. Without it, the last time in
    /// the tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Splits the difference of one metric between the two ranges of `comparison` over dimensions' values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contribution: Option<Contribution>,
    /// Lists the values of the one group-by item with the number of rows that have them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Values>,
    /// Lists the rows behind the one metric instead of its value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rows: bool,
}

impl Default for MetricRequest {
    fn default() -> Self {
        Self {
            metrics: Vec::new(),
            group_by: Vec::new(),
            where_filters: Vec::new(),
            time_constraint: None,
            order_by: Vec::new(),
            limit: None,
            min_max_only: false,
            apply_group_by: true,
            saved_query: None,
            comparison: None,
            totals: None,
            top: None,
            flag_partial: false,
            as_of: None,
            contribution: None,
            values: None,
            rows: false,
        }
    }
}

impl MetricRequest {
    /// Does the answer take more than one plain request?
    pub(crate) fn is_composed(&self) -> bool {
        self.comparison.is_some()
            || self.totals.is_some()
            || self.top.is_some()
            || self.flag_partial
            || self.contribution.is_some()
            || self.values.is_some()
            || self.rows
    }

    /// The request without what only composed requests have.
    pub(crate) fn plain(&self) -> Self {
        Self {
            comparison: None,
            totals: None,
            top: None,
            flag_partial: false,
            as_of: None,
            contribution: None,
            values: None,
            rows: false,
            ..self.clone()
        }
    }

    /// The request as canonical JSON. Equal requests give equal keys, so a key can name a stored result.
    pub fn key(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// One item of `group_by`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum GroupByItem {
    /// A dundered name: `metric_time__month`, `customer__country`.
    Name(String),
    /// A name with its grain or date part apart.
    Parts {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        grain: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date_part: Option<String>,
        /// The equivalent dundered name, where one exists. Informative; not read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dunder: Option<String>,
    },
}

impl From<&str> for GroupByItem {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

/// The range with its open ends closed.
fn closed_range<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<(String, String)>, D::Error> {
    let range: Option<(Option<String>, Option<String>)> = Option::deserialize(deserializer)?;
    Ok(range.filter(|(start, end)| start.is_some() || end.is_some()).map(|(start, end)| {
        (start.unwrap_or_else(|| FIRST_DAY.to_owned()), end.unwrap_or_else(|| LAST_DAY.to_owned()))
    }))
}

fn yes() -> bool {
    true
}
