//! `martlet demo`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::DatabaseArgs;

/// The demo company's data.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  martlet demo generate --out raw                                      as Parquet
  martlet demo load --to mysql://writer@127.0.0.1/clearvana            into MySQL or MariaDB")]
pub struct DemoArgs {
    #[command(subcommand)]
    pub command: DemoCommand,
}

#[derive(Debug, Subcommand)]
pub enum DemoCommand {
    Generate(GenerateArgs),
    Load(LoadArgs),
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

/// Load Clearvana's data into an empty MySQL or MariaDB database.
#[derive(Debug, Args)]
#[command(after_help = "\
The database must be there and have none of the tables; nothing is dropped. The password comes from
MARTLET_MYSQL_PASSWORD, MYSQL_PWD or --defaults-file.

Example:
  martlet demo load --to mysql://root@127.0.0.1:3306/clearvana --scale 0.1 --as-of 2026-06-30")]
pub struct LoadArgs {
    /// The database: mysql://user@host:port/database
    #[arg(long, value_name = "ADDRESS")]
    pub to: String,

    #[command(flatten)]
    pub database: DatabaseArgs,

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
