//! What can be typed. One file a command; nothing here does any work.

mod build;
mod check;
mod demo;
mod explain_change;
mod extract;
mod options;
mod query;
mod serve;
mod source;
mod sql;
mod values;

pub use build::BuildArgs;
pub use check::CheckArgs;
pub use demo::{DemoArgs, DemoCommand, GenerateArgs, LoadArgs};
pub use explain_change::ExplainChangeArgs;
pub use extract::{DatabaseArgs, ExtractArgs};
pub use options::OptionsArgs;
pub use query::{QueryArgs, TotalsArg};
pub use serve::ServeArgs;
pub use source::SourceArgs;
pub use sql::SqlArgs;
pub use values::ValuesArgs;

use std::convert::Infallible;

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
  martlet explain-change --site site --metric mrr --start-time 2026-10-01 --end-time 2026-10-31
  martlet values --site site customer__country --prefix ge
  martlet options --site site --metrics mrr        by what it can be grouped, and why not by the rest
  martlet sql --site site 'select count(*) from fact_revenue'
  martlet extract --from mysql://reader@db.example/shop --out raw
  martlet demo generate --out raw                  the demo company's data

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
    ExplainChange(Box<ExplainChangeArgs>),
    Values(Box<ValuesArgs>),
    Options(OptionsArgs),
    Sql(SqlArgs),
    Extract(ExtractArgs),
    Demo(DemoArgs),
}

impl Command {
    /// The form in which this command's answer and its errors are printed.
    pub fn format(&self) -> Format {
        match self {
            Self::Build(args) => args.format,
            Self::Check(args) => args.format,
            Self::Query(args) => args.format,
            Self::ExplainChange(args) => args.format,
            Self::Values(args) => args.format,
            Self::Options(args) => args.format,
            Self::Sql(args) => args.format,
            Self::Serve(_) | Self::Demo(_) | Self::Extract(_) => Format::Table,
        }
    }
}

/// In `orders, revenue` the space is no part of a name; in requests it would be.
fn name_in_list(text: &str) -> Result<String, Infallible> {
    Ok(text.trim().to_owned())
}
