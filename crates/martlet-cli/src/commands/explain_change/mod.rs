//! `martlet explain-change`: where the change of a metric comes from.

use martlet_semantic::{Contribution, MetricRequest};

use super::query;
use crate::args::ExplainChangeArgs;
use crate::exit::Exit;
use crate::output::Progress;
use crate::problem::Failed;

pub fn run(args: ExplainChangeArgs) -> Result<Exit, Failed> {
    let comparison = query::comparison(&args.compare)?;
    let range = query::range(&comparison, args.start_time.as_deref(), Some(&args.end_time))?;
    let request = MetricRequest {
        metrics: vec![args.metric],
        where_filters: args.where_filters,
        time_constraint: Some(range),
        comparison: Some(comparison),
        contribution: Some(Contribution { dimensions: args.dimensions, values: Some(args.values) }),
        ..MetricRequest::default()
    };
    let progress = Progress::new(args.quiet);
    progress.now("opening the tables");
    let session = query::open(&args.source)?;
    query::answer(&session, &request, args.explain, args.format, &progress)
}
