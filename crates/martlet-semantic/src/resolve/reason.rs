//! Why a name that exists cannot be combined with a metric.

use super::name::Wanted;
use crate::index::{Blocked, Index, Reachable};

/// Why elements that are there cannot be asked for: one name leads to all of them. `None` without elements.
pub(super) fn several<'r>(index: &Index, elements: impl Iterator<Item = &'r Reachable>) -> Option<String> {
    let mut models: Vec<&str> = Vec::new();
    for access in elements.flat_map(Reachable::accesses) {
        let name = index.model(access.leaf.model()).map(|model| model.name.as_str());
        models.extend(name.filter(|name| !models.contains(name)));
    }
    let (last, others) = models.split_last()?;
    Some(if others.is_empty() {
        format!("several joins lead to it in {last} by this one name")
    } else {
        format!("{} and {last} both have it by this one name", others.join(", "))
    })
}

/// Where the name is defined, and why that cannot be reached; `None` when the name exists nowhere.
pub(super) fn unreachable(index: &Index, from: usize, wanted: &Wanted) -> Option<(String, Blocked)> {
    let owner = (0..index.manifest.semantic_models.len()).find(|other| {
        index.reach(*other).named(&wanted.element).any(|found| {
            // A dimension without the entity before it is no name, wherever it is defined.
            let is_named = !wanted.links.is_empty() || found.links.is_empty();
            found.access.hops.is_empty()
                && is_named
                && found.links.ends_with(wanted.links.get(wanted.links.len().saturating_sub(1)..).unwrap_or_default())
        })
    })?;
    Some((index.model(owner)?.name.clone(), index.blocked(from, owner)?))
}
