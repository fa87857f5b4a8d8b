//! Filters that must stay where they are.
//!
//! In: a plan. Out: what DataFusion's `push_down_filter` makes of it, unless its root is a filter above an aggregate or a
//! window, and the answer would be another one below.
//!
//! DataFusion 55.2 moves each condition below an aggregate that reads nothing but its keys, so also one that reads no
//! column at all. But an aggregate over all rows has a row even of nothing: `count(*)` is then 0, where no row is meant.
//! Its rule for physical plans knows that (`AggregateExec::gather_filters_for_pushdown`), the one for logical plans does
//! not. A condition that is volatile, or reads a volatile key (pull request 25416), is another condition below.

use std::sync::Arc;

use datafusion::{
    common::tree_node::Transformed,
    error::Result,
    logical_expr::{Expr, Filter, LogicalPlan},
    optimizer::{ApplyOrder, OptimizerConfig, OptimizerRule},
};

use super::has_row_of_nothing;

#[derive(Debug)]
pub(super) struct FiltersStay {
    push_down: Arc<dyn OptimizerRule + Send + Sync>,
}

impl FiltersStay {
    pub(super) fn new(push_down: Arc<dyn OptimizerRule + Send + Sync>) -> Self {
        Self { push_down }
    }
}

impl OptimizerRule for FiltersStay {
    fn name(&self) -> &str {
        self.push_down.name()
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.push_down.apply_order()
    }

    fn supports_rewrite(&self) -> bool {
        true
    }

    fn rewrite(&self, plan: LogicalPlan, config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        match &plan {
            LogicalPlan::Filter(filter) if stays(filter) => Ok(Transformed::no(plan)),
            _ => self.push_down.rewrite(plan, config),
        }
    }
}

/// Filters that lie on each other are moved as one.
fn stays(filter: &Filter) -> bool {
    let mut is_volatile = filter.predicate.is_volatile();
    let mut below = &filter.input;
    while let LogicalPlan::Filter(next) = below.as_ref() {
        is_volatile |= next.predicate.is_volatile();
        below = &next.input;
    }
    match below.as_ref() {
        LogicalPlan::Aggregate(aggregate) => {
            is_volatile || has_row_of_nothing(aggregate) || aggregate.group_expr.iter().any(Expr::is_volatile)
        }
        LogicalPlan::Window(_) => is_volatile,
        _ => false,
    }
}
