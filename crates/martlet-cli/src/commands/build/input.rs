//! What a site is built from: a dbt project with its marts, or a plain folder of Parquet.

use std::path::Path;
use std::sync::Arc;

use martlet_semantic::SemanticLayer;

use super::refuse_errors;
use crate::args::BuildArgs;
use crate::codes;
use crate::data::{self, LoadedProject, LocalTable, marts};
use crate::problem::{self, Failed, Problem};

/// Checked: no error stands; `problems` are warnings.
#[derive(Debug)]
pub struct Input {
    /// The folder's name, for a site without dbt.
    pub name: String,
    pub project: Option<LoadedProject>,
    pub semantic: Option<Arc<SemanticLayer>>,
    pub tables: Vec<LocalTable>,
    pub problems: Vec<Problem>,
}

impl Input {
    /// Everything that is wrong comes back at once.
    pub fn read(args: &BuildArgs) -> Result<Self, Failed> {
        let (input, place) = match (&args.project, &args.parquet) {
            (Some(dir), _) => (of_project(dir, args.target_dir.as_deref(), args.marts.as_deref())?, dir),
            (None, Some(dir)) => (of_folder(dir)?, dir),
            (None, None) => return Err(Problem::error(codes::USAGE, "it is not said what to build from").into()),
        };
        if input.tables.is_empty() {
            return Err(data::no_tables(place).into());
        }
        Ok(input)
    }

    pub fn semantic_manifest(&self) -> Option<&[u8]> {
        self.project.as_ref()?.semantic_manifest.as_deref()
    }
}

fn of_project(dir: &Path, target_dir: Option<&Path>, marts_dir: Option<&Path>) -> Result<Input, Failed> {
    let loaded = data::load_project(dir, target_dir)?;
    let found = marts::find(&loaded, marts_dir)?;
    let mut problems = found.problems;
    let semantic = match &loaded.semantic_manifest {
        Some(text) => match data::layer(text) {
            Ok(layer) => Some(layer),
            // The project's own issues name the file and line already.
            Err(_) if problems.iter().any(Problem::is_error) => None,
            Err(problem) => {
                problems.push(problem);
                None
            }
        },
        None => None,
    };
    problem::sort(&mut problems);
    let problems = refuse_errors(problems)?;
    Ok(Input { name: loaded.project.name.clone(), project: Some(loaded), semantic, tables: found.tables, problems })
}

fn of_folder(dir: &Path) -> Result<Input, Failed> {
    let mut tables = Vec::new();
    let mut problems = Vec::new();
    for (name, files) in data::all_tables(dir)? {
        match LocalTable::inspect(&name, &files) {
            Ok(table) => {
                if table.rows() == 0 {
                    problems.push(
                        Problem::warning(codes::NO_ROWS, format!("table {name} has no rows")).at(&table.files[0].path),
                    );
                }
                tables.push(table);
            }
            Err(found) => problems.extend(found),
        }
    }
    problem::sort(&mut problems);
    let problems = refuse_errors(problems)?;
    let absolute = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let name = absolute.file_name().map_or_else(|| "tables".to_owned(), |name| name.to_string_lossy().into_owned());
    Ok(Input { name, project: None, semantic: None, tables, problems })
}
