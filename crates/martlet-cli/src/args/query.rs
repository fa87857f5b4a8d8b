//! `martlet query`

use std::path::PathBuf;

use clap::Args;

use crate::output::Format;

/// Ask for metrics, with MetricFlow's own flags.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  martlet query --site site --metrics mrr,arr --group-by metric_time__month --order-by -metric_time__month --limit 12
  martlet query --project path/to/dbt --metrics revenue --group-by customer__country \\
      --where \"{{ Dimension('customer__segment') }} = 'Enterprise'\" --start-time 2025-01-01 --end-time 2025-12-31
  martlet query --site site --saved-query weekly_health --format csv
  martlet query --site site --metrics mrr --explain
  martlet query --semantic-manifest target/semantic_manifest.json --tables exports --requests requests.json

Formats: times are ISO 8601 without a zone and without a zero fraction; decimals keep all their digits;
in JSON, null stands for null and for a float that is not finite.
--requests reads an array of {\"name\", \"request\"} and prints one JSON line for each, in order; a request that fails
has an \"error\" in its line and does not stop the others.")]
pub struct QueryArgs {
    /// Metric names
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub metrics: Vec<String>,

    /// What to group by: metric_time__month, customer__country
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub group_by: Vec<String>,

    /// A filter in dbt's template syntax; repeat it for several, all of which must hold
    #[arg(long = "where", value_name = "FILTER")]
    pub where_filters: Vec<String>,

    /// Output names to order by; a leading `-` means descending
    #[arg(long, value_name = "NAMES", value_delimiter = ',', allow_hyphen_values = true)]
    pub order_by: Vec<String>,

    /// Rows at most
    #[arg(long, value_name = "ROWS")]
    pub limit: Option<u64>,

    /// First day or instant of metric_time, inclusive: 2025-01-01
    #[arg(long, value_name = "TIME")]
    pub start_time: Option<String>,

    /// Last day or instant of metric_time, inclusive
    #[arg(long, value_name = "TIME")]
    pub end_time: Option<String>,

    /// A saved query of the project; the other flags add to it
    #[arg(long, value_name = "NAME")]
    pub saved_query: Option<String>,

    /// Print the SQL instead of running it
    #[arg(long)]
    pub explain: bool,

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

    /// Answer every request of this file (`-` reads standard input), a JSON line each
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = [
            "metrics", "group_by", "where_filters", "order_by", "limit", "start_time", "end_time", "saved_query",
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
