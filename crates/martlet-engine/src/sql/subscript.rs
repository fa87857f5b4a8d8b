//! `text[1]` and `text[2:4]`: letters of a text by their places, as DuckDB counts them. Lists are DataFusion's matter.

use datafusion::{
    common::DFSchema,
    error::Result,
    logical_expr::{
        Expr, ExprSchemable, GetFieldAccess,
        planner::{ExprPlanner, PlannerResult, RawFieldAccessExpr},
    },
    scalar::ScalarValue,
};

use crate::functions::declared;

#[derive(Debug)]
pub(crate) struct TextSubscripts;

impl ExprPlanner for TextSubscripts {
    fn plan_field_access(
        &self,
        raw: RawFieldAccessExpr,
        schema: &DFSchema,
    ) -> Result<PlannerResult<RawFieldAccessExpr>> {
        let is_text = raw.expr.get_type(schema).is_ok_and(|kind| kind.is_string());
        let places = match &raw.field_access {
            GetFieldAccess::ListIndex { key } => Some((key.as_ref().clone(), key.as_ref().clone())),
            GetFieldAccess::ListRange { start, stop, stride } if is_one(stride) => {
                Some((start.as_ref().clone(), stop.as_ref().clone()))
            }
            _ => None,
        };
        Ok(match (places.filter(|_| is_text), declared("text_slice")) {
            (Some((start, stop)), Some(slice)) => PlannerResult::Planned(slice.call(vec![raw.expr, start, stop])),
            _ => PlannerResult::Original(raw),
        })
    }
}

fn is_one(stride: &Expr) -> bool {
    matches!(stride, Expr::Literal(ScalarValue::Int64(Some(1)), _))
}
