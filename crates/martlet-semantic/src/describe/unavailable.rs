//! What cannot be combined with a set of metrics, and why.

use std::collections::{HashMap, HashSet};

use super::options::{option, shared};
use crate::error::RequestError;
use crate::index::{Blocked, Index, Leaf};
use crate::layer::GroupByKind;
use crate::resolve::Resolver;

/// A dimension or entity of the project that does not go with the metrics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnavailableItem {
    /// As the metrics of its own table name it: `customer__country`.
    pub name: String,
    pub kind: GroupByKind,
    pub label: Option<String>,
    /// Where it is defined.
    pub semantic_model: String,
    /// The first of the metrics with which it does not go.
    pub metric: String,
    /// In words, for a person.
    pub reason: String,
}

/// In the project's order.
pub(crate) fn unavailable_items(index: &Index, metrics: &[&str]) -> Result<Vec<UnavailableItem>, RequestError> {
    let names = super::options::known_metrics(index, metrics)?;
    let resolver = Resolver::for_metrics(index, &names)?;
    if resolver.inputs.is_empty() {
        return Ok(Vec::new());
    }
    let available: HashSet<Key<'_>> =
        shared(&resolver).into_iter().map(|(element, _)| key(index, element.access.leaf)).collect();
    let mut sources: Vec<(usize, &String)> = Vec::new();
    for name in &names {
        for input in index.inputs_of(name)? {
            if !sources.iter().any(|(model, _)| *model == input.model) {
                sources.push((input.model, name));
            }
        }
    }
    let reached: Vec<HashSet<Key<'_>>> = sources
        .iter()
        .map(|(model, _)| {
            let leaves = index.reach(*model).elements.iter().flat_map(|e| e.accesses().map(|a| a.leaf));
            leaves.map(|leaf| key(index, leaf)).collect()
        })
        .collect();
    let mut reasons: HashMap<(usize, usize), String> = HashMap::new();
    let mut seen = HashSet::new();
    let mut items = Vec::new();
    for owner in 0..index.manifest.semantic_models.len() {
        for element in index.own_elements(owner) {
            let found = key(index, element.access.leaf);
            if available.contains(&found) || !seen.insert(found) {
                continue;
            }
            let option = option(index, &element, element.kind);
            let shown = option.label.clone().unwrap_or_else(|| option.name.replace("__", " ").replace('_', " "));
            let missing = sources.iter().zip(&reached).find(|(_, reached)| !reached.contains(&found));
            let (metric, reason) = match missing {
                Some(((from, metric), _)) => {
                    let why = reasons
                        .entry((*from, owner))
                        .or_insert_with(|| index.blocked(*from, owner).map(Blocked::into_reason).unwrap_or_default());
                    ((*metric).clone(), format!("{shown} is not reachable from {metric}: {why}"))
                }
                None => {
                    let metric = names.first().cloned().unwrap_or_default();
                    (
                        metric,
                        format!("{shown} is reached by different joins from these metrics, so it has no common name"),
                    )
                }
            };
            let semantic_model = option.semantic_model.unwrap_or_default();
            items.push(UnavailableItem {
                name: option.name,
                kind: option.kind,
                label: option.label,
                semantic_model,
                metric,
                reason,
            });
        }
    }
    Ok(items)
}

/// What is one and the same: a dimension of one model, but an entity wherever it is a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'i> {
    Dimension(Leaf),
    Entity(&'i str),
}

fn key(index: &Index, leaf: Leaf) -> Key<'_> {
    let entity = match leaf {
        Leaf::Entity { model, entity } => index.model(model).and_then(|model| model.entities.get(entity)),
        Leaf::Dimension { .. } => None,
    };
    entity.map_or(Key::Dimension(leaf), |entity| Key::Entity(&entity.name))
}
