//! `martlet sql`

use std::path::PathBuf;

use clap::Args;

use crate::output::Format;

/// Run one read-only SQL query over the tables of a site, a project or a folder. The answer is ad hoc.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  martlet sql --site site 'select country, count(*) from dim_customer group by country'
  martlet sql --parquet exports 'select * from orders limit 5' --format csv
  martlet sql --project path/to/dbt - < question.sql
  martlet sql --site site 'show tables'")]
#[command(group = clap::ArgGroup::new("source").required(true))]
pub struct SqlArgs {
    /// The query; `-` reads it from standard input
    pub sql: String,

    /// Tables of this site
    #[arg(long, value_name = "SITE", group = "source")]
    pub site: Option<PathBuf>,

    /// Marts of this dbt project
    #[arg(long, value_name = "DIR", group = "source")]
    pub project: Option<PathBuf>,

    /// Parquet files of this folder
    #[arg(long, value_name = "DIR", group = "source")]
    pub parquet: Option<PathBuf>,

    /// With --project: the marts' Parquet files, if not where dbt wrote them
    #[arg(long, value_name = "DIR", requires = "project")]
    pub marts: Option<PathBuf>,

    /// With --project: dbt's artifacts, if not in the project's `target`
    #[arg(long, value_name = "DIR", requires = "project")]
    pub target_dir: Option<PathBuf>,

    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,

    /// No progress on the terminal
    #[arg(long, short)]
    pub quiet: bool,
}
