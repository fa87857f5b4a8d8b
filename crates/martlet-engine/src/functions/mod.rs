//! Functions that DataFusion lacks, and those of its names that are the engine's own, by what they work on.

mod aggregate;
mod coalesce;
mod declared;
mod each;
mod list;
mod number;
mod text;
mod time;
mod type_of;

use std::sync::Arc;

use datafusion::logical_expr::{AggregateUDF, ScalarUDF};

use coalesce::Coalesce;
use declared::{Declared, DeclaredFunction};
pub(crate) use number::{Checked, ReadAs, RoundEven, WholeNumberText};
pub(crate) use text::TextOf;
pub(crate) use time::{IntervalFraction, IntervalTimes};
use type_of::TypeOf;
pub(crate) use type_of::type_name;

/// Aggregate functions beside DataFusion's own, and in place of those of the same names.
pub(crate) fn aggregates() -> Vec<Arc<AggregateUDF>> {
    aggregate::aggregates()
}

/// Scalar functions beside DataFusion's own, and in place of those of the same names.
pub(crate) fn scalars() -> Vec<Arc<ScalarUDF>> {
    let of_any = [Coalesce::default().into(), TypeOf::default().into()];
    let written_out = of_any
        .into_iter()
        .chain(list::scalars())
        .chain(number::scalars())
        .chain(text::scalars())
        .chain(time::scalars());
    written_out.chain(all_declared().map(|declared| DeclaredFunction::from(*declared).into())).map(Arc::new).collect()
}

/// A declared function by its name.
pub(crate) fn declared(name: &str) -> Option<ScalarUDF> {
    all_declared().find(|declared| declared.name == name).map(|declared| DeclaredFunction::from(*declared).into())
}

fn all_declared() -> impl Iterator<Item = &'static &'static Declared> {
    [number::DECLARED, text::DECLARED, time::DECLARED].into_iter().flatten()
}
