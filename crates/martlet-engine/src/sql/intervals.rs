//! Comparisons of intervals, by their length.
//!
//! In: an interval beside an interval, a time between two moments, or a text. Out: the comparison of their lengths, where a
//! month has 30 days.

use datafusion::{
    arrow::datatypes::{DataType, IntervalUnit, TimeUnit},
    common::DFSchema,
    error::Result,
    logical_expr::{
        BinaryExpr, Expr, ExprSchemable, cast,
        planner::{ExprPlanner, PlannerResult, RawBinaryExpr},
    },
};

use super::comparison::comparison;
use crate::functions::declared;

#[derive(Debug)]
pub(crate) struct IntervalOperators;

impl ExprPlanner for IntervalOperators {
    fn plan_binary_op(&self, raw: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        let (Ok(left), Ok(right)) = (raw.left.get_type(schema), raw.right.get_type(schema)) else {
            return Ok(PlannerResult::Original(raw));
        };
        Ok(match planned(&raw, &left, &right) {
            Some(expr) => PlannerResult::Planned(expr),
            None => PlannerResult::Original(raw),
        })
    }
}

fn planned(raw: &RawBinaryExpr, left: &DataType, right: &DataType) -> Option<Expr> {
    let is_interval = |kind: &DataType| matches!(kind, DataType::Interval(_));
    if !is_interval(left) && !is_interval(right) {
        return None;
    }
    let operator = comparison(&raw.op)?;
    let (left, right) = (length(&raw.left, left)?, length(&raw.right, right)?);
    Some(Expr::BinaryExpr(BinaryExpr::new(Box::new(left), operator, Box::new(right))))
}

fn interval(expr: &Expr) -> Expr {
    cast(expr.clone(), DataType::Interval(IntervalUnit::MonthDayNano))
}

/// In microseconds.
fn length(expr: &Expr, kind: &DataType) -> Option<Expr> {
    match kind {
        DataType::Duration(_) => {
            Some(cast(cast(expr.clone(), DataType::Duration(TimeUnit::Microsecond)), DataType::Int64))
        }
        DataType::Interval(_) => call("interval_length", vec![interval(expr)]),
        _ if kind.is_string() => call("interval_length", vec![interval(expr)]),
        _ => None,
    }
}

fn call(name: &str, arguments: Vec<Expr>) -> Option<Expr> {
    Some(declared(name)?.call(arguments))
}
