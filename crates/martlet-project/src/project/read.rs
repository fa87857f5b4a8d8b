//! Artifacts to [`Project`].

use std::collections::BTreeMap;

use super::{
    Exposure, Group, LastRun, Metric, Model, ModelKind, Project, RunOutcome, SemanticPlace, Source, Test, TestStatus,
    lineage::Lineage, utc,
};
use crate::{
    artifacts::{
        Artifact, ArtifactKind, ArtifactState, Artifacts, Metadata, absent, catalog, malformed, manifest, read_json,
        read_versioned, run_results, sources,
    },
    error::ProjectError,
    issue::Issue,
    semantic_manifest::{self, SemanticManifest},
};

/// dbt commands that evaluate tests.
const TESTING: &[&str] = &["build", "test", "retry"];
/// dbt commands that build models.
const BUILDING: &[&str] = &["build", "run", "seed", "snapshot", "retry"];

impl Project {
    /// Joins the artifacts into one project. An artifact that is absent or unreadable becomes an issue,
    /// except the manifest, without which there is nothing to return.
    pub fn read(artifacts: &Artifacts<'_>) -> Result<Self, ProjectError> {
        let file = artifacts.manifest.ok_or(ProjectError::ManifestAbsent)?;
        let read: manifest::Manifest = read_versioned(file, manifest::SUPPORTED, |m: &manifest::Manifest| &m.metadata)?;
        let mut project = Self::from_manifest(read);
        project.add_semantic_manifest(artifacts.semantic_manifest);
        project.add_catalog(artifacts.catalog);
        project.add_run_results(artifacts.run_results);
        project.add_sources(artifacts.sources);
        project.attach_tests_to_columns();
        Ok(project)
    }

    fn from_manifest(read: manifest::Manifest) -> Self {
        let mut parents = read.parent_map;
        let mut add_parents = |unique_id: &str, depends_on: &[String]| {
            parents.entry(unique_id.to_owned()).or_insert_with(|| depends_on.to_vec());
        };
        let mut models = BTreeMap::new();
        let mut tests = BTreeMap::new();
        for node in read.nodes.into_iter().filter(|node| node.config.enabled != Some(false)) {
            add_parents(&node.unique_id, &node.depends_on.nodes);
            // Analyses and operations stand in nobody's way.
            if let Some(kind) = ModelKind::of(&node.resource_type) {
                let model = Model::from_node(kind, node);
                models.insert(model.unique_id.clone(), model);
            } else if node.resource_type == "test" {
                let test = Test::from_node(node);
                tests.insert(test.unique_id.clone(), test);
            }
        }
        for node in read.unit_tests {
            add_parents(&node.unique_id, &node.depends_on.nodes);
            let test = Test::from_unit_test(node);
            tests.insert(test.unique_id.clone(), test);
        }
        let exposures: Vec<Exposure> = read.exposures.into_iter().map(Exposure::from_node).collect();
        let metrics: Vec<Metric> = read.metrics.into_iter().map(Metric::from_node).collect();
        let semantic_models: Vec<_> = read.semantic_models.into_iter().map(SemanticPlace::from_node).collect();
        let saved_queries: Vec<_> = read.saved_queries.into_iter().map(SemanticPlace::from_node).collect();
        for exposure in &exposures {
            add_parents(&exposure.unique_id, &exposure.depends_on);
        }
        for metric in &metrics {
            add_parents(&metric.unique_id, &metric.depends_on);
        }
        for place in semantic_models.iter().chain(&saved_queries) {
            add_parents(&place.unique_id, &place.depends_on);
        }
        let state = found(ArtifactKind::Manifest, &read.metadata);
        Self {
            name: read.metadata.project_name.unwrap_or_default(),
            dbt_version: read.metadata.dbt_version,
            adapter: read.metadata.adapter_type,
            artifacts: vec![state],
            models,
            sources: read.sources.into_iter().map(|node| (node.unique_id.clone(), Source::from_node(node))).collect(),
            tests,
            exposures: exposures.into_iter().map(|exposure| (exposure.unique_id.clone(), exposure)).collect(),
            groups: read.groups.into_iter().map(|node| (node.name.clone(), Group::from_node(node))).collect(),
            metrics,
            semantic_models,
            saved_queries,
            semantic_manifest: None,
            lineage: Lineage::new(parents),
            last_run: None,
            freshness_measured_at: None,
            issues: Vec::new(),
        }
    }

    fn add_semantic_manifest(&mut self, file: Option<Artifact<'_>>) {
        let kind = ArtifactKind::SemanticManifest;
        if let Some(read) = self.optional(kind, file, read_semantic_manifest) {
            self.artifacts.push(found(kind, &Metadata::default()));
            self.semantic_manifest = Some(read);
            self.issues.extend(file.and_then(unread));
        }
    }

    fn add_catalog(&mut self, file: Option<Artifact<'_>>) {
        let kind = ArtifactKind::Catalog;
        let reader = |file| read_versioned(file, catalog::SUPPORTED, |c: &catalog::Catalog| &c.metadata);
        let Some(read) = self.optional(kind, file, reader) else {
            return;
        };
        self.artifacts.push(found(kind, &read.metadata));
        for mut relation in read.nodes {
            let Some(model) = relation.unique_id.as_ref().and_then(|id| self.models.get_mut(id)) else {
                continue;
            };
            relation.columns.sort_by_key(|column| column.index);
            for column in relation.columns {
                match model.columns.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&column.name)) {
                    Some(known) => known.warehouse_type = Some(column.data_type),
                    None => model.columns.push(super::Column {
                        name: column.name,
                        description: String::new(),
                        declared_type: None,
                        warehouse_type: Some(column.data_type),
                        constraints: Vec::new(),
                        tests: Vec::new(),
                    }),
                }
            }
        }
    }

    fn add_run_results(&mut self, file: Option<Artifact<'_>>) {
        let kind = ArtifactKind::RunResults;
        let reader = |file| read_versioned(file, run_results::SUPPORTED, |r: &run_results::RunResults| &r.metadata);
        let Some(read) = self.optional(kind, file, reader) else {
            return;
        };
        let path = file.map_or(kind.file_name(), |file| file.path);
        self.artifacts.push(found(kind, &read.metadata));
        let command = read.args.which.clone();
        // A file without the command's name was made by hand; its statuses are all that there is to go by.
        let is_one_of = |commands: &[&str]| command.as_deref().is_none_or(|which| commands.contains(&which));
        let (has_tests, has_models) = (is_one_of(TESTING), is_one_of(BUILDING));
        if !has_tests {
            let which = command.as_deref().unwrap_or_default();
            let which = if which == "generate" { "docs generate" } else { which };
            self.issues.push(
                Issue::warning(
                    "MRT-P005",
                    format!("written by `dbt {which}`, which runs no tests; lost: {}", kind.lost_without()),
                    "run `dbt build` last, or keep a copy of its run_results.json",
                )
                .file(path),
            );
        }
        let generated_at = read.metadata.generated_at.clone().map(utc);
        for result in read.results {
            let ran_at = result.timing.into_iter().filter_map(|timing| timing.completed_at).max().map(utc);
            let ran_at = ran_at.or_else(|| generated_at.clone());
            if let Some(test) = self.tests.get_mut(&result.unique_id).filter(|_| has_tests) {
                test.status = test_status(&result.status);
                if test.status != TestStatus::NotRun {
                    test.failures = result.failures;
                    test.message = result.message;
                    test.ran_at = ran_at;
                }
            } else if let Some(model) = self.models.get_mut(&result.unique_id).filter(|_| has_models) {
                model.last_run = Some(RunOutcome { status: result.status, message: result.message, ran_at });
            }
        }
        self.last_run = Some(LastRun { command, generated_at });
    }

    fn add_sources(&mut self, file: Option<Artifact<'_>>) {
        let kind = ArtifactKind::Sources;
        let reader = |file| read_versioned(file, sources::SUPPORTED, |s: &sources::Sources| &s.metadata);
        let Some(read) = self.optional(kind, file, reader) else {
            return;
        };
        self.artifacts.push(found(kind, &read.metadata));
        self.freshness_measured_at = read.metadata.generated_at.map(utc);
        for result in read.results {
            if let Some(source) = self.sources.get_mut(&result.unique_id) {
                source.measured(result);
            }
        }
    }

    /// Reads an artifact that the project can do without, and says so when it must.
    fn optional<'a, T>(
        &mut self,
        kind: ArtifactKind,
        file: Option<Artifact<'a>>,
        read: impl FnOnce(Artifact<'a>) -> Result<T, ProjectError>,
    ) -> Option<T> {
        let issue = match file.map(read) {
            Some(Ok(value)) => return Some(value),
            Some(Err(error)) => error.into(),
            None => absent(kind),
        };
        self.issues.push(issue);
        self.artifacts.push(ArtifactState { kind, is_found: false, generated_at: None, dbt_version: None });
        None
    }

    fn attach_tests_to_columns(&mut self) {
        for test in self.tests.values() {
            let Some(name) = &test.column else {
                continue;
            };
            for checked in &test.checks {
                let Some(model) = self.models.get_mut(checked) else {
                    continue;
                };
                let column = model.columns.iter_mut().find(|column| column.name.eq_ignore_ascii_case(name));
                if let Some(column) = column {
                    column.tests.push(test.unique_id.clone());
                }
            }
        }
    }
}

/// Bytes that are no text are told as JSON that cannot be read.
fn read_semantic_manifest(artifact: Artifact<'_>) -> Result<SemanticManifest, ProjectError> {
    let bytes = artifact.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(artifact.bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => SemanticManifest::from_json(text).map_err(|error| malformed(artifact, &error)),
        Err(_) => read_json(artifact),
    }
}

/// What the file says that this version does not know. One that is not UTF-8 has been reported as unreadable.
fn unread(file: Artifact<'_>) -> Option<Issue> {
    let text = std::str::from_utf8(file.bytes).ok()?.trim_start_matches('\u{feff}');
    SemanticManifest::unread(text).ok().and_then(|unread| semantic_manifest::unread_issue(&unread, file.path))
}

fn found(kind: ArtifactKind, metadata: &Metadata) -> ArtifactState {
    ArtifactState {
        kind,
        is_found: true,
        generated_at: metadata.generated_at.clone().map(utc),
        dbt_version: metadata.dbt_version.clone(),
    }
}

/// dbt's `TestStatus`; `success` is what compiling a test gives, and says nothing about its rows.
fn test_status(status: &str) -> TestStatus {
    match status {
        "pass" => TestStatus::Pass,
        "warn" => TestStatus::Warn,
        "fail" => TestStatus::Fail,
        "error" | "runtime error" => TestStatus::Error,
        "skipped" => TestStatus::Skipped,
        _ => TestStatus::NotRun,
    }
}
