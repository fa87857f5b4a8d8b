//! A metric that nobody answers for.

use crate::{Issue, Project, Subject};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    for metric in &project.metrics {
        // A group that does not exist is an error of its own.
        let is_group_known = metric.group.as_ref().is_none_or(|group| project.groups.contains_key(group));
        if is_group_known && project.owner_of_metric(metric).is_none() {
            issues.push(
                Issue::warning(
                    "MRT-P017",
                    format!("metric `{}` has no owner", metric.name),
                    "set `config.meta.owner`, or `config.group` to a group with an owner",
                )
                .file(&metric.path)
                .about(Subject::Metric, &metric.name),
            );
        }
    }
}
