//! The largest values of a group-by item, ranked by a metric over the whole range, and all others as one row.
//!
//! "Other" is computed from the rows of the source whose value is not among the largest, so it is right for
//! ratios and distinct counts. A missing value is a value like any other: it can be among the largest.

use serde::{Deserialize, Serialize};

use crate::error::Problem;
use crate::filter::{Filter, FilterPart};
use crate::item::Item;
use crate::sql::ident::ident;

/// So many of the largest values.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Top {
    pub count: u64,
    /// The group-by item, by the name of its column; the last one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The metric that ranks, one of the request's; the first one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// False leaves the row of all other values out.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub other: bool,
}

fn yes() -> bool {
    true
}

/// A [`Top`] whose names were found.
#[derive(Debug, Clone)]
pub(crate) struct ResolvedTop {
    pub(crate) item: Item,
    /// Among the request's items.
    pub(crate) place: usize,
    pub(crate) metric: String,
    pub(crate) count: u64,
    pub(crate) other: bool,
}

impl ResolvedTop {
    pub(crate) fn new(top: &Top, items: &[Item], metrics: &[String]) -> Result<Self, Problem> {
        let wrong = |needs: String| Problem::ComposedShape { what: "a list of the largest values".to_owned(), needs };
        if top.count == 0 {
            return Err(wrong("a count of at least 1".to_owned()));
        }
        let place = match &top.item {
            Some(name) => {
                let name = name.trim().to_lowercase();
                items
                    .iter()
                    .position(|item| item.column() == name || item.base_name() == name)
                    .ok_or_else(|| wrong(format!("'{name}' among the group-by items")))?
            }
            None => items
                .iter()
                .rposition(|item| !item.is_metric_time())
                .ok_or_else(|| wrong("a group-by item besides metric_time".to_owned()))?,
        };
        let item = items.get(place).cloned().ok_or(Problem::Empty)?;
        if item.is_metric_time() {
            return Err(wrong(
                "a group-by item other than metric_time; for the latest periods, order and limit".into(),
            ));
        }
        let metric = match &top.by {
            Some(name) => {
                let name = name.trim().to_lowercase();
                metrics
                    .iter()
                    .find(|metric| **metric == name)
                    .cloned()
                    .ok_or_else(|| wrong(format!("the metric that ranks, '{name}', among the metrics asked for")))?
            }
            None => metrics.first().cloned().ok_or_else(|| wrong("a metric to rank by".to_owned()))?,
        };
        Ok(Self { item, place, metric, count: top.count, other: top.other })
    }

    /// The column that marks the row of all others.
    pub(crate) fn marker(&self) -> String {
        format!("{}__is_other", self.item.column())
    }

    /// The steps' name for the largest values.
    pub(crate) fn step_hint(&self) -> String {
        format!("top_{}", self.item.column())
    }

    /// The filter that leaves the largest values out.
    pub(crate) fn others(&self, step: &str) -> Filter {
        let sql = |text: String| FilterPart::Sql(text);
        let (before, after) = KEY;
        Filter {
            source: format!("{} is not among the {} largest", self.item.column(), self.count),
            parts: vec![
                sql(before.to_owned()),
                FilterPart::Item(self.item.clone()),
                sql(format!("{after} NOT IN (SELECT top_key FROM {})", ident(step))),
            ],
        }
    }
}

/// Around a value: a text that is different for different values and for null, and never null itself, since
/// `NOT IN` would drop rows without a value.
const KEY: (&str, &str) = ("COALESCE('=' || CAST(", " AS VARCHAR), '')");

/// The text by which a value is found among the largest.
pub(crate) fn key(column: &str) -> String {
    let (before, after) = KEY;
    format!("{before}{column}{after}")
}
