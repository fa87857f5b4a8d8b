//! Looks a name up for a set of metrics: it must mean the same for each of them.
//!
//! An entity path may be shortened from the left, but not to nothing. Among the elements that match, those with the shortest path
//! count; if several are left, the name is ambiguous.

use martlet_project::semantic_manifest::{ElementKind, Granularity};

use super::name::{Kinds, Wanted};
use super::reason;
use crate::error::{Problem, nearest};
use crate::index::{Blocked, Index, InputRef, LeafKind, Reachable};
use crate::item::{Grain, Item, ItemKind, METRIC_TIME, TimePart};

/// Looks names up for the measures behind some metrics. Without any, all of the project is open.
#[derive(Debug)]
pub(crate) struct Resolver<'a> {
    pub(crate) index: &'a Index,
    /// Names of the metrics, for messages and default grains.
    pub(crate) metrics: Vec<String>,
    pub(crate) inputs: Vec<InputRef>,
}

/// What a name means, before the grain is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Meaning {
    links: Vec<String>,
    element: String,
    kind: LeafKind,
}

impl<'a> Resolver<'a> {
    pub(crate) fn for_metrics(index: &'a Index, metrics: &[String]) -> Result<Self, Problem> {
        let mut inputs = Vec::new();
        for metric in metrics {
            for input in index.inputs_of(metric)? {
                if !inputs.contains(&input) {
                    inputs.push(input);
                }
            }
        }
        Ok(Self { index, metrics: metrics.to_vec(), inputs })
    }

    /// The canonical item that a name means.
    pub(crate) fn item(&self, wanted: &Wanted) -> Result<Item, Problem> {
        let meaning = self.meaning(wanted)?;
        let kind = match meaning.kind {
            LeafKind::Categorical => ItemKind::Categorical,
            LeafKind::Entity => ItemKind::Entity,
            LeafKind::Time(finest) => ItemKind::Time(self.time_part(wanted, &meaning, finest)?),
        };
        Ok(Item { links: meaning.links, element: meaning.element, kind })
    }

    fn time_part(&self, wanted: &Wanted, meaning: &Meaning, finest: Granularity) -> Result<TimePart, Problem> {
        let too_fine = |asked: &str| Problem::GrainTooFine {
            name: wanted.base_name(),
            asked: asked.to_owned(),
            finest: finest.name().to_owned(),
        };
        if let Some(part) = wanted.date_part {
            return if finest > part.coarsest_grain() {
                Err(too_fine(&format!("date part {}", part.name())))
            } else {
                Ok(TimePart::Part(part))
            };
        }
        let grain = match &wanted.grain {
            Some(grain) => grain.clone(),
            None if meaning.links.is_empty() && meaning.element == METRIC_TIME => {
                self.default_metric_time_grain(finest)
            }
            None => Grain::Standard(finest),
        };
        if self.index.base_of(&grain) < finest { Err(too_fine(grain.name())) } else { Ok(TimePart::Grain(grain)) }
    }

    fn meaning(&self, wanted: &Wanted) -> Result<Meaning, Problem> {
        if wanted.links.is_empty() && wanted.element == METRIC_TIME {
            if matches!(wanted.kinds, Kinds::Entity | Kinds::EntityOrCategorical) {
                return Err(self.unknown(wanted));
            }
            let finest = self.metric_time_grain();
            return Ok(Meaning { links: Vec::new(), element: METRIC_TIME.to_owned(), kind: LeafKind::Time(finest) });
        }
        if self.inputs.is_empty() {
            let everything = (0..self.index.manifest.semantic_models.len())
                .flat_map(|model| self.index.reach(model).named(&wanted.element));
            let (near, far): (Vec<&Reachable>, Vec<&Reachable>) =
                everything.partition(|element| element.links.len() < 2);
            let found = pick(wanted, meanings(wanted, near.into_iter()))?;
            // Two joins away is too far without a metric that says where to begin.
            return found.ok_or_else(|| match pick(wanted, meanings(wanted, far.into_iter())) {
                Ok(Some(_)) => Problem::NoJoinPath { names: vec![wanted.text.clone()] },
                _ => self.unknown(wanted),
            });
        }
        // For each measure the shortest paths count, and a meaning must be one for all of them; only then is it asked
        // which of several is meant.
        let mut common: Option<Vec<Meaning>> = None;
        for input in &self.inputs {
            let named = || self.index.reach(input.model).named(&wanted.element);
            let meanings = meanings(wanted, named().filter(|element| !element.is_ambiguous));
            if meanings.is_empty() {
                return Err(self.unreachable_from(wanted, *input));
            }
            let shortest = of_shortest_path(meanings);
            common = Some(match common {
                None => shortest,
                Some(before) => merge(wanted, &before, &shortest)?,
            });
        }
        pick(wanted, common.unwrap_or_default())?.ok_or_else(|| self.unknown(wanted))
    }

    /// The finest grain at which all metrics have `metric_time`.
    pub(crate) fn metric_time_grain(&self) -> Granularity {
        let coarsest = self.inputs.iter().map(|input| self.index.agg_time_grain(*input)).max();
        coarsest.unwrap_or_else(|| {
            let spines = &self.index.manifest.project_configuration.time_spines;
            spines.iter().map(|spine| spine.primary_column.time_granularity).min().unwrap_or(Granularity::Day)
        })
    }

    fn unknown(&self, wanted: &Wanted) -> Problem {
        if let Some(problem) = self.left_out(wanted).or_else(|| self.unknown_grain(wanted)) {
            return problem;
        }
        let models = 0..self.index.manifest.semantic_models.len();
        let names: Vec<String> = models.flat_map(|model| self.names_from(model)).collect();
        Problem::UnknownItem {
            name: wanted.text.clone(),
            metrics: self.metrics.clone(),
            nearest: nearest_items(wanted, &names),
        }
    }

    fn unreachable_from(&self, wanted: &Wanted, input: InputRef) -> Problem {
        if let Some(problem) = self.left_out(wanted).or_else(|| self.unknown_grain(wanted)) {
            return problem;
        }
        let nearest = nearest_items(wanted, &self.names_from(input.model));
        let (name, metric) = (wanted.text.clone(), self.metric_of(input));
        let any_kind = Wanted { kinds: Kinds::Any, ..wanted.clone() };
        if wanted.kinds == Kinds::Time
            && self.index.reach(input.model).named(&wanted.element).any(|e| matches(&any_kind, e))
        {
            let part = wanted.date_part.map(|part| format!("date part {}", part.name()));
            let grain = wanted.grain.as_ref().map(|grain| format!("grain {}", grain.name()));
            let part = part.or(grain).unwrap_or_else(|| "grain".to_owned());
            return Problem::NoTime { name: wanted.base_name(), part };
        }
        // Whoever leaves the entities away that lead there is told their names, not why another table is out of reach.
        if wanted.links.is_empty() {
            let longer = || self.index.reach(input.model).offered().filter(|element| element.element == wanted.element);
            let entities = meanings_of(longer().filter(|element| element.kind == LeafKind::Entity));
            if entities.len() > 1 {
                return Problem::Ambiguous { name, candidates: entities.iter().map(name_of).collect() };
            }
            if longer().next().is_some() {
                return Problem::UnknownItem { name, metrics: self.metrics.clone(), nearest };
            }
        }
        let several = self.index.reach(input.model).named(&wanted.element);
        if let Some(reason) = reason::several(self.index, several.filter(|element| matches(wanted, element))) {
            return Problem::Unreachable { name, metric, reason, nearest };
        }
        match reason::unreachable(self.index, input.model, wanted) {
            Some((owner, Blocked::FanOut(reason))) => Problem::FanOut { name, metric, reason, owner },
            Some((_, Blocked::NoPath(reason))) => Problem::Unreachable { name, metric, reason, nearest },
            None => Problem::UnknownItem { name, metrics: self.metrics.clone(), nearest },
        }
    }

    /// The item, a way to it, or its grain is left out of the manifest.
    fn left_out(&self, wanted: &Wanted) -> Option<Problem> {
        let what = format!("'{}'", wanted.text);
        let grain = self.index.left_out(ElementKind::CustomGranularity, &wanted.element, &what);
        grain.or_else(|| self.index.left_out_item(&wanted.links, &wanted.element, &what))
    }

    /// `metric_time__decade`: everything before the last part is a time dimension, so that part was meant as a grain.
    fn unknown_grain(&self, wanted: &Wanted) -> Option<Problem> {
        let before: Vec<&str> = wanted.links.iter().map(String::as_str).collect();
        let element = before.last()?;
        let is_time = *element == METRIC_TIME
            || (before.len() > 1
                && self.index.manifest.semantic_models.iter().any(|model| {
                    model.dimensions.iter().any(|found| found.name == *element && found.granularity().is_some())
                }));
        is_time.then(|| Problem::UnknownGrain {
            name: wanted.text.clone(),
            grain: wanted.element.clone(),
            known: self.index.grain_names(),
        })
    }

    fn names_from(&self, model: usize) -> Vec<String> {
        let mut names = vec![METRIC_TIME.to_owned()];
        names.extend(self.index.reach(model).offered().map(|element| {
            let mut parts = element.links.clone();
            parts.push(element.element.clone());
            parts.join("__")
        }));
        names
    }

    /// The first of the metrics that is computed from the measure.
    fn metric_of(&self, input: InputRef) -> String {
        let uses = |metric: &&String| self.index.inputs_of(metric).is_ok_and(|inputs| inputs.contains(&input));
        self.metrics.iter().find(uses).or_else(|| self.metrics.first()).cloned().unwrap_or_default()
    }
}

/// Names that end alike come first: whoever writes `country` has left out the entity before it.
fn nearest_items(wanted: &Wanted, names: &[String]) -> Vec<String> {
    let mut shortest: Vec<&String> =
        names.iter().filter(|name| name.rsplit("__").next() == Some(wanted.element.as_str())).collect();
    shortest.sort_by_key(|name| (name.matches("__").count(), name.as_str()));
    let mut found: Vec<String> = Vec::new();
    let alike = nearest(&wanted.base_name(), names.iter().map(String::as_str));
    for name in shortest.into_iter().cloned().chain(alike) {
        if found.len() < 3 && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// Everything that the name can mean among the elements.
fn meanings<'r>(wanted: &Wanted, elements: impl Iterator<Item = &'r Reachable>) -> Vec<Meaning> {
    meanings_of(elements.filter(|element| matches(wanted, element)))
}

fn meanings_of<'r>(elements: impl Iterator<Item = &'r Reachable>) -> Vec<Meaning> {
    let mut meanings: Vec<Meaning> = Vec::new();
    for element in elements {
        let meaning = Meaning { links: element.links.clone(), element: element.element.clone(), kind: element.kind };
        match meanings.iter_mut().find(|known| same(known, &meaning)) {
            Some(known) => known.kind = coarser(known.kind, meaning.kind),
            None => meanings.push(meaning),
        }
    }
    meanings
}

fn of_shortest_path(mut meanings: Vec<Meaning>) -> Vec<Meaning> {
    let shortest = meanings.iter().map(|meaning| meaning.links.len()).min();
    meanings.retain(|meaning| Some(meaning.links.len()) == shortest);
    meanings
}

/// The one of the shortest path.
fn pick(wanted: &Wanted, meanings: Vec<Meaning>) -> Result<Option<Meaning>, Problem> {
    match of_shortest_path(meanings).as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(only.clone())),
        several => {
            Err(Problem::Ambiguous { name: wanted.text.clone(), candidates: several.iter().map(name_of).collect() })
        }
    }
}

fn matches(wanted: &Wanted, element: &Reachable) -> bool {
    let kind = match wanted.kinds {
        Kinds::Any => true,
        Kinds::Dimension => element.kind != LeafKind::Entity,
        Kinds::Time => matches!(element.kind, LeafKind::Time(_)),
        Kinds::Entity => element.kind == LeafKind::Entity,
        Kinds::EntityOrCategorical => !matches!(element.kind, LeafKind::Time(_)),
    };
    let path = match wanted.links.as_slice() {
        [] => element.links.is_empty(),
        links => element.links.ends_with(links),
    };
    kind && element.element == wanted.element && path
}

/// What both can mean.
fn merge(wanted: &Wanted, before: &[Meaning], now: &[Meaning]) -> Result<Vec<Meaning>, Problem> {
    let both = before.iter().filter_map(|meaning| {
        let other = now.iter().find(|other| same(meaning, other))?;
        Some(Meaning { kind: coarser(meaning.kind, other.kind), ..meaning.clone() })
    });
    let both: Vec<Meaning> = both.collect();
    if both.is_empty() {
        let shortest = |meanings: &[Meaning]| meanings.iter().min_by_key(|meaning| meaning.links.len()).map(name_of);
        let candidates = [shortest(before), shortest(now)].into_iter().flatten().collect();
        return Err(Problem::Ambiguous { name: wanted.text.clone(), candidates });
    }
    Ok(both)
}

fn same(a: &Meaning, b: &Meaning) -> bool {
    a.links == b.links && same_class(a.kind, b.kind)
}

fn same_class(a: LeafKind, b: LeafKind) -> bool {
    matches!(
        (a, b),
        (LeafKind::Categorical, LeafKind::Categorical)
            | (LeafKind::Time(_), LeafKind::Time(_))
            | (LeafKind::Entity, LeafKind::Entity)
    )
}

fn coarser(a: LeafKind, b: LeafKind) -> LeafKind {
    match (a, b) {
        (LeafKind::Time(a), LeafKind::Time(b)) => LeafKind::Time(a.max(b)),
        _ => a,
    }
}

fn name_of(meaning: &Meaning) -> String {
    let mut parts = meaning.links.clone();
    parts.push(meaning.element.clone());
    parts.join("__")
}
