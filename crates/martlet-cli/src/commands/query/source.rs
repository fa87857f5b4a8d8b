//! What is asked: a site, a dbt project, or a semantic manifest over a folder of tables.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::args::SourceArgs;
use crate::codes;
use crate::data::{self, LocalTable, Session};
use crate::output;
use crate::problem::{Failed, Problem};

pub fn open(args: &SourceArgs) -> Result<Session, Failed> {
    match (&args.site, &args.project, &args.semantic_manifest, &args.tables) {
        (Some(site), ..) => Session::of_site(&data::read_site(site)?).map_err(Failed::input),
        (_, Some(project), ..) => data::project_session(project, args.target_dir.as_deref(), args.marts.as_deref()),
        (_, _, Some(manifest), Some(tables)) => over_folder(manifest, tables),
        _ => Err(Problem::error(codes::USAGE, "it is not said where to ask")
            .hint("add --site SITE or --project DIR")
            .into()),
    }
}

/// Opens every table that the manifest names and the folder has. One that is missing is noticed by
/// the requests that need it.
fn over_folder(manifest_path: &Path, dir: &Path) -> Result<Session, Failed> {
    let text = data::read(manifest_path)?;
    let manifest = data::manifest(&text).map_err(|problem| problem.at(manifest_path))?;
    if let Some(warning) = data::unread_problem(&text, manifest_path) {
        // A standard error that is closed is no reason not to answer.
        let _ = output::write_problems(&[warning], &mut io::stderr().lock());
    }
    let models = manifest.semantic_models.iter().map(|model| &model.node_relation);
    let spines = manifest.project_configuration.time_spines.iter().map(|spine| &spine.node_relation);
    let names: BTreeMap<&str, Option<&str>> =
        models.chain(spines).map(|relation| (relation.alias.as_str(), relation.schema_name.as_deref())).collect();
    let mut tables = Vec::new();
    let mut problems = Vec::new();
    for (name, schema) in names {
        let files = data::files_named(dir, schema, name)?;
        if files.is_empty() {
            continue;
        }
        match LocalTable::inspect(name, &files) {
            Ok(table) => tables.push(table),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(Failed::input(problems));
    }
    let layer = data::layer(&text).map_err(|problem| problem.at(manifest_path))?;
    Session::of_tables(&tables, Some(layer)).map_err(Failed::input)
}
