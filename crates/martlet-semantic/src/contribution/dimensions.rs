//! The dimensions over which a difference is split.

use super::Contribution;
use crate::describe::group_by_items;
use crate::error::{Problem, RequestError};
use crate::index::Index;
use crate::item::{Item, ItemKind};
use crate::layer::GroupByKind;
use crate::request::{GroupByItem, MetricRequest};

/// The dimensions asked for, or every category at most one join away.
pub(super) fn dimensions(
    index: &Index,
    request: &MetricRequest,
    asked: &Contribution,
) -> Result<Vec<GroupByItem>, RequestError> {
    if !asked.dimensions.is_empty() {
        return Ok(asked.dimensions.iter().map(|name| GroupByItem::from(name.as_str())).collect());
    }
    let metrics: Vec<&str> = request.metrics.iter().map(String::as_str).collect();
    let options = group_by_items(index, &metrics)?;
    let near = options
        .iter()
        .filter(|option| option.kind == GroupByKind::Categorical && option.join_path.len() <= 1)
        .map(|option| GroupByItem::from(option.name.as_str()));
    let near: Vec<GroupByItem> = near.collect();
    if near.is_empty() {
        return Err(Problem::ComposedShape {
            what: "a contribution".to_owned(),
            needs: "a dimension; the metric has no category to be split by".to_owned(),
        }
        .into());
    }
    Ok(near)
}

/// Periods are what is compared, so they cannot be what it is split by.
pub(super) fn check(index: &Index, metric: &str, item: &Item) -> Result<(), Problem> {
    let is_time = matches!(item.kind, ItemKind::Time(_))
        && crate::resolve::time_rules::is_agg_time_of_metric(index, metric, item);
    if is_time {
        return Err(Problem::NotSplittable {
            name: metric.to_owned(),
            by: item.column(),
            reason: "it is the time that the two ranges differ in".to_owned(),
        });
    }
    Ok(())
}
