//! Why a name that exists cannot be combined with a metric.

use martlet_project::semantic_manifest::EntityType;

use super::name::Wanted;
use crate::index::Index;

/// The reason in words; `None` when the name exists nowhere.
pub(super) fn unreachable(index: &Index, from: usize, wanted: &Wanted) -> Option<String> {
    let model = index.model(from)?;
    let owner = (0..index.manifest.semantic_models.len()).find(|other| {
        index.reach(*other).named(&wanted.element).any(|found| {
            found.access.hops.is_empty()
                && found.links.ends_with(wanted.links.get(wanted.links.len().saturating_sub(1)..).unwrap_or_default())
        })
    })?;
    let other = index.model(owner)?;
    if owner == from {
        return Some(format!("no join leads there from {}", model.name));
    }
    let fan_out = other.entities.iter().find(|entity| {
        let identifies = model.entities.iter().any(|own| own.name == entity.name && own.kind != EntityType::Foreign)
            || model.primary_entity.as_deref() == Some(entity.name.as_str());
        entity.kind == EntityType::Foreign && identifies
    });
    Some(match fan_out {
        Some(entity) => format!(
            "{} has many rows for one {}, so joining it would count rows of {} more than once (fan-out)",
            other.name, entity.name, model.name
        ),
        None => format!("no entity leads from {} to {} within two joins", model.name, other.name),
    })
}
