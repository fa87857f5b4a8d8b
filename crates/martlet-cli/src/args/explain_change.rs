//! `martlet explain-change`

use clap::Args;

use super::{SourceArgs, name_in_list};
use crate::output::Format;

/// Split the change of a metric between two ranges over the values of dimensions.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  martlet explain-change --site site --metric revenue --start-time 2026-10-01 --end-time 2026-10-31
  martlet explain-change --site site --metric revenue --start-time 2026-10-01 --end-time 2026-10-31 \\
      --compare same-period-last-year --dimensions customer__country,product__name --values 5
  martlet explain-change --site site --metric payment_success_rate --compare month-to-date --end-time 2026-11-21

The dimension in which the change is most concentrated comes first. Parts, rest and residual add up to the total; a
residual says how much does not add up over the dimension (distinct counts). Ratios are split into mix and rate.")]
pub struct ExplainChangeArgs {
    /// The metric
    #[arg(long, value_name = "NAME")]
    pub metric: String,

    /// First day of the current range
    #[arg(long, value_name = "TIME")]
    pub start_time: Option<String>,

    /// Last day of the current range, inclusive
    #[arg(long, value_name = "TIME")]
    pub end_time: String,

    /// The range compared with, as for `martlet query`
    #[arg(long, value_name = "RANGE", default_value = "previous-period")]
    pub compare: String,

    /// Dimensions to try; every category at most one join away unless given
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = name_in_list)]
    pub dimensions: Vec<String>,

    /// Values shown for each dimension; the others are added up
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub values: u64,

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
