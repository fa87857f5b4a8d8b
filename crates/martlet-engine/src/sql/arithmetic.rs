//! Arithmetic of whole numbers and decimals whose result may not fit into its type.
//!
//! In: `+`, `-` and `*`. Out: the same, but a result that does not fit is an error, as in DuckDB. Floats stay as they are,
//! since they know infinity, and so do decimals whose result has room for all digits.

use datafusion::{
    arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType},
    common::{DFSchema, config::ConfigOptions, tree_node::Transformed},
    error::Result,
    logical_expr::{
        BinaryExpr, Expr, ExprSchemable, Operator, ScalarUDF, cast, expr_rewriter::FunctionRewrite,
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
        let is_exact = |kind: &DataType| kind.is_integer() || kind.is_decimal();
        if !is_exact(&left_type) || !is_exact(&right_type) {
            return Ok(Transformed::no(expr));
        }
        let Ok((left_type, right_type)) = BinaryTypeCoercer::new(&left_type, op, &right_type).get_input_types() else {
            return Ok(Transformed::no(expr));
        };
        let is_whole = left_type == right_type && left_type.is_integer();
        if !is_whole && !may_have_too_many_digits(*op, &left_type, &right_type) {
            return Ok(Transformed::no(expr));
        }
        let sides = [(left, left_type), (right, right_type)].map(|(side, kind)| match side.get_type(schema) {
            Ok(own) if own == kind => side.as_ref().clone(),
            _ => cast(side.as_ref().clone(), kind),
        });
        Ok(Transformed::yes(ScalarUDF::from(checked).call(sides.to_vec())))
    }
}

/// Whether the result of two decimals can have more digits than a decimal holds.
fn may_have_too_many_digits(operator: Operator, left: &DataType, right: &DataType) -> bool {
    let (DataType::Decimal128(left, left_scale), DataType::Decimal128(right, right_scale)) = (left, right) else {
        return false;
    };
    let [left, right, left_scale, right_scale] =
        [i16::from(*left), i16::from(*right), i16::from(*left_scale), i16::from(*right_scale)];
    let digits = match operator {
        Operator::Multiply => left + right,
        _ => (left - left_scale).max(right - right_scale) + left_scale.max(right_scale) + 1,
    };
    digits > i16::from(DECIMAL128_MAX_PRECISION)
}

#[cfg(test)]
mod tests {
    use super::{DataType, Operator, may_have_too_many_digits};

    #[test]
    fn only_results_without_room_are_checked() {
        let decimal = DataType::Decimal128;
        for (operator, left, right, is_checked) in [
            (Operator::Multiply, decimal(20, 0), decimal(18, 4), false),
            (Operator::Multiply, decimal(38, 2), decimal(1, 0), true),
            (Operator::Plus, decimal(37, 2), decimal(37, 2), false),
            (Operator::Plus, decimal(37, 2), decimal(36, 3), true),
            (Operator::Minus, decimal(38, 0), decimal(1, 0), true),
            (Operator::Plus, DataType::Float64, decimal(38, 0), false),
        ] {
            assert_eq!(may_have_too_many_digits(operator, &left, &right), is_checked, "{left} {operator} {right}");
        }
    }
}
