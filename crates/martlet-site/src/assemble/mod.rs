//! The catalog of a site, from a dbt project and the facts about its files.
//!
//! In: a [`Project`], the tables as their footers describe them, what the semantic layer says of each metric,
//! and the times. Out: the [`Catalog`] and the issues noticed on the way. No IO, no clock.
//!
//! Only `martlet build` needs this, hence the feature `assemble`: the app and the engine read catalogs.

mod folder;
mod metrics;
mod options;
mod presentation;
mod project;
mod tables;
mod trust;
mod words;

pub use folder::assemble_folder;
pub use options::SiteOptions;
pub use tables::{FileColumn, TableFiles};
pub use words::in_words;

use std::collections::BTreeMap;

use martlet_project::{Issue, Project};

use crate::{
    FORMAT_VERSION,
    catalog::{Catalog, GroupByOption},
};

/// What the semantic layer knows of one metric.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MetricFacts {
    /// How it is computed, in names.
    pub formula: String,
    /// The metric by its own grain; none if it cannot be compiled, and then `unavailable` says why.
    pub sql: Option<String>,
    pub unavailable: Option<String>,
    /// Tables that its SQL reads.
    pub tables: Vec<String>,
    /// In the order in which a person would want them.
    pub group_by: Vec<GroupByOption>,
    /// It cannot be asked without a time to group by.
    pub needs_time: bool,
}

/// Everything that a catalog is made of.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    pub project: &'a Project,
    pub options: &'a SiteOptions,
    pub tables: &'a [TableFiles],
    /// By metric name.
    pub metrics: &'a BTreeMap<String, MetricFacts>,
    /// RFC 3339, UTC.
    pub built_at: &'a str,
    /// The data time, if the caller knows better than the sources' freshness.
    pub as_of: Option<&'a str>,
}

/// The catalog, its `snapshot` still empty: that is a hash of the catalog itself and of the files.
pub fn assemble(inputs: &Inputs<'_>) -> (Catalog, Vec<Issue>) {
    let mut issues = Vec::new();
    let project = inputs.project;
    let as_of = inputs.as_of.map(str::to_owned).or_else(|| martlet_project::trust::as_of(project));
    let catalog = Catalog {
        format_version: FORMAT_VERSION,
        snapshot: String::new(),
        project: project::info(project, inputs.options),
        as_of,
        built_at: inputs.built_at.to_owned(),
        artifacts: project::artifacts(project),
        tables: tables::tables(project, inputs.tables),
        metrics: metrics::metrics(inputs, &mut issues),
        saved_queries: metrics::saved_queries(project),
        sources: project::sources(project),
        tests: project::tests(project),
        exposures: project::exposures(project),
        trust: trust::of_site(project, inputs.tables),
    };
    (catalog, issues)
}
