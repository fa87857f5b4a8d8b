//! Metrics that look back in time or fill gaps need a time spine.

use martlet_project::semantic_manifest::{Metric, MetricType};

use super::{ManifestIssue, Severity};
use crate::index::Index;

pub(super) fn check(index: &Index, issues: &mut Vec<ManifestIssue>) {
    for metric in &index.manifest.metrics {
        let Ok(inputs) = index.inputs_of(&metric.name) else { continue };
        let coarsest = inputs.iter().map(|input| index.agg_time_grain(*input)).max();
        let Some(grain) = coarsest.filter(|grain| needs_spine(metric) && index.spine_for(*grain).is_err()) else {
            continue;
        };
        issues.push(ManifestIssue {
            severity: Severity::Warning,
            code: "MRT-S203",
            message: format!("it needs a time spine of grain {grain} or finer, and the project has none"),
            place: format!("metric {}", metric.name),
        });
    }
}

fn needs_spine(metric: &Metric) -> bool {
    let params = &metric.type_params;
    metric.kind == MetricType::Cumulative
        || params.measure.as_ref().is_some_and(|measure| measure.join_to_timespine)
        || params.metrics.iter().any(|input| input.offset_window.is_some() || input.offset_to_grain.is_some())
}
