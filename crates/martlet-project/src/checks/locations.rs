//! Marts written as something other than Parquet, or to a place that only dbt can work out.

use crate::{Issue, Project, project::FileFormat};

pub(super) fn check(project: &Project, issues: &mut Vec<Issue>) {
    for model in project.marts() {
        let Some(location) = model.location(".") else {
            continue;
        };
        let place = |issue: Issue| issue.file(&model.path).about(model.kind.subject(), &model.name);
        if location.is_template {
            issues.push(place(Issue::error(
                "MRT-P035",
                format!("mart `{}` is written to `{}`, whose value only dbt knows", model.name, location.path),
                "write the location out, or name the folder with --marts",
            )));
        }
        if location.format != FileFormat::Parquet {
            issues.push(place(Issue::error(
                "MRT-P035",
                format!("mart `{}` is written as {}, not as Parquet", model.name, location.format.name()),
                "set `format: parquet` on the model",
            )));
        }
    }
}
