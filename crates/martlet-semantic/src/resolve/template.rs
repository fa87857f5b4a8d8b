//! Names in the form of templates: `TimeDimension('metric_time', 'month')`, `Metric('revenue').descending(True)`.
//!
//! Group-by items and orders may be named so wherever a dundered name may stand, in requests and in saved queries.

use martlet_project::semantic_manifest::ElementKind;

use super::name::{Kinds, Wanted};
use crate::error::Problem;
use crate::filter::{Call, CallKind, parse_call};
use crate::index::Index;
use crate::item::{DatePart, Grain, METRIC_TIME};

/// The call that the text is; none for a dundered name. As in MetricFlow, nothing stands before or behind it, and no space
/// behind its first word.
fn call(text: &str) -> Result<Option<Call>, Problem> {
    if !text.contains('(') {
        return Ok(None);
    }
    let refused = |reason: String| Problem::FilterSyntax { filter: text.to_owned(), reason };
    let call = parse_call(text).map_err(refused)?;
    let first = text.split('(').next().unwrap_or_default();
    if first.trim() != first || text.trim() != text {
        let plain = format!("{}({}", first.trim(), text.split_once('(').map_or("", |(_, rest)| rest.trim()));
        return Err(refused(format!("there are spaces around it; write {plain}")));
    }
    Ok(Some(call))
}

/// A group-by item by name, in either form. What is wrong with its grain or date part goes to `problems`.
pub(super) fn group_by_item(index: &Index, text: &str, problems: &mut Vec<Problem>) -> Result<Wanted, Problem> {
    match call(text)? {
        None => {
            let wanted = Wanted::parse(index, text);
            wanted.refuse_date_part()?;
            Ok(wanted)
        }
        Some(call) if call.kind == CallKind::Metric => Err(Problem::FilterSyntax {
            filter: text.to_owned(),
            reason: "a metric is nothing to group by; name it among the metrics".to_owned(),
        }),
        Some(call) if call.calls_descending && call.kind != CallKind::Dimension => Err(Problem::FilterSyntax {
            filter: text.to_owned(),
            reason: "`descending` is for orders, not for group-by items".to_owned(),
        }),
        Some(call) => Ok(outside_of_filters(item_of(index, &call, problems)?)),
    }
}

/// `Entity(..)` is stricter in filters.
fn outside_of_filters(wanted: Wanted) -> Wanted {
    let kinds = if wanted.kinds == Kinds::Entity { Kinds::EntityOrCategorical } else { wanted.kinds };
    Wanted { kinds, ..wanted }
}

/// What a call in a filter names. What is wrong with its grain or date part goes to `problems`.
pub(super) fn filtered_item(index: &Index, call: &Call, problems: &mut Vec<Problem>) -> Result<Wanted, Problem> {
    if call.descending.is_some() || call.calls_descending {
        refuse_descending(call, problems);
    }
    item_of(index, call, problems)
}

pub(super) fn refuse_descending(call: &Call, problems: &mut Vec<Problem>) {
    problems.push(Problem::FilterSyntax {
        filter: call.name.clone(),
        reason: "`descending` is for orders, not for filters".to_owned(),
    });
}

/// What a call other than `Metric(..)` names.
///
/// As in MetricFlow, a dimension's name has one entity, further ones stand in `entity_path`; and a grain within the
/// name counts for `TimeDimension(..)` alone.
fn item_of(index: &Index, call: &Call, problems: &mut Vec<Problem>) -> Result<Wanted, Problem> {
    let refused = |reason: String| Problem::FilterSyntax { filter: call.name.clone(), reason };
    let mut wanted = Wanted::parse(index, &call.name);
    wanted.refuse_date_part()?;
    if let (CallKind::Entity, Some(grain)) = (call.kind, &wanted.grain) {
        return Err(refused(format!("an entity has no grain such as {grain}")));
    }
    if call.kind != CallKind::Entity {
        match wanted.links.as_slice() {
            [] if wanted.element != METRIC_TIME => {
                return Err(refused(format!("it lacks the entity; write 'entity__{}'", wanted.element)));
            }
            [path @ .., last] if !path.is_empty() => {
                return Err(refused(format!(
                    "it names more than one entity; write '{last}__{}', entity_path=['{}']",
                    wanted.element,
                    path.join("', '"),
                )));
            }
            _ => {}
        }
    }
    let within = wanted.grain.take();
    if let (Some(within), Some(grain)) = (&within, &call.grain)
        && within.name() != grain
    {
        return Err(refused(format!("it names two grains, {within} and {grain}")));
    }
    if let (CallKind::Dimension, Some(within), Some(part)) = (call.kind, &within, &call.date_part) {
        return Err(refused(format!("it names a grain, {within}, and a date part, {part}")));
    }
    let mut links = call.entity_path.clone();
    links.append(&mut wanted.links);
    wanted.links = links;
    wanted.text = wanted.base_name();
    wanted.grain = match &call.grain {
        Some(grain) => known(grain_named(index, &wanted.text, grain), problems),
        None => within.filter(|_| call.kind == CallKind::TimeDimension),
    };
    if let Some(part) = &call.date_part {
        wanted.date_part = known(date_part_named(&wanted.text, part), problems);
    }
    let is_time = wanted.grain.is_some() || call.grain.is_some() || call.date_part.is_some();
    wanted.kinds = match call.kind {
        CallKind::Entity => Kinds::Entity,
        CallKind::TimeDimension => Kinds::Time,
        _ if is_time => Kinds::Time,
        _ => Kinds::Dimension,
    };
    Ok(wanted)
}

/// The grain or date part; without one that is known, the name is looked up all the same.
pub(super) fn known<T>(found: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    found.map_err(|problem| problems.push(problem)).ok()
}

pub(super) fn grain_named(index: &Index, name: &str, grain: &str) -> Result<Grain, Problem> {
    index.grain(grain).ok_or_else(|| {
        let what = format!("grain '{grain}'");
        let left_out = index.left_out(ElementKind::CustomGranularity, &grain.to_lowercase(), &what);
        left_out.unwrap_or_else(|| Problem::UnknownGrain {
            name: name.to_owned(),
            grain: grain.to_owned(),
            known: index.grain_names(),
        })
    })
}

pub(super) fn date_part_named(name: &str, part: &str) -> Result<DatePart, Problem> {
    DatePart::from_name(part).ok_or_else(|| Problem::UnknownDatePart { name: name.to_owned(), part: part.to_owned() })
}

/// What an order names.
pub(super) enum Ordered {
    /// A dundered name: a metric, or an item.
    Name(String, Wanted),
    Metric(String),
    Item(Wanted),
}

/// What an order names, and whether it is descending.
pub(super) fn order(index: &Index, text: &str, problems: &mut Vec<Problem>) -> Result<(Ordered, bool), Problem> {
    let (name, is_descending) = match text.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let Some(call) = call(name)? else {
        let wanted = Wanted::parse(index, name);
        wanted.refuse_date_part()?;
        return Ok((Ordered::Name(name.to_lowercase(), wanted), is_descending));
    };
    let is_descending = call.descending.unwrap_or(is_descending);
    let ordered = match call.kind {
        CallKind::Metric if call.group_by.is_empty() => Ordered::Metric(call.name),
        CallKind::Metric => {
            return Err(Problem::FilterSyntax {
                filter: text.to_owned(),
                reason: "rows are ordered by a metric as it was asked for, without `group_by`".to_owned(),
            });
        }
        _ => Ordered::Item(outside_of_filters(item_of(index, &call, problems)?)),
    };
    Ok((ordered, is_descending))
}
