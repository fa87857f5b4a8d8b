//! Arithmetic of whole numbers whose result may not fit into their type.
//!
//! In: `+`, `-` and `*`. Out: the same, but a result that does not fit is an error, as in DuckDB. Decimals and floats stay
//! as they are: DataFusion checks the first, and the second know infinity.

use datafusion::{
    common::{DFSchema, config::ConfigOptions, tree_node::Transformed},
    error::Result,
    logical_expr::{
        BinaryExpr, Expr, ExprSchemable, ScalarUDF, cast, expr_rewriter::FunctionRewrite,
        type_coercion::binary::BinaryTypeCoercer,
    },
};

use crate::functions::Checked;

#[derive(Debug)]
pub(crate) struct CheckedArithmetic;

impl FunctionRewrite for CheckedArithmetic {
    fn name(&self) -> &'static str {
        "checked_arithmetic"
    }

    fn rewrite(&self, expr: Expr, schema: &DFSchema, _: &ConfigOptions) -> Result<Transformed<Expr>> {
        let Expr::BinaryExpr(BinaryExpr { left, op, right }) = &expr else { return Ok(Transformed::no(expr)) };
        let Some(checked) = Checked::new(*op) else { return Ok(Transformed::no(expr)) };
        // Sides whose type is not known yet are told of by the planner, in its words.
        let (Ok(left_type), Ok(right_type)) = (left.get_type(schema), right.get_type(schema)) else {
            return Ok(Transformed::no(expr));
        };
        if !left_type.is_integer() || !right_type.is_integer() {
            return Ok(Transformed::no(expr));
        }
        let Ok((left_type, right_type)) = BinaryTypeCoercer::new(&left_type, op, &right_type).get_input_types() else {
            return Ok(Transformed::no(expr));
        };
        if left_type != right_type || !left_type.is_integer() {
            return Ok(Transformed::no(expr));
        }
        let sides = [left, right].map(|side| match side.get_type(schema) {
            Ok(own) if own == left_type => side.as_ref().clone(),
            _ => cast(side.as_ref().clone(), left_type.clone()),
        });
        Ok(Transformed::yes(ScalarUDF::from(checked).call(sides.to_vec())))
    }
}
