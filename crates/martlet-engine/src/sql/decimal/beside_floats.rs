//! Everything that needs values of one kind, other than comparisons: divisions, branches, functions of several values,
//! and sub-queries.

use std::sync::Arc;

use datafusion::{
    common::{DFSchema, config::ConfigOptions, tree_node::Transformed},
    error::Result,
    logical_expr::{
        BinaryExpr, Case, Expr, ExprSchemable, LogicalPlanBuilder, Operator, Subquery,
        expr::{InSubquery, ScalarFunction, SetComparison},
        expr_rewriter::FunctionRewrite,
    },
    scalar::ScalarValue,
};

use super::{align, as_float, division, float_among};

/// Functions whose arguments have one type.
const OF_ONE_TYPE: &[&str] = &["coalesce", "greatest", "least", "make_array", "nvl", "nvl2"];

#[derive(Debug)]
pub(crate) struct DecimalsBesideFloats;

impl FunctionRewrite for DecimalsBesideFloats {
    fn name(&self) -> &'static str {
        "decimals_beside_floats"
    }

    fn rewrite(&self, expr: Expr, schema: &DFSchema, _: &ConfigOptions) -> Result<Transformed<Expr>> {
        match expr {
            Expr::BinaryExpr(BinaryExpr { left, op: Operator::Divide, right }) => {
                let divided = match (left.get_type(schema), right.get_type(schema)) {
                    (Ok(left_type), Ok(right_type)) => division(&left, &right, [&left_type, &right_type]),
                    _ => None,
                };
                Ok(match divided {
                    Some(divided) => Transformed::yes(divided),
                    None => Transformed::no(Expr::BinaryExpr(BinaryExpr::new(left, Operator::Divide, right))),
                })
            }
            Expr::Case(mut case) => {
                let changed = branches(&mut case, schema);
                Ok(Transformed::new_transformed(Expr::Case(case), changed))
            }
            Expr::ScalarFunction(ScalarFunction { func, mut args }) if OF_ONE_TYPE.contains(&func.name()) => {
                let changed = align(&mut args.iter_mut().collect::<Vec<_>>(), schema);
                Ok(Transformed::new_transformed(Expr::ScalarFunction(ScalarFunction { func, args }), changed))
            }
            Expr::ScalarFunction(ScalarFunction { func, args }) if func.name() == "nullif" => {
                Ok(match null_if(&args, schema) {
                    Some(case) => Transformed::yes(case),
                    None => Transformed::no(Expr::ScalarFunction(ScalarFunction { func, args })),
                })
            }
            Expr::InSubquery(InSubquery { mut expr, mut subquery, negated }) => {
                let changed = align_with(&mut expr, &mut subquery, schema)?;
                Ok(Transformed::new_transformed(Expr::InSubquery(InSubquery { expr, subquery, negated }), changed))
            }
            Expr::SetComparison(SetComparison { mut expr, mut subquery, op, quantifier }) => {
                let changed = align_with(&mut expr, &mut subquery, schema)?;
                let comparison = SetComparison { expr, subquery, op, quantifier };
                Ok(Transformed::new_transformed(Expr::SetComparison(comparison), changed))
            }
            other => Ok(Transformed::no(other)),
        }
    }
}

/// What is compared, and what the branches give.
fn branches(case: &mut Case, schema: &DFSchema) -> bool {
    let (mut compared, mut given) = (Vec::new(), Vec::new());
    let has_operand = case.expr.is_some();
    compared.extend(case.expr.as_deref_mut());
    for (when, then) in &mut case.when_then_expr {
        if has_operand {
            compared.push(when.as_mut());
        }
        given.push(then.as_mut());
    }
    given.extend(case.else_expr.as_deref_mut());
    let is_compared_anew = align(&mut compared, schema);
    align(&mut given, schema) || is_compared_anew
}

/// `nullif` has the type of what it returns, not one for both.
fn null_if(arguments: &[Expr], schema: &DFSchema) -> Option<Expr> {
    let [value, other] = arguments else { return None };
    let (value_type, other_type) = (value.get_type(schema).ok()?, other.get_type(schema).ok()?);
    let has_decimal = value_type.is_decimal() || other_type.is_decimal();
    if value_type == other_type || !has_decimal || !value_type.is_numeric() || !other_type.is_numeric() {
        return None;
    }
    let (mut left, mut right) = (value.clone(), other.clone());
    align(&mut [&mut left, &mut right], schema);
    let null = ScalarValue::try_from(&value_type).ok()?;
    let branch = (Box::new(left.eq(right)), Box::new(Expr::Literal(null, None)));
    Some(Expr::Case(Case::new(None, vec![branch], Some(Box::new(value.clone())))))
}

/// A value that is looked for among the rows of a query.
fn align_with(expr: &mut Expr, subquery: &mut Subquery, schema: &DFSchema) -> Result<bool> {
    let Ok(own) = expr.get_type(schema) else { return Ok(false) };
    let found = subquery.subquery.schema().field(0).data_type().clone();
    let Some(float) = float_among([&own, &found]) else { return Ok(false) };
    if own.is_decimal() {
        *expr = as_float(std::mem::take(expr), &float);
        return Ok(true);
    }
    let plan = Arc::clone(&subquery.subquery);
    let columns = plan.schema().columns().into_iter().map(|column| as_float(Expr::Column(column), &float));
    let columns: Vec<Expr> = columns.take(1).collect();
    subquery.subquery = Arc::new(LogicalPlanBuilder::from(plan).project(columns)?.build()?);
    Ok(true)
}
