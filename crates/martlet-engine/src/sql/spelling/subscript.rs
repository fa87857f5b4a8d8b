//! `x[2:]` and `x[:4]`: the ends that are not written.

use datafusion::sql::sqlparser::ast::{AccessExpr, Expr, Subscript};

use super::template::filled;

/// From the first to the last one, where nothing is said.
pub(super) fn with_both_ends(root: &Expr, chain: &[AccessExpr]) -> Option<Expr> {
    let mut changed = false;
    let mut end = |place: &Option<Expr>, missing: &str| match place {
        Some(place) => Some(place.clone()),
        None => {
            changed = true;
            filled(missing, &[])
        }
    };
    let access_chain = chain
        .iter()
        .map(|access| match access {
            AccessExpr::Subscript(Subscript::Slice { lower_bound, upper_bound, stride }) => {
                let (lower_bound, upper_bound) = (end(lower_bound, "1"), end(upper_bound, "-1"));
                AccessExpr::Subscript(Subscript::Slice { lower_bound, upper_bound, stride: stride.clone() })
            }
            other => other.clone(),
        })
        .collect();
    changed.then(|| Expr::CompoundFieldAccess { root: Box::new(root.clone()), access_chain })
}
