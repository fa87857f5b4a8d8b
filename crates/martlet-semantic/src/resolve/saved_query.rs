//! Saved queries: the request's own filters and range add to the stored ones, its order and limit stand in their place.
//! Metrics and group-by items of its own are refused, as MetricFlow refuses them; what is wrong with them is told too.

use crate::error::{Problem, nearest};
use crate::index::Index;
use crate::request::{GroupByItem, MetricRequest};

/// The request with the saved query's parts in front of its own; without those that cannot be read.
pub(super) fn expand(index: &Index, request: &MetricRequest, problems: &mut Vec<Problem>) -> MetricRequest {
    let Some(name) = &request.saved_query else { return request.clone() };
    let saved_queries = &index.manifest.saved_queries;
    let Some(saved) = saved_queries.iter().find(|saved| saved.name == *name) else {
        let known = saved_queries.iter().map(|saved| saved.name.as_str());
        problems.push(Problem::UnknownSavedQuery { name: name.clone(), nearest: nearest(name, known) });
        return request.clone();
    };
    let params = &saved.query_params;
    for (what, is_asked) in [("metrics", !request.metrics.is_empty()), ("group-by items", !request.group_by.is_empty())]
    {
        if is_asked {
            problems.push(Problem::BesideSavedQuery { what, name: name.clone() });
        }
    }
    let mut request = request.clone();
    request.saved_query = None;
    // MetricFlow looks at this only where nothing is saved.
    request.min_max_only = false;
    let own = std::mem::replace(&mut request.metrics, params.metrics.clone());
    request.metrics.extend(own.into_iter().filter(|name| !params.metrics.contains(name)));
    let saved: Vec<GroupByItem> = params.group_by.iter().map(|text| GroupByItem::Name(text.clone())).collect();
    request.group_by.retain(|item| !saved.contains(item));
    request.group_by.splice(0..0, saved);
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
