//! `martlet check`

use std::path::PathBuf;

use clap::Args;

use crate::output::Format;

/// Name every problem of a dbt project or of a site at once.
///
/// Prints each with its file, its line where known, how grave it is, and what to do. Ends with 1 when an error stands.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  martlet check --project path/to/dbt
  martlet check --site site
  martlet check --project path/to/dbt --format json | jq -r '.[].message'")]
pub struct CheckArgs {
    /// Folder of the dbt project
    #[arg(long, value_name = "DIR", required_unless_present = "site", conflicts_with = "site")]
    pub project: Option<PathBuf>,

    /// Folder of a site
    #[arg(long, value_name = "SITE")]
    pub site: Option<PathBuf>,

    /// Folder with the marts' Parquet files, if not where dbt wrote them
    #[arg(long, value_name = "DIR", conflicts_with = "site")]
    pub marts: Option<PathBuf>,

    /// Folder of dbt's artifacts, if not the project's `target`
    #[arg(long, value_name = "DIR", conflicts_with = "site")]
    pub target_dir: Option<PathBuf>,

    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,

    /// No progress on the terminal
    #[arg(long, short)]
    pub quiet: bool,
}
