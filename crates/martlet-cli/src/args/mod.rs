//! What can be typed. One file a command; nothing here does any work.

mod build;
mod check;
mod demo;
mod query;
mod serve;
mod sql;

pub use build::BuildArgs;
pub use check::CheckArgs;
pub use demo::{DemoArgs, DemoCommand, GenerateArgs};
pub use query::QueryArgs;
pub use serve::ServeArgs;
pub use sql::SqlArgs;

use clap::{Parser, Subcommand};

use crate::output::Format;

/// Publish a dbt project's marts as a static site that answers questions in the reader's browser.
#[derive(Debug, Parser)]
#[command(
    name = "martlet",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = "\
Examples:
  martlet build --project path/to/dbt --out site   write the site
  martlet serve site                               try it on this machine
  martlet check --project path/to/dbt              name every problem at once
  martlet query --site site --metrics mrr --group-by metric_time__month
  martlet sql --site site 'select count(*) from fact_revenue'

Exit codes: 0 fine, 1 a check failed, 2 bad usage or input."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Build(BuildArgs),
    Serve(ServeArgs),
    Check(CheckArgs),
    Query(Box<QueryArgs>),
    Sql(SqlArgs),
    #[command(hide = true)]
    Demo(DemoArgs),
}

impl Command {
    /// The form in which this command's answer and its errors are printed.
    pub fn format(&self) -> Format {
        match self {
            Self::Build(args) => args.format,
            Self::Check(args) => args.format,
            Self::Query(args) => args.format,
            Self::Sql(args) => args.format,
            Self::Serve(_) | Self::Demo(_) => Format::Table,
        }
    }
}
