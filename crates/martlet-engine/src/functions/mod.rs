//! Functions that DataFusion lacks. One a file.

mod approx_quantile;
mod t_digest;

use std::sync::Arc;

use datafusion::logical_expr::AggregateUDF;

use approx_quantile::ApproxQuantile;

/// Aggregate functions beside DataFusion's own.
pub(crate) fn aggregates() -> Vec<Arc<AggregateUDF>> {
    vec![Arc::new(AggregateUDF::from(ApproxQuantile::new()))]
}
