//! What functions make of decimals: without a fraction `floor`, `ceil` and `trunc` have no digits behind the point, and
//! an average is a double.

use datafusion::{
    arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType},
    common::{DFSchema, config::ConfigOptions, tree_node::Transformed},
    error::Result,
    logical_expr::{
        Expr, ExprSchemable, WindowFunctionDefinition, cast,
        expr::{AggregateFunction, ScalarFunction},
        expr_rewriter::FunctionRewrite,
    },
    scalar::ScalarValue,
};

use super::as_float;

#[derive(Debug)]
pub(crate) struct FunctionsOfDecimals;

impl FunctionRewrite for FunctionsOfDecimals {
    fn name(&self) -> &'static str {
        "functions_of_decimals"
    }

    fn rewrite(&self, expr: Expr, schema: &DFSchema, _: &ConfigOptions) -> Result<Transformed<Expr>> {
        Ok(match expr {
            Expr::Literal(literal, metadata) => match with_digit_before_the_point(&literal) {
                Some(literal) => Transformed::yes(Expr::Literal(literal, metadata)),
                None => Transformed::no(Expr::Literal(literal, metadata)),
            },
            Expr::ScalarFunction(function) => match shortened(&function, schema) {
                Some(kind) => Transformed::yes(cast(Expr::ScalarFunction(function), kind)),
                None => Transformed::no(Expr::ScalarFunction(function)),
            },
            Expr::AggregateFunction(AggregateFunction { func, mut params }) if func.name() == "avg" => {
                let changed = to_doubles(&mut params.args, schema);
                Transformed::new_transformed(Expr::AggregateFunction(AggregateFunction { func, params }), changed)
            }
            Expr::WindowFunction(mut window) => {
                let is_average = matches!(&window.fun, WindowFunctionDefinition::AggregateUDF(f) if f.name() == "avg");
                let changed = is_average && to_doubles(&mut window.params.args, schema);
                Transformed::new_transformed(Expr::WindowFunction(window), changed)
            }
            other => Transformed::no(other),
        })
    }
}

/// `0.5` has two digits, so that a text that is read as such a number may be `1.5`.
fn with_digit_before_the_point(literal: &ScalarValue) -> Option<ScalarValue> {
    match literal {
        ScalarValue::Decimal128(number, precision, scale)
            if i16::from(*scale) == i16::from(*precision) && *precision < DECIMAL128_MAX_PRECISION =>
        {
            Some(ScalarValue::Decimal128(*number, precision + 1, *scale))
        }
        _ => None,
    }
}

fn to_doubles(arguments: &mut [Expr], schema: &DFSchema) -> bool {
    let mut changed = false;
    for argument in arguments {
        if argument.get_type(schema).is_ok_and(|kind| kind.is_decimal()) {
            *argument = as_float(std::mem::take(argument), &DataType::Float64);
            changed = true;
        }
    }
    changed
}

/// The type without the digits that are zeros.
fn shortened(function: &ScalarFunction, schema: &DFSchema) -> Option<DataType> {
    let digits = match (function.func.name(), function.args.as_slice()) {
        ("floor" | "ceil" | "trunc", [_]) => 0,
        ("trunc", [_, Expr::Literal(digits, _)]) => i64::try_from(digits.clone()).ok()?.max(0),
        _ => return None,
    };
    let DataType::Decimal128(precision, scale) = function.args.first()?.get_type(schema).ok()? else { return None };
    let digits = i8::try_from(digits).ok().filter(|digits| *digits < scale)?;
    // A digit more for what is rounded up.
    let precision = (precision + 1).checked_sub((scale - digits).unsigned_abs())?;
    Some(DataType::Decimal128(precision.clamp(1, DECIMAL128_MAX_PRECISION), digits))
}
