//! Resolves the names in a filter.
//!
//! A bare name that equals a column of the request, or an item named by a template, is taken as that; one that equals a
//! simple metric of the request is what each row adds to it. Any other bare name is refused: which table it belongs to
//! could only be guessed. What is wrong in one part of a filter hides nothing that is wrong in another.

use super::name::{Kinds, Wanted};
use super::row_value::row_value;
use super::{Resolver, template, time_rules};
use crate::error::Problem;
use crate::filter::{
    Call, CallKind, Filter, FilterPart, Holds, Segment, parse, take_apart, variables, with_seconds, word_roles,
};
use crate::item::{Item, ItemKind};

/// Items that filters name by templates; what cannot be read is left to [`filter`] to say.
pub(crate) fn items_of_templates(resolver: &Resolver<'_>, texts: &[String]) -> Vec<Item> {
    let segments = texts.iter().filter_map(|text| parse(text).ok()).flatten();
    let calls = segments.filter_map(|segment| match segment {
        Segment::Call(call) => call_item(resolver, &call, &mut Vec::new()),
        Segment::Sql(_) => None,
    });
    calls.collect()
}

/// Resolves one filter. `columns` are items that may be named without a template.
pub(crate) fn filter(resolver: &Resolver<'_>, text: &str, columns: &[Item]) -> Result<Filter, Vec<Problem>> {
    let mut parts = Vec::new();
    let (segments, mut problems) = take_apart(text);
    for segment in segments {
        match segment {
            Segment::Sql(sql) => bare_names(resolver, text, &sql, columns, &mut parts, &mut problems),
            Segment::Call(call) => parts.extend(call_item(resolver, &call, &mut problems).map(FilterPart::Item)),
        }
    }
    let has_time = |part: &FilterPart| match part {
        FilterPart::Item(item) | FilterPart::Column(item) => item.grain().is_some(),
        _ => false,
    };
    if parts.iter().any(has_time) {
        for part in &mut parts {
            if let FilterPart::Sql(sql) = part {
                *sql = with_seconds(sql);
            }
        }
    }
    if problems.is_empty() {
        Ok(Filter { source: text.trim().to_owned(), parts, holds: Holds::Before })
    } else {
        Err(problems)
    }
}

/// `None` where something is wrong with it, which is added to `problems`.
fn call_item(resolver: &Resolver<'_>, call: &Call, problems: &mut Vec<Problem>) -> Option<Item> {
    if call.kind == CallKind::Metric {
        if call.calls_descending {
            template::refuse_descending(call, problems);
        }
        return metric_item(resolver, call, problems);
    }
    let before = problems.len();
    let found = template::filtered_item(resolver.index, call, problems).and_then(|wanted| resolver.item(&wanted));
    template::known(found, problems).filter(|_| problems.len() == before)
}

/// `Metric('bookings', group_by=['listing'])`: the metric by one entity, joined on that entity.
fn metric_item(resolver: &Resolver<'_>, call: &Call, problems: &mut Vec<Problem>) -> Option<Item> {
    let index = resolver.index;
    let before = problems.len();
    let is_known = index.metric(&call.name).is_some();
    if is_known {
        let mut without_time = Vec::new();
        time_rules::check(index, &call.name, &[], &[], &mut without_time);
        if let Some(Problem::NeedsTime { metric, why }) = without_time.into_iter().next() {
            problems.push(Problem::FilterNeedsTime { metric, why });
        }
    } else {
        problems.push(index.no_metric(&call.name));
    }
    let [group_by] = call.group_by.as_slice() else {
        problems.push(Problem::Unsupported {
            what: format!("Metric('{}') in a filter, grouped by anything but one entity", call.name),
        });
        return None;
    };
    let wanted = Wanted { kinds: Kinds::Entity, ..Wanted::parse(index, group_by) };
    let of_metric = || Resolver::for_metrics(index, std::slice::from_ref(&call.name))?.item(&wanted);
    let entity = if is_known { template::known(of_metric(), problems) } else { None };
    let element = entity.as_ref().map_or(&wanted.element, |entity| &entity.element);
    let joined = Wanted {
        text: element.clone(),
        links: Vec::new(),
        element: element.clone(),
        grain: None,
        date_part: None,
        kinds: Kinds::Entity,
    };
    // An entity that the metric does not know is told once.
    let joined_on = match resolver.item(&joined) {
        Err(_) if entity.is_none() && is_known => None,
        found => template::known(found, problems),
    };
    let (entity, joined_on) = (entity?, joined_on?);
    if entity.column() == call.name {
        problems.push(Problem::DuplicateColumn { column: call.name.clone() });
    }
    if problems.len() > before {
        return None;
    }
    let mut links = joined_on.links;
    links.push(joined_on.element);
    let mut group_by = entity.links;
    group_by.push(entity.element);
    Some(Item { links, element: call.name.clone(), kind: ItemKind::Metric { group_by } })
}

/// The item's name in MetricFlow's SQL.
fn bare_name(item: &Item) -> String {
    match &item.kind {
        ItemKind::Metric { group_by } => format!("{}__{}", group_by.join("__"), item.element),
        _ => item.column(),
    }
}

fn bare_names(
    resolver: &Resolver<'_>,
    filter: &str,
    sql: &str,
    columns: &[Item],
    parts: &mut Vec<FilterPart>,
    problems: &mut Vec<Problem>,
) {
    let mut text = String::new();
    for (token, is_name) in word_roles(sql, &variables(filter)) {
        if !is_name {
            text.push_str(token);
            continue;
        }
        let name = token.trim_matches('"').to_lowercase();
        let item = columns.iter().find(|item| bare_name(item) == name).cloned().map(FilterPart::Column);
        let Some(part) = item.or_else(|| row_value(resolver, &name).map(FilterPart::RowValue)) else {
            problems.push(Problem::FilterSyntax {
                filter: filter.trim().to_owned(),
                reason: format!(
                    "`{token}` is not a column of the request; write {{{{ Dimension('entity__dimension') }}}} \
                     or {{{{ TimeDimension('metric_time', '{}') }}}}",
                    resolver.metric_time_grain().max(martlet_project::semantic_manifest::Granularity::Day)
                ),
            });
            continue;
        };
        if !text.is_empty() {
            parts.push(FilterPart::Sql(std::mem::take(&mut text)));
        }
        parts.push(part);
    }
    if !text.is_empty() {
        parts.push(FilterPart::Sql(text));
    }
}
