//! Which models become tables, and where their files lie.
//!
//! A model becomes a table if it is one of [`Project::marts`] (a semantic model or a time spine reads it, it is
//! materialized as `external`, or it lies in a folder `marts`) or if the folder given by `--marts` has a file
//! of its name. Whether the files agree with the project is for [`check_tables`].

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::{Path, PathBuf};

use martlet_project::checks::check_tables;
use martlet_project::project::{FileFormat, Model};
use martlet_project::{ColumnFacts, Project, TableFacts};

use super::project::from_issues;
use super::{LoadedProject, LocalTable, files_at, files_named};
use crate::codes;
use crate::problem::{self, Failed, Problem};

/// dbt-duckdb's default for `external_root`; the setting itself is in no artifact.
const EXTERNAL_ROOT: &str = ".";
/// Metrics that a message lists before it says how many more there are.
const NAMES_SHOWN: usize = 3;
/// What [`check_tables`] says of a mart without files, and of one whose location cannot be read.
const NO_FILES: &str = "MRT-P030";
const LOCATION: &str = "MRT-P035";

/// The tables that were found, by name, and everything that is wrong with the project and them.
#[derive(Debug)]
pub struct Found {
    pub tables: Vec<LocalTable>,
    pub problems: Vec<Problem>,
}

pub fn find(loaded: &LoadedProject, marts_dir: Option<&Path>) -> Result<Found, Failed> {
    if let Some(dir) = marts_dir.filter(|dir| !dir.is_dir()) {
        return Err(Problem::error(codes::NOT_READABLE, "there is no such folder")
            .at(dir)
            .hint("name the folder with the marts' Parquet files")
            .into());
    }
    let mut search = Search { loaded, marts_dir, tables: Vec::new(), problems: Vec::new(), broken: BTreeSet::new() };
    let mut by_name: BTreeMap<String, &Model> = BTreeMap::new();
    for model in search.candidates()? {
        match by_name.insert(model.alias.to_lowercase(), model) {
            Some(other) => search.problems.push(same_table(loaded, other, model)),
            None => search.take(model),
        }
    }
    search.tables.sort_by(|a, b| a.name.cmp(&b.name));
    search.hold_against_project();
    problem::sort(&mut search.problems);
    Ok(Found { tables: search.tables, problems: search.problems })
}

struct Search<'a> {
    loaded: &'a LoadedProject,
    marts_dir: Option<&'a Path>,
    tables: Vec<LocalTable>,
    problems: Vec<Problem>,
    /// Names of models whose files are there and cannot be used.
    broken: BTreeSet<&'a str>,
}

impl<'a> Search<'a> {
    fn project(&self) -> &'a Project {
        &self.loaded.project
    }

    fn candidates(&self) -> Result<Vec<&'a Model>, Problem> {
        let marts: BTreeSet<&str> = self.project().marts().iter().map(|model| model.unique_id.as_str()).collect();
        let mut models = Vec::new();
        for model in self.project().models.values() {
            if marts.contains(model.unique_id.as_str()) || !self.in_marts_dir(model)?.is_empty() {
                models.push(model);
            }
        }
        Ok(models)
    }

    fn in_marts_dir(&self, model: &Model) -> Result<Vec<PathBuf>, Problem> {
        self.marts_dir.map_or(Ok(Vec::new()), |dir| files_named(dir, model.schema.as_deref(), &model.alias))
    }

    fn take(&mut self, model: &'a Model) {
        let inspected = match self.locate(model) {
            Ok(files) if files.is_empty() => return,
            Ok(files) => LocalTable::inspect(&model.alias, &files),
            Err(problem) => Err(vec![problem]),
        };
        match inspected {
            Ok(table) => self.tables.push(table),
            Err(problems) => {
                self.problems.extend(problems);
                self.broken.insert(&model.name);
            }
        }
    }

    fn locate(&self, model: &Model) -> Result<Vec<PathBuf>, Problem> {
        let files = self.in_marts_dir(model)?;
        if !files.is_empty() {
            return Ok(files);
        }
        let Some(location) = model.location(EXTERNAL_ROOT) else { return Ok(Vec::new()) };
        if location.is_template || location.format != FileFormat::Parquet {
            return Ok(Vec::new());
        }
        if location.path.contains("://") {
            return Err(Problem::error(
                codes::MART_ELSEWHERE,
                format!("mart `{}` is written to {}, which is not on this machine", model.name, location.path),
            )
            .at(self.loaded.dir.join(&model.path))
            .hint("copy its Parquet files here, and name their folder with --marts"));
        }
        // dbt runs in the project's folder, unless --project-dir says otherwise.
        let mut roots = vec![self.loaded.dir.clone()];
        roots.extend(env::current_dir());
        for root in roots {
            let files = files_at(&root.join(&location.path))?;
            if !files.is_empty() {
                return Ok(files);
            }
        }
        Ok(Vec::new())
    }

    /// Problems of the project that the files settle are taken back; those that the files make are added.
    fn hold_against_project(&mut self) {
        let facts: Vec<TableFacts> = self.tables.iter().map(facts).collect();
        let is_found = |name: &str| {
            let model = self.project().models.values().find(|model| model.name == name);
            model.is_some_and(|model| facts.iter().any(|table| table.name == model.alias))
        };
        let mut issues = self.loaded.issues.clone();
        issues.extend(check_tables(self.project(), &facts));
        issues.retain(|issue| {
            let name = issue.subject.as_ref().map_or("", |(_, name)| name.as_str());
            match issue.code.as_str() {
                NO_FILES => !self.broken.contains(name),
                LOCATION => !is_found(name),
                _ => true,
            }
        });
        for issue in issues.iter_mut().filter(|issue| issue.code == NO_FILES) {
            let name = issue.subject.as_ref().map_or("", |(_, name)| name.as_str());
            issue.message.push_str(&self.metrics_on(name));
        }
        self.problems.extend(from_issues(&self.loaded.dir, issues));
    }
}

impl Search<'_> {
    /// `; metrics mrr, arr, arpu and 4 more need it`, or nothing.
    fn metrics_on(&self, model_name: &str) -> String {
        let project = self.project();
        let Some(model) = project.models.values().find(|model| model.name == model_name) else { return String::new() };
        let metrics: Vec<&str> = project
            .metrics
            .iter()
            .filter(|metric| project.models_of_metric(metric).contains(&model.unique_id))
            .map(|metric| metric.name.as_str())
            .collect();
        let shown = metrics.iter().take(NAMES_SHOWN).copied().collect::<Vec<_>>().join(", ");
        match metrics.len() {
            0 => String::new(),
            1 => format!("; metric {shown} needs it"),
            count if count <= NAMES_SHOWN => format!("; metrics {shown} need it"),
            count => format!("; metrics {shown} and {} more need it", count - NAMES_SHOWN),
        }
    }
}

fn facts(table: &LocalTable) -> TableFacts {
    let column = |field: &arrow::datatypes::FieldRef| ColumnFacts {
        name: field.name().clone(),
        data_type: format!("{:?}", field.data_type()),
    };
    TableFacts {
        name: table.name.clone(),
        columns: table.schema().fields().iter().map(column).collect(),
        rows: table.rows(),
        files: table.files.len(),
    }
}

fn same_table(loaded: &LoadedProject, one: &Model, other: &Model) -> Problem {
    let message = format!("models {} and {} would both be the table {}", one.unique_id, other.unique_id, other.alias);
    Problem::error(codes::SAME_TABLE, message)
        .at(loaded.dir.join(&other.path))
        .hint("give one of them another alias; a site has one schema")
}
