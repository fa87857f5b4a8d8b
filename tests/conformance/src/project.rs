//! A semantic project that can be asked twice: by `martlet`, and by MetricFlow over a DuckDB file.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;
use martlet_project::semantic_manifest::SemanticManifest;
use martlet_semantic::SemanticLayer;

/// One manifest, the same rows as Parquet and in DuckDB.
#[derive(Debug, Clone, Args)]
pub struct Project {
    /// dbt's semantic manifest
    #[arg(long, value_name = "FILE")]
    pub semantic_manifest: PathBuf,

    /// The rows as a site
    #[arg(long, value_name = "DIR", required_unless_present = "tables", conflicts_with = "tables")]
    pub site: Option<PathBuf>,

    /// The rows as Parquet files, in place of a site
    #[arg(long, value_name = "DIR")]
    pub tables: Option<PathBuf>,
}

impl Project {
    /// What `martlet query` is given to find the project.
    pub fn martlet_source(&self) -> Vec<OsString> {
        if let Some(tables) = &self.tables {
            let manifest = self.semantic_manifest.clone().into();
            return vec!["--semantic-manifest".into(), manifest, "--tables".into(), tables.into()];
        }
        self.site.iter().flat_map(|site| ["--site".into(), site.into()]).collect()
    }

    /// What can be asked.
    pub fn layer(&self) -> Result<SemanticLayer> {
        let path = self.semantic_manifest.display();
        let text = std::fs::read_to_string(&self.semantic_manifest).with_context(|| format!("cannot read {path}"))?;
        let manifest = SemanticManifest::from_json(&text).with_context(|| format!("{path} is no manifest"))?;
        SemanticLayer::new(manifest).map_err(|issues| {
            let lines: Vec<String> = issues.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("{path} cannot be used: {}", lines.join("; "))
        })
    }
}

/// MetricFlow's side of a project.
#[derive(Debug, Clone, Args)]
pub struct OracleArgs {
    /// The rows as a DuckDB file
    #[arg(long, value_name = "FILE")]
    pub warehouse: PathBuf,

    /// Where relative names in the warehouse's views begin
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub dbt_project: PathBuf,

    /// Python with dbt-metricflow
    #[arg(long, value_name = "PROGRAM")]
    pub python: PathBuf,

    /// The script that asks MetricFlow
    #[arg(long, value_name = "FILE", default_value = "tests/conformance/oracle/metricflow_oracle.py")]
    pub oracle: PathBuf,
}
