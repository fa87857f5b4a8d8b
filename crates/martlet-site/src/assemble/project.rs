//! What stands around the tables and metrics: the project itself, artifacts, sources, tests, exposures.

use martlet_project::{
    Project,
    project::{self, TestStatus as Status},
};

use super::{SiteOptions, in_words};
use crate::catalog::{
    ArtifactState, Exposure, Freshness, FreshnessStatus, Owner, ProjectInfo, Source, TestOutcome, TestStatus,
};

pub(super) fn info(project: &Project, options: &SiteOptions) -> ProjectInfo {
    ProjectInfo {
        name: project.name.clone(),
        title: options.title.clone().unwrap_or_else(|| in_words(&project.name)),
        dbt_version: project.dbt_version.clone(),
        adapter: project.adapter.clone(),
        time_zone: options.time_zone.clone(),
        week_start: options.week_start,
        fiscal_year_start_month: options.fiscal_year_start_month,
    }
}

pub(super) fn artifacts(project: &Project) -> Vec<ArtifactState> {
    let mut states: Vec<ArtifactState> = project
        .artifacts
        .iter()
        .map(|state| ArtifactState {
            name: state.kind.file_name().to_owned(),
            is_found: state.is_found,
            generated_at: state.generated_at.clone(),
            dbt_version: state.dbt_version.clone(),
            lost: if state.is_found { String::new() } else { state.kind.lost_without().to_owned() },
        })
        .collect();
    states.sort_by(|a, b| a.name.cmp(&b.name));
    states
}

pub(super) fn sources(project: &Project) -> Vec<Source> {
    let mut sources: Vec<Source> = project
        .sources
        .values()
        .map(|source| Source {
            unique_id: source.unique_id.clone(),
            name: source.name.clone(),
            description: source.description.clone(),
            freshness: freshness(source),
        })
        .collect();
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    sources
}

/// None for a source that has no threshold and was not measured either.
fn freshness(source: &project::Source) -> Option<Freshness> {
    if source.freshness.is_none() && !source.has_threshold() {
        return None;
    }
    let measured = source.freshness.as_ref();
    Some(Freshness {
        status: match measured.map(|freshness| freshness.status) {
            Some(project::FreshnessStatus::Pass) => FreshnessStatus::Pass,
            Some(project::FreshnessStatus::Warn) => FreshnessStatus::Warn,
            Some(project::FreshnessStatus::Error) => FreshnessStatus::Error,
            Some(project::FreshnessStatus::RuntimeError) => FreshnessStatus::RuntimeError,
            None => FreshnessStatus::NotMeasured,
        },
        max_loaded_at: measured.and_then(|freshness| freshness.max_loaded_at.clone()),
        measured_at: measured.and_then(|freshness| freshness.measured_at.clone()),
        age_seconds: measured.and_then(|freshness| freshness.age_seconds),
        warn_after: source.warn_after.as_ref().map(ToString::to_string),
        error_after: source.error_after.as_ref().map(ToString::to_string),
    })
}

pub(super) fn tests(project: &Project) -> Vec<TestOutcome> {
    let mut tests: Vec<TestOutcome> = project
        .tests
        .values()
        .map(|test| TestOutcome {
            unique_id: test.unique_id.clone(),
            name: test.name.clone(),
            attached_to: test.checks.first().cloned(),
            also_attached_to: test.checks.iter().skip(1).cloned().collect(),
            column: test.column.clone(),
            status: match test.status {
                Status::Pass => TestStatus::Pass,
                Status::Warn => TestStatus::Warn,
                Status::Fail => TestStatus::Fail,
                Status::Error => TestStatus::Error,
                Status::Skipped => TestStatus::Skipped,
                Status::NotRun => TestStatus::NotRun,
            },
            failures: test.failures,
            message: test.message.clone(),
            ran_at: test.ran_at.clone(),
        })
        .collect();
    tests.sort_by(|a, b| (&a.name, &a.unique_id).cmp(&(&b.name, &b.unique_id)));
    tests
}

pub(super) fn exposures(project: &Project) -> Vec<Exposure> {
    let mut exposures: Vec<Exposure> = project
        .exposures
        .values()
        .map(|exposure| Exposure {
            unique_id: exposure.unique_id.clone(),
            name: exposure.name.clone(),
            label: exposure.label.clone(),
            exposure_type: exposure.kind.clone(),
            description: exposure.description.clone(),
            url: exposure.url.clone(),
            owner: exposure.owner.clone().map(owner),
            depends_on: exposure.depends_on.clone(),
        })
        .collect();
    exposures.sort_by(|a, b| a.name.cmp(&b.name));
    exposures
}

/// The address stands in for a name that was not given.
pub(super) fn owner(owner: project::Owner) -> Owner {
    Owner { name: owner.shown().to_owned(), email: owner.email }
}
