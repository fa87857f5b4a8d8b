//! `martlet values`: what a dimension can be filtered by.

use martlet_semantic::{GroupByItem, MetricRequest, Values};

use super::query;
use crate::args::ValuesArgs;
use crate::exit::Exit;
use crate::output::Progress;
use crate::problem::Failed;

pub fn run(args: ValuesArgs) -> Result<Exit, Failed> {
    let request = MetricRequest {
        metrics: args.by.into_iter().collect(),
        group_by: vec![GroupByItem::Name(args.dimension)],
        where_filters: args.where_filters,
        limit: Some(args.limit),
        values: Some(Values { prefix: args.prefix }),
        ..MetricRequest::default()
    };
    let progress = Progress::new(args.quiet);
    progress.now("opening the tables");
    let session = query::open(&args.source)?;
    query::answer(&session, &request, args.explain, args.format, &progress)
}
