//! Models and metrics in a group that does not exist.

use crate::{Issue, Project, Subject, nearest::did_you_mean};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    let models = project
        .models
        .values()
        .map(|model| (model.kind.subject(), model.kind.name(), &model.name, &model.group, model.described_in()));
    let metrics = project
        .metrics
        .iter()
        .map(|metric| (Subject::Metric, "metric", &metric.name, &metric.group, metric.path.as_str()));
    for (subject, kind, name, group, file) in models.chain(metrics) {
        let Some(group) = group.as_ref().filter(|group| !project.groups.contains_key(*group)) else {
            continue;
        };
        let known = project.groups.keys().map(String::as_str);
        issues.push(
            Issue::error(
                "MRT-P023",
                format!("{kind} `{name}` is in group `{group}`, which does not exist"),
                did_you_mean(group, known, "define the group with its owner under `groups:`"),
            )
            .file(file)
            .about(subject, name),
        );
    }
}
