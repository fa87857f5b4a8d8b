//! Aggregate functions. One a file.

mod approx_quantile;
mod percentile_cont;
mod sum;
mod t_digest;

use std::sync::Arc;

use datafusion::logical_expr::AggregateUDF;

use approx_quantile::ApproxQuantile;
use percentile_cont::PercentileCont;
use sum::Sum;

pub(super) fn aggregates() -> Vec<Arc<AggregateUDF>> {
    vec![
        Arc::new(AggregateUDF::from(ApproxQuantile::new())),
        Arc::new(AggregateUDF::from(PercentileCont::default())),
        Arc::new(AggregateUDF::from(Sum::default())),
    ]
}
