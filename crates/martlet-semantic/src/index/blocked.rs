//! Why no join leads from one semantic model to another.

use martlet_project::semantic_manifest::EntityType;

use super::{Index, has_validity};

/// The reason in words, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Blocked {
    /// The join would count rows more than once.
    FanOut(String),
    NoPath(String),
}

impl Blocked {
    pub(crate) fn into_reason(self) -> String {
        match self {
            Self::FanOut(reason) | Self::NoPath(reason) => reason,
        }
    }
}

impl Index {
    /// Nothing when one of the two is no model.
    pub(crate) fn blocked(&self, from: usize, to: usize) -> Option<Blocked> {
        let (left, right) = (self.model(from)?, self.model(to)?);
        if from == to {
            return Some(Blocked::NoPath(format!("no join leads there from {}", left.name)));
        }
        let identifies = |name: &str| {
            left.entities.iter().any(|own| own.name == name && own.kind != EntityType::Foreign)
                || left.primary_entity.as_deref() == Some(name)
        };
        let many = right.entities.iter().find(|entity| entity.kind == EntityType::Foreign && identifies(&entity.name));
        if let Some(entity) = many {
            return Some(Blocked::FanOut(format!(
                "{} has many rows for one {}, so joining it would count rows of {} more than once (fan-out)",
                right.name, entity.name, left.name
            )));
        }
        let shared = right.entities.iter().find(|entity| left.entities.iter().any(|own| own.name == entity.name));
        Some(match shared {
            Some(_) if has_validity(left) && has_validity(right) => Blocked::NoPath(format!(
                "{} and {} both keep versions of their rows with dates of validity, and two such models are not joined",
                left.name, right.name
            )),
            Some(entity) if entity.kind == EntityType::Foreign => Blocked::FanOut(format!(
                "many rows of {} and of {} belong to one {}, so joining them would count rows more than once (fan-out)",
                left.name, right.name, entity.name
            )),
            _ => Blocked::NoPath(format!("no entity leads from {} to {} within two joins", left.name, right.name)),
        })
    }
}
