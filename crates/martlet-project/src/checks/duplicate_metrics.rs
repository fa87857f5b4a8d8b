//! Two metrics of one name. dbt refuses them within a package, but not a manifest made in another way.

use std::collections::BTreeMap;

use crate::{Issue, Project, Subject};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    let mut counts: BTreeMap<&str, (usize, Option<&str>)> = BTreeMap::new();
    for metric in &project.metrics {
        let entry = counts.entry(&metric.name).or_default();
        entry.0 += 1;
        entry.1 = Some(&metric.path);
    }
    let mut defined: BTreeMap<&str, usize> = BTreeMap::new();
    for metric in project.semantic_manifest.iter().flat_map(|manifest| &manifest.metrics) {
        *defined.entry(&metric.name).or_default() += 1;
    }
    for (name, times) in defined {
        let entry = counts.entry(name).or_default();
        entry.0 = entry.0.max(times);
    }
    for (name, (times, path)) in counts {
        if times > 1 {
            issues.push(
                Issue::error(
                    "MRT-P012",
                    format!("metric `{name}` is defined {times} times"),
                    "rename or remove all but one, so that the name means one number",
                )
                .file(path.unwrap_or("semantic_manifest.json"))
                .about(Subject::Metric, name),
            );
        }
    }
}
