//! Functions that DataFusion lacks, and those of its names that are the engine's own. One a file.

mod approx_quantile;
mod checked;
mod date_diff;
mod date_trunc;
mod each;
mod interval_fraction;
mod interval_times;
mod percentile_cont;
mod round_even;
mod sum;
mod t_digest;
mod text_of;
mod whole_number_text;

use std::sync::Arc;

use datafusion::logical_expr::{AggregateUDF, ScalarUDF};

use approx_quantile::ApproxQuantile;
pub(crate) use checked::Checked;
use date_diff::{Counts, DateDiff};
use date_trunc::DateTrunc;
pub(crate) use interval_fraction::IntervalFraction;
pub(crate) use interval_times::IntervalTimes;
use percentile_cont::PercentileCont;
pub(crate) use round_even::RoundEven;
use sum::Sum;
pub(crate) use text_of::TextOf;
pub(crate) use whole_number_text::WholeNumberText;

/// Aggregate functions beside DataFusion's own, and in place of those of the same names.
pub(crate) fn aggregates() -> Vec<Arc<AggregateUDF>> {
    vec![
        Arc::new(AggregateUDF::from(ApproxQuantile::new())),
        Arc::new(AggregateUDF::from(PercentileCont::default())),
        Arc::new(AggregateUDF::from(Sum::default())),
    ]
}

/// Scalar functions beside DataFusion's own, and in place of those of the same names.
pub(crate) fn scalars() -> Vec<Arc<ScalarUDF>> {
    vec![
        Arc::new(ScalarUDF::from(DateTrunc::default())),
        Arc::new(ScalarUDF::from(DateDiff::new(Counts::Beginnings))),
        Arc::new(ScalarUDF::from(DateDiff::new(Counts::WholeUnits))),
        Arc::new(ScalarUDF::from(IntervalTimes::default())),
        Arc::new(ScalarUDF::from(RoundEven::default())),
        Arc::new(ScalarUDF::from(TextOf::default())),
        Arc::new(ScalarUDF::from(WholeNumberText::default())),
    ]
}
