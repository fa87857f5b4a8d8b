//! What the rows are ordered by: metrics and group-by items of the request.

use super::name::Wanted;
use super::{Resolver, template};
use crate::error::Problem;
use crate::item::Item;

/// One key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OrderKey {
    pub(crate) column: String,
    pub(crate) descending: bool,
}

pub(super) fn order_by(
    resolver: &Resolver<'_>,
    asked: &[String],
    items: &[Item],
    metrics: &[String],
    problems: &mut Vec<Problem>,
) -> Vec<OrderKey> {
    let mut keys = Vec::new();
    for text in asked {
        let (name, descending) = match template::order(text) {
            Ok(order) => order,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        match column(resolver, &name, items, metrics) {
            Some(column) => keys.push(OrderKey { column, descending }),
            None => {
                let columns = items.iter().map(Item::column).chain(metrics.iter().cloned()).collect();
                problems.push(Problem::UnknownOrderBy { name, columns });
            }
        }
    }
    keys
}

fn column(resolver: &Resolver<'_>, name: &str, items: &[Item], metrics: &[String]) -> Option<String> {
    if metrics.iter().any(|metric| metric == name) {
        return Some(name.to_owned());
    }
    if let Some(item) = items.iter().find(|item| item.column() == name) {
        return Some(item.column());
    }
    let wanted = Wanted::parse(resolver.index, name);
    if let Some(item) = resolver.item(&wanted).ok().filter(|item| items.contains(item)) {
        return Some(item.column());
    }
    // `metric_time` for the one `metric_time__month` that was asked for.
    let mut same_base = items.iter().filter(|item| item.base_name() == name);
    match (same_base.next(), same_base.next()) {
        (Some(only), None) => Some(only.column()),
        _ => None,
    }
}
