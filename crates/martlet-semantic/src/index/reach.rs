//! What can be reached from a semantic model: its own elements, and those of models joined to it over one
//! or two entities without multiplying its rows.
//!
//! Which joins are allowed follows MetricFlow: never towards the many side of an entity; towards a `natural`
//! entity only when that model has validity dates; never between two models with validity dates.

use std::collections::HashMap;

use martlet_project::semantic_manifest::{DimensionType, EntityType, Granularity, SemanticModel};

use super::Index;

/// Everything reachable from one model, in the order of discovery: own elements first.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    pub(crate) elements: Vec<Reachable>,
    by_element: HashMap<String, Vec<usize>>,
}

/// Path and name, with the places among the elements: an entity and a dimension can have one name.
type Seen = HashMap<(Vec<String>, String), Vec<usize>>;

#[derive(Debug, Clone)]
pub(crate) struct Reachable {
    pub(crate) links: Vec<String>,
    pub(crate) element: String,
    pub(crate) kind: LeafKind,
    /// How to get at it, first found first.
    pub(crate) access: Access,
    /// Other models that have it at the end of an equally named path.
    pub(crate) alternatives: Vec<Access>,
    /// One name leads to several things from here. As for MetricFlow, metrics of this model then have none of them;
    /// lists of values, which begin anywhere, do.
    pub(crate) is_ambiguous: bool,
}

impl Reachable {
    /// Every way to get at it.
    pub(crate) fn accesses(&self) -> impl Iterator<Item = &Access> {
        std::iter::once(&self.access).chain(&self.alternatives)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum LeafKind {
    Categorical,
    /// With the grain of the stored values.
    Time(Granularity),
    Entity,
}

/// How to get at an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Access {
    /// Joins to make, in order; none for the model's own elements.
    pub(crate) hops: Vec<Hop>,
    pub(crate) leaf: Leaf,
}

/// One join.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Hop {
    /// The model joined to.
    pub(crate) model: usize,
    /// Places of the entity on the left and on the right.
    pub(crate) left_entity: usize,
    pub(crate) right_entity: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Leaf {
    Dimension { model: usize, dimension: usize },
    Entity { model: usize, entity: usize },
}

impl Leaf {
    pub(crate) fn model(self) -> usize {
        match self {
            Self::Dimension { model, .. } | Self::Entity { model, .. } => model,
        }
    }
}

impl Reach {
    pub(super) fn build(index: &Index, start: usize) -> Self {
        let mut reach = Self::default();
        let mut seen = Seen::new();
        let Some(model) = index.model(start) else { return reach };
        for link in index.local_links(start) {
            reach.add_dimensions(index, start, &[link.to_owned()], &[], &mut seen);
        }
        reach.add_entities(index, start, &[], &[], None, &mut seen);
        for link in index.local_links(start) {
            reach.add_entities(index, start, &[link.to_owned()], &[], Some(link), &mut seen);
        }
        let mut first_hops = Vec::new();
        for left_entity in 0..model.entities.len() {
            for hop in index.hops_from(start, left_entity) {
                if hop.model != start {
                    first_hops.push(hop);
                }
            }
        }
        for hop in &first_hops {
            reach.add_model(index, std::slice::from_ref(hop), start, &mut seen);
        }
        for first in &first_hops {
            let Some(middle) = index.model(first.model) else { continue };
            for left_entity in 0..middle.entities.len() {
                if left_entity == first.right_entity {
                    continue;
                }
                for second in index.hops_from(first.model, left_entity) {
                    if second.model != start && second.model != first.model {
                        reach.add_model(index, &[first.clone(), second], start, &mut seen);
                    }
                }
            }
        }
        reach
    }

    /// What metrics of the model can be grouped by.
    pub(crate) fn offered(&self) -> impl Iterator<Item = &Reachable> {
        self.elements.iter().filter(|element| !element.is_ambiguous)
    }

    /// Elements of that name, whatever their path.
    pub(crate) fn named(&self, element: &str) -> impl Iterator<Item = &Reachable> {
        self.by_element.get(element).into_iter().flatten().filter_map(|at| self.elements.get(*at))
    }

    /// The element of exactly that path and name.
    pub(crate) fn find(&self, links: &[String], element: &str, is_entity: bool) -> Option<&Reachable> {
        self.named(element).find(|found| found.links == links && (found.kind == LeafKind::Entity) == is_entity)
    }

    fn add_model(&mut self, index: &Index, hops: &[Hop], start: usize, seen: &mut Seen) {
        let mut links = Vec::new();
        let mut left = start;
        for hop in hops {
            let entity = index.model(left).and_then(|model| model.entities.get(hop.left_entity));
            links.extend(entity.map(|entity| entity.name.clone()));
            left = hop.model;
        }
        let Some(last) = hops.last() else { return };
        let last_entity = links.last().cloned();
        self.add_dimensions(index, last.model, &links, hops, seen);
        self.add_entities(index, last.model, &links, hops, last_entity.as_deref(), seen);
    }

    fn add_dimensions(&mut self, index: &Index, model: usize, links: &[String], hops: &[Hop], seen: &mut Seen) {
        let Some(definition) = index.model(model) else { return };
        for (dimension, found) in definition.dimensions.iter().enumerate() {
            let kind = match (found.kind, found.granularity()) {
                (DimensionType::Categorical, _) => LeafKind::Categorical,
                (DimensionType::Time, Some(grain)) => LeafKind::Time(grain),
                (DimensionType::Time, None) => continue,
            };
            let access = Access { hops: hops.to_vec(), leaf: Leaf::Dimension { model, dimension } };
            let access = index.nearer(&found.name, kind, hops).unwrap_or(access);
            self.add(links, &found.name, kind, access, seen);
        }
    }

    fn add_entities(
        &mut self,
        index: &Index,
        model: usize,
        links: &[String],
        hops: &[Hop],
        except: Option<&str>,
        seen: &mut Seen,
    ) {
        let Some(definition) = index.model(model) else { return };
        for (entity, found) in definition.entities.iter().enumerate() {
            if Some(found.name.as_str()) == except || links.contains(&found.name) {
                continue;
            }
            let access = Access { hops: hops.to_vec(), leaf: Leaf::Entity { model, entity } };
            self.add(links, &found.name, LeafKind::Entity, access, seen);
        }
    }

    fn add(&mut self, links: &[String], element: &str, kind: LeafKind, access: Access, seen: &mut Seen) {
        let same_name = seen.entry((links.to_vec(), element.to_owned())).or_default();
        let is_ambiguous = !same_name.is_empty();
        let mut is_known = false;
        for at in same_name.iter() {
            let Some(known) = self.elements.get_mut(*at) else { continue };
            known.is_ambiguous = true;
            if (known.kind == LeafKind::Entity) == (kind == LeafKind::Entity) {
                is_known = true;
                if known.kind == kind && !known.access.hops.is_empty() {
                    known.alternatives.push(access.clone());
                }
            }
        }
        if is_known {
            return;
        }
        same_name.push(self.elements.len());
        self.by_element.entry(element.to_owned()).or_default().push(self.elements.len());
        self.elements.push(Reachable {
            links: links.to_vec(),
            element: element.to_owned(),
            kind,
            access,
            alternatives: Vec::new(),
            is_ambiguous,
        });
    }
}

impl Index {
    /// The model's own dimensions and entities, without what it can be joined to.
    pub(crate) fn own_elements(&self, model: usize) -> Vec<Reachable> {
        let mut own = Reach::default();
        let mut seen = Seen::new();
        let links = self.local_links(model);
        if let Some(link) = links.first() {
            own.add_dimensions(self, model, &[(*link).to_owned()], &[], &mut seen);
        }
        own.add_entities(self, model, &[], &[], None, &mut seen);
        own.elements
    }

    /// The dimension as the table in between has it, if it names its own ones after the entity of the second join too.
    /// MetricFlow takes the nearer one, though only the farther one gives the name.
    fn nearer(&self, element: &str, kind: LeafKind, hops: &[Hop]) -> Option<Access> {
        let [first, second] = hops else { return None };
        let middle = self.model(first.model)?;
        let link = middle.entities.get(second.left_entity)?;
        if !self.local_links(first.model).contains(&link.name.as_str()) {
            return None;
        }
        let dimension = middle.dimensions.iter().position(|own| {
            own.name == element
                && match (own.kind, own.granularity()) {
                    (DimensionType::Time, Some(grain)) => kind == LeafKind::Time(grain),
                    (own_kind, _) => own_kind == DimensionType::Categorical && kind == LeafKind::Categorical,
                }
        })?;
        Some(Access { hops: vec![first.clone()], leaf: Leaf::Dimension { model: first.model, dimension } })
    }

    /// Joins that can be made from one entity of a model.
    fn hops_from(&self, left_model: usize, left_entity: usize) -> Vec<Hop> {
        let Some(left) = self.model(left_model) else { return Vec::new() };
        let Some(entity) = left.entities.get(left_entity) else { return Vec::new() };
        let mut hops = Vec::new();
        for (model, right_entity) in self.entity_models.get(&entity.name).into_iter().flatten().copied() {
            if model == left_model {
                continue;
            }
            let Some(right) = self.model(model) else { continue };
            let Some(right_definition) = right.entities.get(right_entity) else { continue };
            if can_join(left, entity.kind, right, right_definition.kind) {
                hops.push(Hop { model, left_entity, right_entity });
            }
        }
        hops
    }
}

fn can_join(left: &SemanticModel, left_kind: EntityType, right: &SemanticModel, right_kind: EntityType) -> bool {
    let to_one_row = match right_kind {
        EntityType::Primary | EntityType::Unique => true,
        EntityType::Natural => left_kind != EntityType::Natural && has_validity(right),
        EntityType::Foreign => false,
    };
    to_one_row && !(has_validity(left) && has_validity(right))
}

/// Does the model keep several versions of a row, each with its dates of validity?
pub(crate) fn has_validity(model: &SemanticModel) -> bool {
    model.dimensions.iter().any(|dimension| dimension.validity().is_some())
}
