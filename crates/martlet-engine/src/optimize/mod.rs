//! DataFusion's rules for logical plans, but for what would change an answer.
//!
//! Out: the rules for a session. What they make of a plan is DataFusion's own, except where a file here holds it back or
//! refuses the plan.

mod filters_stay;
mod lost_totals;

use std::sync::Arc;

use datafusion::{
    logical_expr::{Aggregate, Expr},
    optimizer::{Optimizer, OptimizerRule},
};

use filters_stay::FiltersStay;
pub(crate) use lost_totals::NoLostTotals;

/// DataFusion's rules in their order.
pub(crate) fn rules() -> Vec<Arc<dyn OptimizerRule + Send + Sync>> {
    let rules = Optimizer::new().rules.into_iter();
    rules.map(|rule| if rule.name() == "push_down_filter" { Arc::new(FiltersStay::new(rule)) } else { rule }).collect()
}

/// Whether a group may be empty. Of grouping sets it is taken for granted that one has no keys.
fn has_row_of_nothing(aggregate: &Aggregate) -> bool {
    aggregate.group_expr.iter().all(|key| matches!(key, Expr::GroupingSet(_)))
}
