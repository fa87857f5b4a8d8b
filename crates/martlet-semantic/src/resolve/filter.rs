//! Resolves the names in a filter.
//!
//! A bare name that equals a column of the request, or an item named by a template, is taken as that; one that equals a
//! simple metric of the request is what each row adds to it. Any other bare name is refused: which table it belongs to
//! could only be guessed.

use super::name::{Kinds, Wanted};
use super::row_value::row_value;
use super::{Resolver, template, time_rules};
use crate::error::{Problem, nearest};
use crate::filter::{Call, CallKind, Filter, FilterPart, Holds, Segment, parse, with_seconds, word_roles};
use crate::item::{Item, ItemKind};

/// Items that filters name by templates; what cannot be read is left to [`filter`] to say.
pub(crate) fn items_of_templates(resolver: &Resolver<'_>, texts: &[String]) -> Vec<Item> {
    let segments = texts.iter().filter_map(|text| parse(text).ok()).flatten();
    let calls = segments.filter_map(|segment| match segment {
        Segment::Call(call) => call_item(resolver, &call).ok(),
        Segment::Sql(_) => None,
    });
    calls.collect()
}

/// Resolves one filter. `columns` are items that may be named without a template.
pub(crate) fn filter(resolver: &Resolver<'_>, text: &str, columns: &[Item]) -> Result<Filter, Vec<Problem>> {
    let mut parts = Vec::new();
    let mut problems = Vec::new();
    for segment in parse(text).map_err(|problem| vec![problem])? {
        match segment {
            Segment::Sql(sql) => bare_names(resolver, text, &sql, columns, &mut parts, &mut problems),
            Segment::Call(call) => match call_item(resolver, &call) {
                Ok(item) => parts.push(FilterPart::Item(item)),
                Err(problem) => problems.push(problem),
            },
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

fn call_item(resolver: &Resolver<'_>, call: &Call) -> Result<Item, Problem> {
    if call.kind == CallKind::Metric {
        return metric_item(resolver, call);
    }
    let wanted = template::filtered_item(resolver.index, call)?;
    resolver.item(&wanted)
}

/// `Metric('bookings', group_by=['listing'])`: the metric by one entity, joined on that entity.
fn metric_item(resolver: &Resolver<'_>, call: &Call) -> Result<Item, Problem> {
    let index = resolver.index;
    if index.metric(&call.name).is_none() {
        let known = index.manifest.metrics.iter().map(|metric| metric.name.as_str());
        return Err(Problem::UnknownMetric { name: call.name.clone(), nearest: nearest(&call.name, known) });
    }
    let [group_by] = call.group_by.as_slice() else {
        return Err(Problem::Unsupported {
            what: format!("Metric('{}') in a filter, grouped by anything but one entity", call.name),
        });
    };
    let mut without_time = Vec::new();
    time_rules::check(index, &call.name, &[], &[], &mut without_time);
    if let Some(Problem::NeedsTime { metric, why }) = without_time.into_iter().next() {
        return Err(Problem::FilterNeedsTime { metric, why });
    }
    let inner = Resolver::for_metrics(index, std::slice::from_ref(&call.name))?;
    let wanted = Wanted { kinds: Kinds::Entity, ..Wanted::parse(index, group_by) };
    let entity = inner.item(&wanted)?;
    let wanted = Wanted {
        text: entity.element.clone(),
        links: Vec::new(),
        element: entity.element.clone(),
        grain: None,
        date_part: None,
        kinds: Kinds::Entity,
    };
    let joined_on = resolver.item(&wanted)?;
    if entity.column() == call.name {
        return Err(Problem::DuplicateColumn { column: call.name.clone() });
    }
    let mut links = joined_on.links;
    links.push(joined_on.element);
    let mut group_by = entity.links;
    group_by.push(entity.element);
    Ok(Item { links, element: call.name.clone(), kind: ItemKind::Metric { group_by } })
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
    for (token, is_name) in word_roles(sql) {
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
