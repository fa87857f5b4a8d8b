//! What the rows are ordered by: metrics and group-by items of the request.
//!
//! A name is looked for among what the request asks for, and must mean one thing there. As in MetricFlow, those of the
//! shortest path count among all items of such a path, and a name without grain means a time by whatever grain.

use super::name::{Kinds, Wanted};
use super::template::{Ordered, order};
use crate::error::Problem;
use crate::index::Index;
use crate::item::{Item, ItemKind, TimePart};

/// One key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OrderKey {
    pub(crate) column: String,
    pub(crate) descending: bool,
}

pub(super) fn order_by(
    index: &Index,
    asked: &[String],
    items: &[Item],
    metrics: &[String],
    problems: &mut Vec<Problem>,
) -> Vec<OrderKey> {
    let mut keys = Vec::new();
    for text in asked {
        let before = problems.len();
        let (ordered, descending) = match order(index, text, problems) {
            Ok(order) => order,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        // Without its grain, a name may mean anything here.
        if problems.len() > before {
            continue;
        }
        match columns(&ordered, items, metrics).as_slice() {
            [column] => keys.push(OrderKey { column: column.clone(), descending }),
            _ => {
                let name = match ordered {
                    Ordered::Name(name, _) | Ordered::Metric(name) => name,
                    Ordered::Item(wanted) => wanted.text,
                };
                let columns = items.iter().map(Item::column).chain(metrics.iter().cloned()).collect();
                problems.push(Problem::UnknownOrderBy { name, columns });
            }
        }
    }
    keys
}

/// Every column that the order can mean.
fn columns(ordered: &Ordered, items: &[Item], metrics: &[String]) -> Vec<String> {
    let metric = |name: &String| metrics.iter().filter(|metric| *metric == name).cloned().collect();
    match ordered {
        Ordered::Metric(name) => metric(name),
        Ordered::Item(wanted) => matching(wanted, items),
        Ordered::Name(name, wanted) => {
            let mut found: Vec<String> = metric(name);
            found.extend(matching(wanted, items));
            found
        }
    }
}

fn matching(wanted: &Wanted, items: &[Item]) -> Vec<String> {
    let of_path = |item: &&Item| {
        let kind = match (wanted.kinds, &item.kind) {
            (Kinds::Dimension, ItemKind::Entity) => false,
            (Kinds::Time, kind) => matches!(kind, ItemKind::Time(_)),
            _ => true,
        };
        kind && if wanted.links.is_empty() { item.links.is_empty() } else { item.links.ends_with(&wanted.links) }
    };
    let of_path: Vec<&Item> = items.iter().filter(of_path).collect();
    let shortest = of_path.iter().map(|item| item.links.len()).min();
    let of_path = of_path.into_iter().filter(|item| Some(item.links.len()) == shortest);
    of_path.filter(|item| item.element == wanted.element && is_of_time(wanted, item)).map(Item::column).collect()
}

/// Does the item have the grain or date part that is wanted?
fn is_of_time(wanted: &Wanted, item: &Item) -> bool {
    match (item.time(), wanted.date_part) {
        // `Entity(..)` says nothing of either.
        (Some(_), _) if wanted.kinds == Kinds::EntityOrCategorical => true,
        (Some(TimePart::Part(part)), wanted) => wanted == Some(*part),
        (Some(TimePart::Grain(grain)), None) => wanted.grain.as_ref().is_none_or(|wanted| wanted == grain),
        (Some(TimePart::Grain(_)), Some(_)) => false,
        (None, _) => wanted.grain.is_none() && wanted.date_part.is_none(),
    }
}
