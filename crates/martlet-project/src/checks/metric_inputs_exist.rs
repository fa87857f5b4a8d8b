//! A metric made of a metric that does not exist.

use std::collections::BTreeSet;

use crate::{Issue, Project, Subject, nearest::did_you_mean};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    let Some(manifest) = &project.semantic_manifest else {
        return;
    };
    let names: BTreeSet<&str> = manifest.metrics.iter().map(|metric| metric.name.as_str()).collect();
    for metric in &manifest.metrics {
        let params = &metric.type_params;
        let cumulative = params.cumulative_type_params.iter().filter_map(|params| params.metric.as_ref());
        let inputs = params.numerator.iter().chain(&params.denominator).chain(&params.metrics).chain(cumulative);
        let missing: BTreeSet<&str> =
            inputs.map(|input| input.name.as_str()).filter(|name| !names.contains(name)).collect();
        for name in missing {
            let suggestion = did_you_mean(name, names.iter().copied(), "define the metric, or correct the name");
            issues.push(
                Issue::error(
                    "MRT-P014",
                    format!("metric `{}` uses metric `{name}`, which does not exist", metric.name),
                    suggestion,
                )
                .file(super::metric_file(project, &metric.name))
                .about(Subject::Metric, &metric.name),
            );
        }
    }
}
