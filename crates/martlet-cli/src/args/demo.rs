//! `martlet demo`

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// The demo company's data.
#[derive(Debug, Args)]
pub struct DemoArgs {
    #[command(subcommand)]
    pub command: DemoCommand,
}

#[derive(Debug, Subcommand)]
pub enum DemoCommand {
    Generate(GenerateArgs),
}

/// Write Clearvana's raw data as Parquet.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  martlet demo generate --out raw --scale 0.1 --as-of 2026-06-30 --seed 7")]
pub struct GenerateArgs {
    /// Folder to write to
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// Size of the company; 1 is the demo's
    #[arg(long, default_value_t = 1.0)]
    pub scale: f64,

    /// The last day of the data
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,

    /// Same seed, same data
    #[arg(long)]
    pub seed: Option<u64>,
}
