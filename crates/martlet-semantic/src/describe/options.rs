//! The items by which a set of metrics can be grouped and filtered together.
//!
//! Order: `metric_time`, then the metrics' own dimensions, then those one and two joins away, within each categories
//! before times, in the project's order; then entities in the same way, since few people break down by a key.

use std::collections::HashSet;

use martlet_project::semantic_manifest::Granularity;

use crate::error::RequestError;
use crate::index::{Index, Leaf, LeafKind, Reachable};
use crate::item::METRIC_TIME;
use crate::layer::GroupByKind;
use crate::resolve::Resolver;

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupByOption {
    /// The name to ask by, without grain: `customer__country`.
    pub name: String,
    pub kind: GroupByKind,
    /// For times: the grains that can be asked for, finest first, custom ones last.
    pub grains: Vec<String>,
    /// For times: the grain taken when none is asked for.
    pub default_grain: Option<String>,
    pub label: Option<String>,
    pub description: Option<String>,
    /// Where it is defined; `None` for `metric_time`.
    pub semantic_model: Option<String>,
    /// Entities joined on to get there; empty for the metrics' own.
    pub join_path: Vec<String>,
}

pub(crate) fn group_by_items(index: &Index, metrics: &[&str]) -> Result<Vec<GroupByOption>, RequestError> {
    let names = known_metrics(index, metrics)?;
    let resolver = Resolver::for_metrics(index, &names)?;
    let mut options = vec![metric_time(&resolver)];
    if resolver.inputs.is_empty() {
        options.extend(own_of_all(index));
        return Ok(options);
    }
    let mut found = shared(&resolver);
    found.sort_by_key(|(element, kind)| {
        let is_entity = *kind == LeafKind::Entity;
        (is_entity, element.access.hops.len(), rank(*kind), element.links.len())
    });
    options.extend(found.into_iter().map(|(element, kind)| option(index, element, kind)));
    Ok(options)
}

/// Lower-case names of the metrics; unknown ones are an error.
pub(super) fn known_metrics(index: &Index, metrics: &[&str]) -> Result<Vec<String>, RequestError> {
    let mut names = Vec::new();
    let mut problems = Vec::new();
    for name in metrics {
        let lower = name.to_lowercase();
        if index.metric(&lower).is_none() {
            problems.push(index.no_metric(&lower));
        } else {
            names.push(lower);
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    Ok(names)
}

/// What every table behind the metrics reaches by the same path.
pub(super) fn shared<'i>(resolver: &Resolver<'i>) -> Vec<(&'i Reachable, LeafKind)> {
    let mut models: Vec<usize> = Vec::new();
    for input in &resolver.inputs {
        if !models.contains(&input.model) {
            models.push(input.model);
        }
    }
    let Some((first, others)) = models.split_first() else { return Vec::new() };
    let mut found: Vec<(&Reachable, LeafKind)> = Vec::new();
    'elements: for element in resolver.index.reach(*first).offered() {
        let mut kind = element.kind;
        for other in others {
            let is_entity = kind == LeafKind::Entity;
            let same = resolver.index.reach(*other).find(&element.links, &element.element, is_entity);
            match same.filter(|same| !same.is_ambiguous) {
                Some(same) => match (kind, same.kind) {
                    (LeafKind::Time(a), LeafKind::Time(b)) => kind = LeafKind::Time(a.max(b)),
                    (a, b) if a == b => {}
                    _ => continue 'elements,
                },
                None => continue 'elements,
            }
        }
        found.push((element, kind));
    }
    found
}

/// Without metrics: every model's own elements, each name once.
fn own_of_all(index: &Index) -> Vec<GroupByOption> {
    let mut seen = HashSet::new();
    let mut options = Vec::new();
    for model in 0..index.manifest.semantic_models.len() {
        for element in index.reach(model).elements.iter().filter(|element| element.access.hops.is_empty()) {
            let option = option(index, element, element.kind);
            if seen.insert((option.name.clone(), option.kind)) {
                options.push(option);
            }
        }
    }
    options
}

fn rank(kind: LeafKind) -> u8 {
    match kind {
        LeafKind::Categorical => 0,
        LeafKind::Time(_) => 1,
        LeafKind::Entity => 2,
    }
}

fn metric_time(resolver: &Resolver<'_>) -> GroupByOption {
    let finest = resolver.metric_time_grain();
    GroupByOption {
        name: METRIC_TIME.to_owned(),
        kind: GroupByKind::Time,
        grains: grains(resolver.index, finest),
        default_grain: Some(resolver.default_metric_time_grain(finest).name().to_owned()),
        label: None,
        description: None,
        semantic_model: None,
        join_path: Vec::new(),
    }
}

fn grains(index: &Index, finest: Granularity) -> Vec<String> {
    let known = index.grain_names();
    known.into_iter().filter(|name| index.grain(name).is_some_and(|grain| index.base_of(&grain) >= finest)).collect()
}

pub(super) fn option(index: &Index, element: &Reachable, kind: LeafKind) -> GroupByOption {
    let mut parts = element.links.clone();
    parts.push(element.element.clone());
    let model = index.model(element.access.leaf.model());
    let (label, description) = match (element.access.leaf, model) {
        (Leaf::Dimension { dimension, .. }, Some(model)) => model
            .dimensions
            .get(dimension)
            .map(|dimension| (dimension.label.clone(), dimension.description.clone()))
            .unwrap_or_default(),
        (Leaf::Entity { entity, .. }, Some(model)) => model
            .entities
            .get(entity)
            .map(|entity| (entity.label.clone(), entity.description.clone()))
            .unwrap_or_default(),
        _ => (None, None),
    };
    let (kind, grains, default_grain) = match kind {
        LeafKind::Categorical => (GroupByKind::Categorical, Vec::new(), None),
        LeafKind::Entity => (GroupByKind::Entity, Vec::new(), None),
        LeafKind::Time(finest) => (GroupByKind::Time, grains(index, finest), Some(finest.name().to_owned())),
    };
    GroupByOption {
        name: parts.join("__"),
        kind,
        grains,
        default_grain,
        label,
        description,
        semantic_model: model.map(|model| model.name.clone()),
        join_path: element.links.get(..element.access.hops.len()).unwrap_or_default().to_vec(),
    }
}
