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
    let available: HashSet<Leaf> = shared(&resolver).into_iter().map(|(element, _)| element.access.leaf).collect();
    // An entity is the same wherever it is a key, so one that can be asked for by name is not missing.
    let entities: HashSet<&str> = available.iter().filter_map(|leaf| entity_name(index, *leaf)).collect();
    let mut sources: Vec<(usize, &String)> = Vec::new();
    for name in &names {
        for input in index.inputs_of(name)? {
            if !sources.iter().any(|(model, _)| *model == input.model) {
                sources.push((input.model, name));
            }
        }
    }
    let reached: Vec<HashSet<Leaf>> = sources
        .iter()
        .map(|(model, _)| index.reach(*model).elements.iter().flat_map(|e| e.accesses().map(|a| a.leaf)).collect())
        .collect();
    let mut reasons: HashMap<(usize, usize), String> = HashMap::new();
    let mut seen = HashSet::new();
    let mut items = Vec::new();
    for owner in 0..index.manifest.semantic_models.len() {
        for element in index.own_elements(owner) {
            let leaf = element.access.leaf;
            let is_known =
                available.contains(&leaf) || entity_name(index, leaf).is_some_and(|name| entities.contains(name));
            let option = option(index, &element, element.kind);
            if is_known || !seen.insert(leaf) {
                continue;
            }
            let shown = option.label.clone().unwrap_or_else(|| option.name.replace("__", " ").replace('_', " "));
            let missing = sources.iter().zip(&reached).find(|(_, reached)| !reached.contains(&leaf));
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

fn entity_name(index: &Index, leaf: Leaf) -> Option<&str> {
    match leaf {
        Leaf::Entity { model, entity } => Some(index.model(model)?.entities.get(entity)?.name.as_str()),
        Leaf::Dimension { .. } => None,
    }
}
