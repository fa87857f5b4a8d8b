//! A metric whose name is all that a reader gets.

use crate::{Issue, Project, Subject};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    for metric in &project.metrics {
        let mut lacks = Vec::new();
        if metric.label.trim().is_empty() {
            lacks.push("label");
        }
        if metric.description.trim().is_empty() {
            lacks.push("description");
        }
        if !lacks.is_empty() {
            let message = format!("metric `{}` has no {}", metric.name, lacks.join(" and no "));
            let suggestion = format!("write the {} that the dictionary should show", lacks.join(" and the "));
            issues.push(
                Issue::warning("MRT-P016", message, suggestion).file(&metric.path).about(Subject::Metric, &metric.name),
            );
        }
    }
}
