//! Functions that DataFusion lacks, and those of its names that are the engine's own. One a file.

mod approx_quantile;
mod checked;
mod date_trunc;
mod sum;
mod t_digest;

use std::sync::Arc;

use datafusion::logical_expr::{AggregateUDF, ScalarUDF};

use approx_quantile::ApproxQuantile;
pub(crate) use checked::Checked;
use date_trunc::DateTrunc;
use sum::Sum;

/// Aggregate functions beside DataFusion's own, and in place of those of the same names.
pub(crate) fn aggregates() -> Vec<Arc<AggregateUDF>> {
    vec![Arc::new(AggregateUDF::from(ApproxQuantile::new())), Arc::new(AggregateUDF::from(Sum::default()))]
}

/// Scalar functions in place of DataFusion's own of the same names.
pub(crate) fn scalars() -> Vec<Arc<ScalarUDF>> {
    vec![Arc::new(ScalarUDF::from(DateTrunc::default()))]
}
