//! A dbt project's artifacts, from its target folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use martlet_project::checks::check_project;
use martlet_project::{Artifact, ArtifactKind, Artifacts, Issue, Project, Severity, locate_issues};
use martlet_site::assemble::SiteOptions;
use serde::Deserialize;

use super::{Session, layer, marts, not_readable};
use crate::codes;
use crate::problem::{self, Failed, Problem};

/// What the artifacts say, and all that is wrong with them.
#[derive(Debug)]
pub struct LoadedProject {
    pub dir: PathBuf,
    pub project: Project,
    pub options: SiteOptions,
    /// dbt's own bytes, as the site carries them.
    pub semantic_manifest: Option<Vec<u8>>,
    /// Found without looking at any data.
    pub issues: Vec<Issue>,
}

/// Reads `target/` of the project, or the folder that is given instead.
pub fn load_project(dir: &Path, target_dir: Option<&Path>) -> Result<LoadedProject, Failed> {
    if !dir.is_dir() {
        return Err(Problem::error(codes::NOT_READABLE, "there is no such folder")
            .at(dir)
            .hint("name the folder that holds dbt_project.yml")
            .into());
    }
    let target = target_dir.map_or_else(|| dir.join("target"), Path::to_owned);
    let read = |kind: ArtifactKind| read(&target.join(kind.file_name()));
    let manifest = read(ArtifactKind::Manifest)?;
    let semantic_manifest = read(ArtifactKind::SemanticManifest)?;
    let catalog = read(ArtifactKind::Catalog)?;
    let run_results = read(ArtifactKind::RunResults)?;
    let sources = read(ArtifactKind::Sources)?;
    if manifest.is_none() {
        return Err(Problem::error(codes::NOT_PARSED, "dbt has not run here: there is no manifest.json")
            .at(&target)
            .hint("run `dbt build` in the project, or name the folder of its artifacts with --target-dir")
            .into());
    }
    let artifacts = Artifacts {
        manifest: artifact(&manifest),
        semantic_manifest: artifact(&semantic_manifest),
        catalog: artifact(&catalog),
        run_results: artifact(&run_results),
        sources: artifact(&sources),
    };
    let project =
        Project::read(&artifacts).map_err(|error| Failed::input(from_issues(dir, vec![Issue::from(error)])))?;
    let mut issues = check_project(&project);
    let (options, found) = options(dir)?;
    issues.extend(found);
    let semantic_manifest = semantic_manifest.map(|(_, bytes)| bytes);
    Ok(LoadedProject { dir: dir.to_owned(), project, options, semantic_manifest, issues })
}

/// An engine and the metrics over a project's marts, where they lie. A mart that cannot be read is no
/// table; a query that needs it says so.
pub fn project_session(dir: &Path, target_dir: Option<&Path>, marts_dir: Option<&Path>) -> Result<Session, Failed> {
    let loaded = load_project(dir, target_dir)?;
    let found = marts::find(&loaded, marts_dir)?;
    if found.tables.is_empty() {
        let errors: Vec<_> = found.problems.into_iter().filter(Problem::is_error).collect();
        return Err(if errors.is_empty() { no_tables(dir).into() } else { Failed::input(errors) });
    }
    let layer = match &loaded.semantic_manifest {
        Some(text) => Some(layer(text)?),
        None => None,
    };
    Session::of_tables(&found.tables, layer).map_err(Failed::input)
}

pub fn no_tables(place: &Path) -> Problem {
    Problem::error(codes::NO_TABLES, "there is no table here")
        .at(place)
        .hint("see `martlet build --help` for where marts are looked for")
}

fn artifact(file: &Option<(String, Vec<u8>)>) -> Option<Artifact<'_>> {
    file.as_ref().map(|(path, bytes)| Artifact { path, bytes })
}

/// The path by which the person knows the file, and its content; none if it is not there.
fn read(path: &Path) -> Result<Option<(String, Vec<u8>)>, Problem> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some((path.display().to_string(), bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(not_readable(path, &error)),
    }
}

/// The part of `dbt_project.yml` that is ours; dbt repeats it in no artifact.
#[derive(Debug, Default, Deserialize)]
struct DbtProject {
    #[serde(default)]
    vars: Vars,
}

#[derive(Debug, Default, Deserialize)]
struct Vars {
    #[serde(default)]
    martlet: serde_json::Map<String, serde_json::Value>,
}

fn options(dir: &Path) -> Result<(SiteOptions, Vec<Issue>), Problem> {
    let path = dir.join("dbt_project.yml");
    let Some((name, text)) = read(&path)? else { return Ok((SiteOptions::default(), Vec::new())) };
    match serde_yaml_ng::from_slice::<DbtProject>(&text) {
        Ok(file) => Ok(SiteOptions::from_vars(&file.vars.martlet)),
        Err(error) => {
            let message = format!("vars.martlet cannot be read: {error}");
            let issue =
                Issue::warning(codes::SETTINGS_NOT_READABLE, message, "compare with `vars` in dbt's documentation");
            Ok((SiteOptions::default(), vec![issue.file(name)]))
        }
    }
}

/// Paths of issues are relative to the project; lines are looked up in its YAML files.
pub fn from_issues(dir: &Path, mut issues: Vec<Issue>) -> Vec<Problem> {
    locate_issues(&mut issues, |file| fs::read_to_string(dir.join(file)).ok());
    issues
        .into_iter()
        .map(|issue| {
            let severity = match issue.severity {
                Severity::Error => problem::Severity::Error,
                Severity::Warning => problem::Severity::Warning,
                Severity::Note => problem::Severity::Note,
            };
            let mut found = Problem { severity, ..Problem::error(&issue.code, issue.message) };
            if let Some(file) = &issue.file {
                let path = dir.join(file);
                found = found.at(if path.is_file() { path } else { PathBuf::from(file) }).line(issue.line);
            }
            if issue.suggestion.is_empty() { found } else { found.hint(issue.suggestion) }
        })
        .collect()
}
