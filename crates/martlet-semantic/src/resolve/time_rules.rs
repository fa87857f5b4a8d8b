//! Metrics that look back in time need a time to look back from.
//!
//! Cumulative metrics with a window or a grain, and inputs with a time offset, need `metric_time` or their
//! aggregation time dimension in the request; and a date part says too little for them.

use martlet_project::semantic_manifest::MetricType;

use crate::error::Problem;
use crate::index::{Index, InputRef};
use crate::item::{Item, ItemKind, TimePart};

/// Is this the time by which rows of the measure are aggregated, at any grain?
pub(crate) fn is_agg_time(index: &Index, input: InputRef, item: &Item) -> bool {
    if !matches!(item.kind, ItemKind::Time(_)) {
        return false;
    }
    if item.is_metric_time() {
        return true;
    }
    let [link] = item.links.as_slice() else { return false };
    index.local_links(input.model).contains(&link.as_str())
        && index.agg_time_dimension(input).is_some_and(|dimension| dimension.name == item.element)
}

/// Is this the aggregation time of every measure behind the metric?
pub(crate) fn is_agg_time_of_metric(index: &Index, metric: &str, item: &Item) -> bool {
    item.is_metric_time()
        || index
            .inputs_of(metric)
            .is_ok_and(|inputs| !inputs.is_empty() && inputs.iter().all(|input| is_agg_time(index, *input, item)))
}

/// Why the metric has no value by these items, if it looks back from a time that is not among them.
pub(crate) fn needs_time(index: &Index, metric: &str, items: &[Item]) -> Option<String> {
    let mut problems = Vec::new();
    check(index, metric, items, &[], &mut problems);
    problems.into_iter().find_map(|problem| match problem {
        Problem::NeedsTime { why, .. } => Some(why),
        _ => None,
    })
}

/// `filtered` are items named in filters: date parts are not allowed there either.
pub(crate) fn check(index: &Index, metric: &str, items: &[Item], filtered: &[Item], problems: &mut Vec<Problem>) {
    let mut visited = Vec::new();
    let has_part = items.iter().chain(filtered).any(|item| matches!(item.time(), Some(TimePart::Part(_))));
    check_metric(index, metric, metric, items, has_part, &mut visited, problems);
}

fn check_metric(
    index: &Index,
    asked: &str,
    name: &str,
    items: &[Item],
    has_part: bool,
    visited: &mut Vec<String>,
    problems: &mut Vec<Problem>,
) {
    if visited.iter().any(|seen| seen == name) {
        return;
    }
    visited.push(name.to_owned());
    let Some(metric) = index.metric(name) else { return };
    let has_time = items.iter().any(|item| is_agg_time_of_metric(index, name, item));
    let needs_time = |problems: &mut Vec<Problem>, why: &str| {
        let problem = Problem::NeedsTime { metric: asked.to_owned(), why: why.to_owned() };
        if !has_time && !problems.contains(&problem) {
            problems.push(problem);
        }
    };
    if metric.kind == MetricType::Cumulative {
        let params = metric.type_params.cumulative_type_params.clone().unwrap_or_default();
        if params.window.is_some() || metric.type_params.window.is_some() {
            needs_time(problems, "adds up over a window of time");
        } else if params.grain_to_date.is_some() || metric.type_params.grain_to_date.is_some() {
            needs_time(problems, "adds up from the start of a period");
        }
        if has_part {
            problems
                .push(Problem::DatePartNotAllowed { metric: asked.to_owned(), why: "it adds up over time".to_owned() });
        }
    }
    let inputs = index.input_metrics(metric);
    if inputs.iter().any(|input| input.offset_window.is_some() || input.offset_to_grain.is_some()) {
        needs_time(problems, "compares with an earlier time");
    }
    if has_part && inputs.iter().any(|input| input.offset_to_grain.is_some()) {
        problems.push(Problem::DatePartNotAllowed {
            metric: asked.to_owned(),
            why: "it compares with the start of a period".to_owned(),
        });
    }
    for input in inputs {
        check_metric(index, asked, &input.name, items, has_part, visited, problems);
    }
}
