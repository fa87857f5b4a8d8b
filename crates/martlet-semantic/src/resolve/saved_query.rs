//! Saved queries: the request's own fields add to the stored ones.

use crate::error::{Problem, nearest};
use crate::filter::{CallKind, parse_call};
use crate::index::Index;
use crate::request::{GroupByItem, MetricRequest};

/// The request with the saved query's parts in front of its own; without those that cannot be read.
pub(super) fn expand(index: &Index, request: &MetricRequest, problems: &mut Vec<Problem>) -> MetricRequest {
    let Some(name) = &request.saved_query else { return request.clone() };
    let saved_queries = &index.manifest.saved_queries;
    let Some(saved) = saved_queries.iter().find(|saved| saved.name.eq_ignore_ascii_case(name.trim())) else {
        let known = saved_queries.iter().map(|saved| saved.name.as_str());
        problems.push(Problem::UnknownSavedQuery { name: name.clone(), nearest: nearest(name, known) });
        return request.clone();
    };
    let params = &saved.query_params;
    let mut request = request.clone();
    request.saved_query = None;
    let mut metrics = params.metrics.clone();
    metrics.append(&mut request.metrics);
    request.metrics = metrics;
    let mut group_by = Vec::new();
    for text in &params.group_by {
        match group_by_item(text) {
            Ok(item) => group_by.push(item),
            Err(reason) => problems.push(Problem::FilterSyntax { filter: text.clone(), reason }),
        }
    }
    group_by.append(&mut request.group_by);
    request.group_by = group_by;
    let stored = params.where_filter.iter().flat_map(|filter| &filter.where_filters);
    let mut filters: Vec<String> = stored.map(|filter| filter.where_sql_template.clone()).collect();
    filters.append(&mut request.where_filters);
    request.where_filters = filters;
    if request.order_by.is_empty() {
        for text in &params.order_by {
            match order_by_name(text) {
                Ok(name) => request.order_by.push(name),
                Err(reason) => problems.push(Problem::FilterSyntax { filter: text.clone(), reason }),
            }
        }
    }
    request.limit = request.limit.or(params.limit);
    request
}

/// `TimeDimension('metric_time', 'day')` or a plain dundered name.
fn group_by_item(text: &str) -> Result<GroupByItem, String> {
    if !text.contains('(') {
        return Ok(GroupByItem::Name(text.trim().to_owned()));
    }
    let call = parse_call(text)?;
    let mut name = call.entity_path.join("__");
    if !name.is_empty() {
        name.push_str("__");
    }
    name.push_str(&call.name);
    Ok(GroupByItem::Parts { name, grain: call.grain, date_part: call.date_part, dunder: None })
}

fn order_by_name(text: &str) -> Result<String, String> {
    if !text.contains('(') {
        return Ok(text.trim().to_owned());
    }
    let call = parse_call(text)?;
    let mut parts = call.entity_path;
    parts.push(call.name);
    if let Some(grain) = call.grain {
        parts.push(grain.to_lowercase());
    }
    if let Some(part) = call.date_part.filter(|_| call.kind != CallKind::Metric) {
        parts.push(format!("extract_{}", part.to_lowercase()));
    }
    Ok(format!("{}{}", if call.descending { "-" } else { "" }, parts.join("__")))
}
