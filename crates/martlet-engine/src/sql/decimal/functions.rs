//! What functions make of decimals: without a fraction `floor`, `ceil` and `trunc` have no digits behind the point, and
//! an average is a double.

use datafusion::{
    arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType},
    common::{DFSchema, config::ConfigOptions, tree_node::Transformed},
    error::Result,
    functions::math,
    logical_expr::{
        Expr, ExprSchemable, WindowFunctionDefinition, cast,
        expr::{AggregateFunction, ScalarFunction},
        expr_rewriter::FunctionRewrite,
        lit,
    },
    scalar::ScalarValue,
};

use super::as_float;

/// The decimal rounded to so many digits, halves away from zero. A cast does so too, but is thought to lose nothing where
/// it is compared.
pub(in crate::sql) fn rounded(expr: Expr, digits: i8) -> Expr {
    math::expr_fn::round(vec![expr, lit(i32::from(digits))])
}

#[derive(Debug)]
pub(crate) struct FunctionsOfDecimals;

impl FunctionRewrite for FunctionsOfDecimals {
    fn name(&self) -> &'static str {
        "functions_of_decimals"
    }

    fn rewrite(&self, expr: Expr, schema: &DFSchema, _: &ConfigOptions) -> Result<Transformed<Expr>> {
        Ok(match expr {
            Expr::ScalarFunction(mut function) => {
                let is_rounding = matches!(function.func.name(), "round" | "trunc");
                let changed = is_rounding && with_digits(&mut function);
                match shortened(&function, schema) {
                    Some(kind) => {
                        with_room(&mut function, schema);
                        Transformed::yes(cast(Expr::ScalarFunction(function), kind))
                    }
                    None => Transformed::new_transformed(Expr::ScalarFunction(function), changed),
                }
            }
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

/// The digits to round to, as the function takes them. A cast around them would hide them until it is folded, and the
/// type, which depends on them, would change then.
fn with_digits(function: &mut ScalarFunction) -> bool {
    let [_, Expr::Literal(digits, _)] = function.args.as_mut_slice() else { return false };
    let ScalarValue::Int64(Some(number)) = digits else { return false };
    let Ok(number) = i32::try_from(*number) else { return false };
    *digits = ScalarValue::Int32(Some(number));
    true
}

/// `ceil(9.9)` is refused where its argument has no digit more.
fn with_room(function: &mut ScalarFunction, schema: &DFSchema) {
    let Some(argument) = function.args.first_mut() else { return };
    let Ok(DataType::Decimal128(precision, scale)) = argument.get_type(schema) else { return };
    if function.func.name() != "trunc" && precision < DECIMAL128_MAX_PRECISION {
        *argument = cast(std::mem::take(argument), DataType::Decimal128(precision + 1, scale));
    }
}

/// The type without the digits that are zeros.
fn shortened(function: &ScalarFunction, schema: &DFSchema) -> Option<DataType> {
    let digits = match (function.func.name(), function.args.as_slice()) {
        ("floor" | "ceil" | "trunc", [_]) => 0,
        ("trunc", [_, Expr::Literal(ScalarValue::Int32(Some(digits)), _)]) => (*digits).max(0),
        _ => return None,
    };
    let DataType::Decimal128(precision, scale) = function.args.first()?.get_type(schema).ok()? else { return None };
    let digits = i8::try_from(digits).ok().filter(|digits| *digits < scale)?;
    // A digit more for what is rounded up.
    let precision = (precision + 1).checked_sub((scale - digits).unsigned_abs())?;
    Some(DataType::Decimal128(precision.clamp(1, DECIMAL128_MAX_PRECISION), digits))
}
