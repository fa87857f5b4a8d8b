//! Names in the form of templates: `TimeDimension('metric_time', 'month')`, `Metric('revenue').descending(True)`.
//!
//! Group-by items and orders may be named so wherever a dundered name may stand, in requests and in saved queries.

use super::name::{Kinds, Wanted};
use crate::error::Problem;
use crate::filter::{Call, CallKind, parse_call};
use crate::index::Index;
use crate::item::{DatePart, Grain};

/// The call that the text is; none for a dundered name.
fn call(text: &str) -> Result<Option<Call>, Problem> {
    if !text.contains('(') {
        return Ok(None);
    }
    parse_call(text).map(Some).map_err(|reason| Problem::FilterSyntax { filter: text.to_owned(), reason })
}

/// A group-by item by name, in either form.
pub(super) fn group_by_item(index: &Index, text: &str) -> Result<Wanted, Problem> {
    match call(text)? {
        None => Ok(Wanted::parse(index, text)),
        Some(call) if call.kind == CallKind::Metric => Err(Problem::FilterSyntax {
            filter: text.to_owned(),
            reason: "a metric is nothing to group by; name it among the metrics".to_owned(),
        }),
        Some(call) => item_of(index, &call),
    }
}

/// What a call other than `Metric(..)` names.
///
/// As in MetricFlow, a dimension's name has one entity, further ones stand in `entity_path`; and a grain within the
/// name counts for `TimeDimension(..)` alone.
pub(super) fn item_of(index: &Index, call: &Call) -> Result<Wanted, Problem> {
    let refused = |reason: String| Problem::FilterSyntax { filter: call.name.clone(), reason };
    let mut wanted = Wanted::parse(index, &call.name);
    if call.kind == CallKind::Dimension {
        (wanted.grain, wanted.date_part) = (None, None);
    }
    if let ([path @ .., last], CallKind::Dimension | CallKind::TimeDimension) = (wanted.links.as_slice(), call.kind)
        && !path.is_empty()
    {
        return Err(refused(format!(
            "it names more than one entity; write '{last}__{}', entity_path=['{}']",
            wanted.element,
            path.join("', '"),
        )));
    }
    let mut links: Vec<String> = call.entity_path.iter().map(|link| link.to_lowercase()).collect();
    links.append(&mut wanted.links);
    wanted.links = links;
    wanted.text = wanted.base_name();
    if let Some(grain) = &call.grain {
        let grain = grain_named(index, &wanted.text, grain)?;
        if let Some(within) = wanted.grain.filter(|within| *within != grain) {
            return Err(refused(format!("it names two grains, {within} and {grain}")));
        }
        wanted.grain = Some(grain);
    }
    if let Some(part) = &call.date_part {
        wanted.date_part = Some(date_part_named(&wanted.text, part)?);
    }
    let is_time = wanted.grain.is_some() || wanted.date_part.is_some();
    wanted.kinds = match call.kind {
        CallKind::Entity => Kinds::Entity,
        CallKind::TimeDimension => Kinds::Time,
        _ if is_time => Kinds::Time,
        _ => Kinds::Dimension,
    };
    Ok(wanted)
}

pub(super) fn grain_named(index: &Index, name: &str, grain: &str) -> Result<Grain, Problem> {
    index.grain(grain).ok_or_else(|| Problem::UnknownGrain {
        name: name.to_owned(),
        grain: grain.to_owned(),
        known: index.grain_names(),
    })
}

pub(super) fn date_part_named(name: &str, part: &str) -> Result<DatePart, Problem> {
    DatePart::from_name(part).ok_or_else(|| Problem::UnknownDatePart { name: name.to_owned(), part: part.to_owned() })
}

/// The dundered name of an order, and whether it is descending.
pub(super) fn order(text: &str) -> Result<(String, bool), Problem> {
    let text = text.trim();
    let (name, is_descending) = match text.strip_prefix('-') {
        Some(rest) => (rest.trim(), true),
        None => (text, false),
    };
    let Some(call) = call(name)? else { return Ok((name.to_lowercase(), is_descending)) };
    let mut parts = call.entity_path;
    parts.push(call.name);
    if let Some(part) = call.date_part.filter(|_| call.kind != CallKind::Metric) {
        parts.push(format!("extract_{part}"));
    } else {
        parts.extend(call.grain);
    }
    Ok((parts.join("__").to_lowercase(), is_descending || call.descending))
}
