//! The largest values of a group-by item, ranked by a metric over the whole range, and all others as one row.
//!
//! "Other" is computed from the rows of the source whose value is not among the largest, so it is right for
//! ratios and distinct counts. A missing value is a value like any other: it can be among the largest.

use serde::{Deserialize, Serialize};

use crate::error::Problem;
use crate::filter::{Filter, FilterPart, Holds};
use crate::item::Item;
use crate::request::{GroupByItem, MetricRequest};
use crate::resolve::Gathered;
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
    /// Or everything that is wrong with it; nothing, where that follows from names that are wrong themselves.
    pub(crate) fn new(top: &Top, request: &MetricRequest, gathered: &Gathered) -> Result<Self, Vec<Problem>> {
        let (items, metrics) = (&gathered.resolved.items, &gathered.resolved.metrics);
        let mut problems = Vec::new();
        if top.count == 0 {
            problems.push(wrong("a count of at least 1".to_owned()));
        }
        let found = item(top, items).and_then(|place| Ok((place, items.get(place).cloned().ok_or(Problem::Empty)?)));
        match (found, metric(top, metrics)) {
            (Ok((place, item)), Ok(metric)) if problems.is_empty() => {
                Ok(Self { item, place, metric, count: top.count, other: top.other })
            }
            (found, metric) => {
                let asked_items = request.group_by.iter().map(|item| match item {
                    GroupByItem::Name(name) | GroupByItem::Parts { name, .. } => name,
                });
                let is_item_told = gathered.has_all_items || !may_be_one_of(top.item.as_ref(), asked_items);
                let is_metric_told =
                    gathered.has_all_metrics || !may_be_one_of(top.by.as_ref(), request.metrics.iter());
                problems.extend(found.err().filter(|_| is_item_told));
                problems.extend(metric.err().filter(|_| is_metric_told));
                Err(problems)
            }
        }
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
            // Largest and other values then add up to the total of one instant.
            holds: Holds::After,
        }
    }
}

/// Does the name stand for one of those that were asked for, rightly or not? Without a name, any of them is meant.
fn may_be_one_of<'a>(name: Option<&String>, mut asked: impl Iterator<Item = &'a String>) -> bool {
    name.is_none_or(|name| {
        let name = name.trim().to_lowercase();
        asked.any(|asked| asked.trim().to_lowercase().starts_with(&name))
    })
}

fn wrong(needs: String) -> Problem {
    Problem::ComposedShape { what: "a list of the largest values".to_owned(), needs }
}

/// The item's place.
fn item(top: &Top, items: &[Item]) -> Result<usize, Problem> {
    let place = match &top.item {
        Some(name) => {
            let name = name.trim().to_lowercase();
            let is_named = |item: &Item| item.column() == name || item.base_name() == name;
            items.iter().position(is_named).ok_or_else(|| wrong(format!("'{name}' among the group-by items")))?
        }
        None => items
            .iter()
            .rposition(|item| !item.is_metric_time())
            .ok_or_else(|| wrong("a group-by item besides metric_time".to_owned()))?,
    };
    if items.get(place).is_some_and(Item::is_metric_time) {
        let needs = "a group-by item other than metric_time; for the latest periods, order and limit";
        return Err(wrong(needs.to_owned()));
    }
    Ok(place)
}

/// The metric that ranks.
fn metric(top: &Top, metrics: &[String]) -> Result<String, Problem> {
    let Some(name) = &top.by else {
        return metrics.first().cloned().ok_or_else(|| wrong("a metric to rank by".to_owned()));
    };
    let name = name.trim().to_lowercase();
    let found = metrics.iter().find(|metric| **metric == name).cloned();
    found.ok_or_else(|| wrong(format!("the metric that ranks, '{name}', among the metrics asked for")))
}

/// Around a value: a text that is different for different values and for null, and never null itself, since
/// `NOT IN` would drop rows without a value.
const KEY: (&str, &str) = ("COALESCE('=' || CAST(", " AS VARCHAR), '')");

/// The text by which a value is found among the largest.
pub(crate) fn key(column: &str) -> String {
    let (before, after) = KEY;
    format!("{before}{column}{after}")
}
