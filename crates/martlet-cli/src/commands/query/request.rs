//! A request from the command line's flags.

use martlet_semantic::{FIRST_DAY, GroupByItem, LAST_DAY, MetricRequest, Top, Totals};

use super::{comparison, range};
use crate::args::{QueryArgs, TotalsArg};
use crate::codes;
use crate::problem::Problem;

/// Names are not checked here.
pub fn from_args(args: &QueryArgs) -> Result<MetricRequest, Problem> {
    if args.metrics.is_empty() && args.group_by.is_empty() && args.saved_query.is_none() {
        return Err(Problem::error(codes::USAGE, "nothing is asked for")
            .hint("name --metrics, --group-by or a --saved-query; `martlet query --help` has examples"));
    }
    let comparison = args.compare.as_deref().map(comparison).transpose()?;
    let time_constraint = match (&args.start_time, &args.end_time, &comparison) {
        (start, end, Some(comparison)) => Some(range(comparison, start.as_deref(), end.as_deref())?),
        (None, None, None) => None,
        (start, end, None) => Some((
            start.clone().unwrap_or_else(|| FIRST_DAY.to_owned()),
            end.clone().unwrap_or_else(|| LAST_DAY.to_owned()),
        )),
    };
    Ok(MetricRequest {
        metrics: args.metrics.clone(),
        group_by: args.group_by.iter().map(|name| GroupByItem::from(name.as_str())).collect(),
        where_filters: args.where_filters.clone(),
        time_constraint,
        order_by: args.order_by.clone(),
        limit: args.limit,
        min_max_only: args.min_max_only,
        saved_query: args.saved_query.clone(),
        comparison,
        totals: args.totals.map(|totals| match totals {
            TotalsArg::Grand => Totals::Grand,
            TotalsArg::Rollup => Totals::Rollup,
            TotalsArg::Each => Totals::Each,
            TotalsArg::All => Totals::All,
        }),
        top: args.top.map(|count| Top {
            count,
            item: args.top_item.clone(),
            by: args.by.clone(),
            other: !args.no_other,
        }),
        flag_partial: args.partial,
        as_of: args.as_of.clone(),
        ..MetricRequest::default()
    })
}
