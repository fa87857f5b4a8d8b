//! Types of the outer columns that a sub-query reads.
//!
//! In: an expression that may hold a sub-query, and the columns around it. Out: the same, where what the sub-query says of
//! the outer columns' types agrees with them. It says so from when it was planned.

use std::sync::Arc;

use datafusion::{
    common::{
        DFSchema, ExprSchema,
        tree_node::{Transformed, TreeNode},
    },
    error::Result,
    logical_expr::{
        Expr, LogicalPlan, Subquery,
        expr::{Exists, InSubquery, SetComparison},
    },
};

/// Brings the sub-query of the expression up to date, if it has one, and then rewrites its plan anew; `false` where
/// nothing was out of date.
pub(super) fn updated(
    expr: &mut Expr,
    schema: &DFSchema,
    rewrite: impl FnOnce(LogicalPlan) -> Result<LogicalPlan>,
) -> Result<bool> {
    let (Expr::Exists(Exists { subquery, .. })
    | Expr::InSubquery(InSubquery { subquery, .. })
    | Expr::SetComparison(SetComparison { subquery, .. })
    | Expr::ScalarSubquery(subquery)) = expr
    else {
        return Ok(false);
    };
    if subquery.outer_ref_columns.iter().all(|column| typed(column, schema).is_none()) {
        return Ok(false);
    }
    let plan = Arc::unwrap_or_clone(Arc::clone(&subquery.subquery)).transform_up_with_subqueries(|plan| {
        plan.map_expressions(|expr| expr.transform_up(|expr| Ok(with_type(expr, schema))))
    })?;
    let outer = subquery.outer_ref_columns.iter().map(|column| with_type(column.clone(), schema).data);
    let outer_ref_columns = outer.collect();
    let spans = subquery.spans.clone();
    *subquery = Subquery { subquery: Arc::new(rewrite(plan.data)?), outer_ref_columns, spans };
    Ok(true)
}

fn with_type(expr: Expr, schema: &DFSchema) -> Transformed<Expr> {
    match typed(&expr, schema) {
        Some(expr) => Transformed::yes(expr),
        None => Transformed::no(expr),
    }
}

/// The outer column with its type, where it is said to have another.
fn typed(expr: &Expr, schema: &DFSchema) -> Option<Expr> {
    let Expr::OuterReferenceColumn(said, column) = expr else { return None };
    let field = schema.field_from_column(column).ok()?;
    (field.data_type() != said.data_type()).then(|| Expr::OuterReferenceColumn(Arc::clone(field), column.clone()))
}
