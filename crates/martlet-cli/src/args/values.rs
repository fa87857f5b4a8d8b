//! `martlet values`

use clap::Args;

use super::SourceArgs;
use crate::output::Format;

/// List the values of a dimension, with the number of rows that have each.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  martlet values --site site customer__country
  martlet values --site site customer__country --prefix ge
  martlet values --site site customer__country --by revenue --limit 10")]
pub struct ValuesArgs {
    /// The dimension
    pub dimension: String,

    /// Only values that begin with this, upper and lower case alike
    #[arg(long, value_name = "TEXT")]
    pub prefix: Option<String>,

    /// The largest by this metric first
    #[arg(long, value_name = "METRIC")]
    pub by: Option<String>,

    /// Values at most; `matching` tells how many there are
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub limit: u64,

    /// A filter in dbt's template syntax; repeat it for several, all of which must hold
    #[arg(long = "where", value_name = "FILTER")]
    pub where_filters: Vec<String>,

    /// Print the SQL instead of running it
    #[arg(long)]
    pub explain: bool,

    #[command(flatten)]
    pub source: SourceArgs,

    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,

    /// No progress on the terminal
    #[arg(long, short)]
    pub quiet: bool,
}
