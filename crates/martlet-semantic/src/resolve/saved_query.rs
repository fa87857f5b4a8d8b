//! Saved queries: the request's own fields add to the stored ones.

use crate::error::{Problem, nearest};
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
    let mut group_by: Vec<GroupByItem> = params.group_by.iter().map(|text| GroupByItem::Name(text.clone())).collect();
    group_by.append(&mut request.group_by);
    request.group_by = group_by;
    let stored = params.where_filter.iter().flat_map(|filter| &filter.where_filters);
    let mut filters: Vec<String> = stored.map(|filter| filter.where_sql_template.clone()).collect();
    filters.append(&mut request.where_filters);
    request.where_filters = filters;
    if request.order_by.is_empty() {
        request.order_by.clone_from(&params.order_by);
    }
    request.limit = request.limit.or(params.limit);
    request
}
