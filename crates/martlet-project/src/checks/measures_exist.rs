//! A metric on a measure that no semantic model has.

use std::collections::BTreeSet;

use crate::{
    Issue, Project, Subject,
    nearest::did_you_mean,
    semantic_manifest::{MeasureInput, Metric},
};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    let Some(manifest) = &project.semantic_manifest else {
        return;
    };
    let measures: BTreeSet<&str> = manifest
        .semantic_models
        .iter()
        .flat_map(|model| &model.measures)
        .map(|measure| measure.name.as_str())
        .collect();
    for metric in &manifest.metrics {
        let mut missing: BTreeSet<&str> = inputs(metric).map(|input| input.name.as_str()).collect();
        missing.retain(|name| !measures.contains(name));
        for name in missing {
            let suggestion = did_you_mean(name, measures.iter().copied(), "add the measure to a semantic model");
            issues.push(
                Issue::error(
                    "MRT-P013",
                    format!("metric `{}` uses measure `{name}`, which does not exist", metric.name),
                    suggestion,
                )
                .file(super::metric_file(project, &metric.name))
                .about(Subject::Metric, &metric.name),
            );
        }
    }
}

/// The measures that the metric names itself; `input_measures` repeats them with those of its inputs.
fn inputs(metric: &Metric) -> impl Iterator<Item = &MeasureInput> {
    let params = &metric.type_params;
    let conversion = params.conversion_type_params.iter();
    let conversion = conversion.flat_map(|params| params.base_measure.iter().chain(&params.conversion_measure));
    params.measure.iter().chain(conversion)
}
