//! Exposures that name what is not there, or name nothing.

use crate::{Issue, Project, Subject, nearest::did_you_mean};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    for exposure in project.exposures.values() {
        let place = |issue: Issue| issue.file(&exposure.path).about(Subject::Exposure, &exposure.name);
        if exposure.depends_on.is_empty() {
            issues.push(place(Issue::warning(
                "MRT-P024",
                format!("exposure `{}` depends on nothing", exposure.name),
                "list the models and metrics that it shows under `depends_on`",
            )));
        }
        for target in exposure.depends_on.iter().filter(|target| !is_known(project, target)) {
            let short = |id: &str| id.rsplit('.').next().unwrap_or_default().to_owned();
            let names: Vec<String> = project
                .models
                .keys()
                .map(|id| short(id))
                .chain(project.metrics.iter().map(|m| m.name.clone()))
                .collect();
            issues.push(place(Issue::error(
                "MRT-P024",
                format!("exposure `{}` depends on `{target}`, which does not exist", exposure.name),
                did_you_mean(&short(target), names.iter().map(String::as_str), "remove it, or run `dbt parse`"),
            )));
        }
    }
}

fn is_known(project: &Project, unique_id: &str) -> bool {
    project.models.contains_key(unique_id)
        || project.sources.contains_key(unique_id)
        || project.exposures.contains_key(unique_id)
        || project.metrics.iter().any(|metric| metric.unique_id == unique_id)
        || project.semantic_models.iter().chain(&project.saved_queries).any(|place| place.unique_id == unique_id)
        // Analyses, operations and functions are not read, so nothing is known against them.
        || !["model.", "seed.", "snapshot.", "source.", "metric."].iter().any(|kind| unique_id.starts_with(kind))
}
