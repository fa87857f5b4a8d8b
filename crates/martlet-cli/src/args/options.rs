//! `martlet options`

use clap::Args;

use super::{SourceArgs, name_in_list};
use crate::output::Format;

/// Say by what metrics can be grouped and filtered together, and why not by the rest.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  martlet options --site site --metrics mrr
  martlet options --site site --metrics mrr,revenue --format json")]
pub struct OptionsArgs {
    /// The metrics
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = name_in_list, required = true)]
    pub metrics: Vec<String>,

    #[command(flatten)]
    pub source: SourceArgs,

    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}
