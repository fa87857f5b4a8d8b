//! Where metrics are asked: a site, a project, or a manifest over a folder. Shared by several commands.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub struct SourceArgs {
    /// Ask this site
    #[arg(long, value_name = "SITE", group = "source")]
    pub site: Option<PathBuf>,

    /// Ask the marts of this dbt project
    #[arg(long, value_name = "DIR", group = "source")]
    pub project: Option<PathBuf>,

    /// With --project: the marts' Parquet files, if not where dbt wrote them
    #[arg(long, value_name = "DIR", requires = "project")]
    pub marts: Option<PathBuf>,

    /// With --project: dbt's artifacts, if not in the project's `target`
    #[arg(long, value_name = "DIR", requires = "project")]
    pub target_dir: Option<PathBuf>,

    /// Ask this semantic manifest over the tables of --tables
    #[arg(long, value_name = "FILE", group = "source", requires = "tables")]
    pub semantic_manifest: Option<PathBuf>,

    /// With --semantic-manifest: DIR/<name>.parquet or DIR/<schema>/<name>.parquet
    #[arg(long, value_name = "DIR", requires = "semantic_manifest")]
    pub tables: Option<PathBuf>,
}
