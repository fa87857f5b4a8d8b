//! Sub-queries whose total DataFusion would lose.
//!
//! In: a plan before it is optimised. Out: the same, or an error that says what to write instead.
//!
//! A total (`count(*)` without keys) of the rows that belong to a row outside has a value where there are none, too.
//! DataFusion 55.2 makes a join of such a sub-query, where those rows have no partner. It mends that where the total is the
//! sub-query's value, and not where it is a sub-query of `EXISTS` or `IN`, is filtered by a row outside or by another sub-query,
//! or is computed with further.

use datafusion::{
    common::{
        config::ConfigOptions,
        not_impl_err,
        tree_node::{TreeNode, TreeNodeRecursion},
    },
    error::Result,
    logical_expr::{
        Aggregate, Expr, LogicalPlan,
        expr::{Exists, InSubquery, SetComparison},
    },
    optimizer::AnalyzerRule,
};

use super::has_row_of_nothing;

#[derive(Debug)]
pub(crate) struct NoLostTotals;

impl AnalyzerRule for NoLostTotals {
    fn name(&self) -> &'static str {
        "no_lost_totals"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        plan.apply_with_subqueries(|node| {
            if let LogicalPlan::Subquery(lateral) = node {
                check(&lateral.subquery, Above::default())?;
            }
            node.apply_expressions(|expr| {
                expr.apply(|expr| {
                    match expr {
                        Expr::ScalarSubquery(subquery) => check(&subquery.subquery, Above::default())?,
                        Expr::Exists(Exists { subquery, .. })
                        | Expr::InSubquery(InSubquery { subquery, .. })
                        | Expr::SetComparison(SetComparison { subquery, .. }) => {
                            check(&subquery.subquery, Above { is_joined: true })?;
                        }
                        _ => {}
                    }
                    Ok(TreeNodeRecursion::Continue)
                })
            })
        })?;
        Ok(plan)
    }
}

/// What stands above a node of the sub-query.
#[derive(Debug, Clone, Copy, Default)]
struct Above {
    /// More than what passes each row on.
    is_joined: bool,
}

fn check(plan: &LogicalPlan, above: Above) -> Result<()> {
    let joined = Above { is_joined: true };
    match plan {
        LogicalPlan::Aggregate(aggregate) if is_total_by_row(aggregate)? => {
            if above.is_joined {
                return not_impl_err!(
                    "a total for each row outside, such as `(SELECT count(*) FROM t WHERE t.x = outside.x)`, cannot stand \
                     in EXISTS or IN, have conditions on rows outside or sub-queries in HAVING, or be computed with \
                     further in its sub-query; join the totals by GROUP BY instead"
                );
            }
            check(&aggregate.input, joined)
        }
        LogicalPlan::Filter(filter) => {
            let is_plain = !filter.predicate.contains_outer() && !has_subquery(&filter.predicate)?;
            check(&filter.input, if is_plain { above } else { joined })
        }
        LogicalPlan::Projection(_)
        | LogicalPlan::SubqueryAlias(_)
        | LogicalPlan::Sort(_)
        | LogicalPlan::Limit(_)
        | LogicalPlan::Distinct(_) => plan.inputs().into_iter().try_for_each(|input| check(input, above)),
        _ => plan.inputs().into_iter().try_for_each(|input| check(input, joined)),
    }
}

/// Without keys, and of rows that a row outside chooses.
fn is_total_by_row(aggregate: &Aggregate) -> Result<bool> {
    Ok(has_row_of_nothing(aggregate) && aggregate.input.exists(|node| Ok(node.contains_outer_reference()))?)
}

fn has_subquery(expr: &Expr) -> Result<bool> {
    expr.exists(|expr| {
        Ok(matches!(expr, Expr::ScalarSubquery(_) | Expr::Exists(_) | Expr::InSubquery(_) | Expr::SetComparison(_)))
    })
}
