//! `martlet build`

use std::path::PathBuf;

use clap::Args;

use crate::output::Format;

/// Write a site from a dbt project's marts, or from a folder of Parquet files.
///
/// Reads dbt's artifacts from the project's target folder and each mart's Parquet files, checks that they agree, and
/// writes a complete folder to upload. Nothing is published when an error is found: the site is written beside its
/// place and swapped in at the end.
#[derive(Debug, Args)]
#[command(after_help = "\
Where a mart's Parquet is looked for, in this order:
  --marts DIR          DIR/<name>.parquet, DIR/<name>/*.parquet, DIR/<schema>/<name>.parquet
  dbt's location       of a model materialized as `external`: a file, a folder or a pattern,
                       relative to the project folder
  the project folder   <name>.parquet, which is where dbt-duckdb writes by default

A model becomes a table if a semantic model or a time spine reads it, if it is materialized as
`external`, if it lies under `marts/` in the project, or if --marts has a file of its name.

Examples:
  martlet build --project path/to/dbt --out site
  martlet build --project path/to/dbt --marts exports --out site
  martlet build --parquet exports --out site
  martlet build --project path/to/dbt --out site --format json | jq .rows")]
pub struct BuildArgs {
    /// Folder of the dbt project
    #[arg(long, value_name = "DIR", required_unless_present = "parquet", conflicts_with = "parquet")]
    pub project: Option<PathBuf>,

    /// Folder of Parquet files without dbt; every table is ad hoc
    #[arg(long, value_name = "DIR", conflicts_with = "marts")]
    pub parquet: Option<PathBuf>,

    /// Folder with the marts' Parquet files, if not where dbt wrote them
    #[arg(long, value_name = "DIR")]
    pub marts: Option<PathBuf>,

    /// Folder of dbt's artifacts, if not the project's `target`
    #[arg(long, value_name = "DIR")]
    pub target_dir: Option<PathBuf>,

    /// Folder to write the site to; an earlier site there is replaced
    #[arg(long, value_name = "SITE")]
    pub out: PathBuf,

    /// Take the web app from this folder instead of from this binary
    #[arg(long, value_name = "DIR")]
    pub app: Option<PathBuf>,

    /// Form of the summary
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,

    /// No progress on the terminal
    #[arg(long, short)]
    pub quiet: bool,
}
