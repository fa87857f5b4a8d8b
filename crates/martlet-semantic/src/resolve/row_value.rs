//! The name of a simple metric in a filter, without a template: what each row adds to the metric.
//!
//! For MetricFlow this is a column of the rows that it aggregates. So all metrics of the request must be aggregated of
//! the same rows, as these are in the table: not moved in time, joined to the spine or chosen by their instant.

use martlet_project::semantic_manifest::MetricType;

use super::Resolver;
use crate::filter::RowValue;
use crate::index::Index;

/// `None` if the name is not that of such a metric.
pub(super) fn row_value(resolver: &Resolver<'_>, name: &str) -> Option<RowValue> {
    let mut found = Vec::new();
    for metric in &resolver.metrics {
        simple_metrics(resolver.index, metric, &mut found)?;
    }
    let value = found.iter().find(|value| value.metric == name)?.clone();
    found.iter().all(|other| other.at.model == value.at.model).then_some(value)
}

/// The simple metrics that a metric is computed from; `None` if one of them is more than that.
fn simple_metrics(index: &Index, name: &str, found: &mut Vec<RowValue>) -> Option<()> {
    let metric = index.metric(name)?;
    match metric.kind {
        MetricType::Simple => {
            let input = index.input(name, metric.type_params.measure.as_ref()).ok()?;
            let is_plain = !input.join_to_timespine && index.measure(input.at)?.non_additive_dimension.is_none();
            found.push(RowValue { metric: name.to_owned(), at: input.at });
            is_plain.then_some(())
        }
        MetricType::Ratio | MetricType::Derived => {
            for part in index.input_metrics(metric) {
                if part.offset_window.is_some() || part.offset_to_grain.is_some() {
                    return None;
                }
                simple_metrics(index, &part.name, found)?;
            }
            Some(())
        }
        MetricType::Cumulative | MetricType::Conversion | MetricType::Unknown => None,
    }
}
