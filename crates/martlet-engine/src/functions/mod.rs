//! Functions that DataFusion lacks, and those of its names that are the engine's own. One a file.

mod approx_quantile;
mod date_trunc;
mod t_digest;

use std::sync::Arc;

use datafusion::logical_expr::{AggregateUDF, ScalarUDF};

use approx_quantile::ApproxQuantile;
use date_trunc::DateTrunc;

/// Aggregate functions beside DataFusion's own.
pub(crate) fn aggregates() -> Vec<Arc<AggregateUDF>> {
    vec![Arc::new(AggregateUDF::from(ApproxQuantile::new()))]
}

/// Scalar functions in place of DataFusion's own of the same names.
pub(crate) fn scalars() -> Vec<Arc<ScalarUDF>> {
    vec![Arc::new(ScalarUDF::from(DateTrunc::default()))]
}
