//! The name of a simple metric in a filter, without a template: what each row adds to the metric.
//!
//! For MetricFlow this is a column of what it computes. So either all metrics of the request are aggregated of the same
//! rows, as these are in the table: not moved in time, joined to the spine or chosen by their instant. Or everything is
//! computed from that one metric; where rows are moved or joined to the spine after they are aggregated, the filter then
//! holds for the metric's value once more.

use martlet_project::semantic_manifest::{MeasureInput, MetricType};

use super::Resolver;
use crate::filter::RowValue;
use crate::index::Index;

/// A simple metric that others are computed from.
struct Used {
    value: RowValue,
    /// Its rows are aggregated as they are in the table.
    is_plain: bool,
}

/// `None` if the name is not that of such a metric.
pub(super) fn row_value(resolver: &Resolver<'_>, name: &str) -> Option<RowValue> {
    let mut found = Vec::new();
    for metric in &resolver.metrics {
        simple_metrics(resolver.index, metric, false, &mut found)?;
    }
    let value = found.iter().find(|used| used.value.metric == name)?.value.clone();
    let is_of_same_rows = found.iter().all(|other| other.value.at.model == value.at.model && other.is_plain);
    let is_alone = found.iter().all(|other| other.value.metric == name);
    (is_of_same_rows || is_alone).then_some(value)
}

/// The simple metrics that a metric is computed from; `None` where a filter cannot name them.
fn simple_metrics(index: &Index, name: &str, is_moved: bool, found: &mut Vec<Used>) -> Option<()> {
    let metric = index.metric(name)?;
    let params = &metric.type_params;
    match metric.kind {
        MetricType::Simple => found.push(used(index, name, params.measure.as_ref()?, !is_moved)?),
        MetricType::Cumulative => {
            let measure = params.measure.as_ref()?;
            found.push(used(index, index.simple_metric_of(measure)?, measure, false)?);
        }
        // Filters hold for base events alone.
        MetricType::Conversion => {
            let measure = params.conversion_type_params.as_ref()?.base_measure.as_ref()?;
            found.push(used(index, index.simple_metric_of(measure)?, measure, false)?);
        }
        MetricType::Ratio | MetricType::Derived => {
            for part in index.input_metrics(metric) {
                let is_moved = part.offset_window.is_some() || part.offset_to_grain.is_some();
                // What is computed and then moved has lost the rows.
                if is_moved && matches!(index.metric(&part.name)?.kind, MetricType::Ratio | MetricType::Derived) {
                    return None;
                }
                simple_metrics(index, &part.name, is_moved, found)?;
            }
        }
    }
    Some(())
}

fn used(index: &Index, name: &str, measure: &MeasureInput, is_plain: bool) -> Option<Used> {
    let input = index.input(name, Some(measure)).ok()?;
    if index.measure(input.at)?.non_additive_dimension.is_some() {
        return None;
    }
    let value = RowValue { metric: name.to_owned(), at: input.at };
    Some(Used { value, is_plain: is_plain && !input.join_to_timespine })
}
