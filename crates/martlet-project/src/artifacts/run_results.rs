//! `run_results.json`, schemas v5 and v6: what the last dbt command did to each node.
//!
//! Every command that touches nodes overwrites the file. After `dbt docs generate` it lists the tests with
//! status `success`, which means that they compiled, not that they passed; `args.which` tells the commands apart.

use serde::Deserialize;

use super::json::{Metadata, null_as_default};

pub(crate) const SUPPORTED: &[&str] = &["run-results/v6", "run-results/v5"];

#[derive(Debug, Deserialize)]
pub(crate) struct RunResults {
    pub metadata: Metadata,
    #[serde(default, deserialize_with = "null_as_default")]
    pub results: Vec<RunResult>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub args: Args,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Args {
    #[serde(default)]
    pub which: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RunResult {
    pub unique_id: String,
    pub status: String,
    #[serde(default)]
    pub message: Option<String>,
    #[serde(default)]
    pub failures: Option<u64>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub timing: Vec<Timing>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Timing {
    #[serde(default)]
    pub completed_at: Option<String>,
}
