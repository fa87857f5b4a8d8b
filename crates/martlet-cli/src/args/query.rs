//! `martlet query`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{SourceArgs, name_in_list};
use crate::output::Format;

/// Which totals are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TotalsArg {
    /// One row over everything
    Grand,
    /// By the first items, leaving out the last ones one by one, then everything
    Rollup,
    /// By each item alone, then everything
    Each,
    /// By every selection of the items
    All,
}

/// Ask for metrics, with MetricFlow's own flags.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  martlet query --site site --metrics mrr,arr --group-by metric_time__month --order-by -metric_time__month --limit 12
  martlet query --project path/to/dbt --metrics revenue --group-by customer__country \\
      --where \"{{ Dimension('customer__segment') }} = 'Enterprise'\" --start-time 2025-01-01 --end-time 2025-12-31
  martlet query --site site --saved-query weekly_health --format csv
  martlet query --site site --metrics mrr --explain
  martlet query --site site --metrics revenue --group-by metric_time__month --compare year-to-date --end-time 2026-11-21
  martlet query --site site --metrics revenue,arpu --group-by customer__country --top 5 --by revenue --totals
  martlet query --semantic-manifest target/semantic_manifest.json --tables exports --requests requests.json

Formats: times are ISO 8601 without a zone and without a zero fraction; decimals keep all their digits;
in JSON, null stands for null and for a float that is not finite.
--requests reads an array of {\"name\", \"request\"} and prints one JSON line for each, in order; a request that fails
has an \"error\" in its line and does not stop the others.")]
pub struct QueryArgs {
    /// Metric names
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = name_in_list)]
    pub metrics: Vec<String>,

    /// What to group by: metric_time__month, customer__country
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = name_in_list)]
    pub group_by: Vec<String>,

    /// A filter in dbt's template syntax; repeat it for several, all of which must hold
    #[arg(long = "where", value_name = "FILTER")]
    pub where_filters: Vec<String>,

    /// Output names to order by; a leading `-` means descending
    #[arg(long, visible_alias = "order", value_name = "NAMES", value_delimiter = ',', value_parser = name_in_list, allow_hyphen_values = true)]
    pub order_by: Vec<String>,

    /// Rows at most
    #[arg(long, value_name = "ROWS")]
    pub limit: Option<u64>,

    /// Only the smallest and the largest value of the one --group-by item; without --metrics
    #[arg(long)]
    pub min_max_only: bool,

    /// First day or instant of metric_time, inclusive: 2025-01-01
    #[arg(long, value_name = "TIME")]
    pub start_time: Option<String>,

    /// Last day or instant of metric_time, inclusive
    #[arg(long, value_name = "TIME")]
    pub end_time: Option<String>,

    /// Lay another range beside --start-time and --end-time: previous-period, same-period-last-year,
    /// week|month|quarter|year-to-date, the same with -last-year, or 2025-01-01..2025-03-31
    #[arg(long, value_name = "RANGE")]
    pub compare: Option<String>,

    /// Add totals, each computed from the source
    #[arg(long, value_name = "WHICH", value_enum, num_args = 0..=1, default_missing_value = "grand")]
    pub totals: Option<TotalsArg>,

    /// Keep the N largest values of a group-by item (the last one, or --top-item); the others become one row
    #[arg(long, value_name = "N")]
    pub top: Option<u64>,

    /// With --top: the metric that ranks, the first one unless given
    #[arg(long, value_name = "METRIC", requires = "top")]
    pub by: Option<String>,

    /// With --top: the group-by item
    #[arg(long, value_name = "NAME", requires = "top")]
    pub top_item: Option<String>,

    /// With --top: leave the other values out
    #[arg(long, requires = "top")]
    pub no_other: bool,

    /// Add is_partial: the period is cut by the range, or the data ends within it (always there with --compare)
    #[arg(long)]
    pub partial: bool,

    /// The last day that is whole in the data; else the site's as-of, or the last time in the tables
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<String>,

    /// A saved query of the project; the other flags add to it
    #[arg(long, value_name = "NAME")]
    pub saved_query: Option<String>,

    /// Print the SQL instead of running it
    #[arg(long)]
    pub explain: bool,

    #[command(flatten)]
    pub source: SourceArgs,

    /// With --requests: add compile_ms and run_ms to each line, the fastest of so many runs
    #[arg(long, value_name = "RUNS", requires = "requests", hide = true)]
    pub timings: Option<u32>,

    /// With --requests: write each answer as an Arrow IPC stream too, DIR/0000.arrow for the first request
    #[arg(long, value_name = "DIR", requires = "requests", hide = true)]
    pub streams: Option<PathBuf>,

    /// Answer every request of this file (`-` reads standard input), a JSON line each
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = [
            "metrics", "group_by", "where_filters", "order_by", "limit", "min_max_only", "start_time", "end_time",
            "saved_query", "compare", "totals", "top", "partial", "as_of",
        ]
    )]
    pub requests: Option<PathBuf>,

    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,

    /// No progress on the terminal
    #[arg(long, short)]
    pub quiet: bool,
}
