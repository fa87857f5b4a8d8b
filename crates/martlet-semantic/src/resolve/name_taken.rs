//! Names that requests without metrics cannot tell apart.
//!
//! `customer__tier` is a dimension; it is also the metric `tier` by `customer`, if there is one. For MetricFlow a list of
//! values knows either of them, whichever the project's semantic models give first; with metrics it knows both.

use martlet_project::semantic_manifest::DimensionType;

use super::name::{Kinds, Wanted};
use super::{ResolvedRequest, Resolver};
use crate::error::Problem;
use crate::filter::Filter;
use crate::index::Index;
use crate::item::{Item, ItemKind};

const METRIC: &str = "a metric by an entity";
const ITEM: &str = "a dimension or entity";

/// The items of a request without metrics that mean something else there.
pub(crate) fn check(index: &Index, request: &ResolvedRequest) -> Vec<Problem> {
    let mut problems = Vec::new();
    let filtered = request.filters.iter().flat_map(Filter::items);
    for item in request.items.iter().chain(filtered) {
        let (meant, asked) = match (&item.kind, is_metric_first(index, item)) {
            (ItemKind::Metric { .. }, Some(false)) => (ITEM, METRIC),
            (ItemKind::Categorical | ItemKind::Entity, Some(true)) => (METRIC, ITEM),
            _ => continue,
        };
        let name = format!("{}__{}", item.links.join("__"), item.element);
        let problem = Problem::NameTaken { name, meant, asked };
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    problems
}

/// `None` where the name has one meaning.
fn is_metric_first(index: &Index, item: &Item) -> Option<bool> {
    let [entity] = item.links.as_slice() else { return None };
    let is_by_entity = || {
        let resolver = Resolver::for_metrics(index, std::slice::from_ref(&item.element)).ok()?;
        resolver.item(&Wanted { kinds: Kinds::Entity, ..Wanted::parse(index, entity) }).ok()
    };
    index.metric(&item.element)?;
    for (at, model) in index.manifest.semantic_models.iter().enumerate() {
        let has_item = index.local_links(at).contains(&entity.as_str())
            && (model.dimensions.iter().any(|own| own.name == item.element && own.kind != DimensionType::Time)
                || model.entities.iter().any(|own| own.name == item.element && own.name != *entity));
        if has_item {
            return Some(false);
        }
        if model.entities.iter().any(|own| own.name == *entity) {
            is_by_entity()?;
            return Some(true);
        }
    }
    None
}
