//! Decimals beside other numbers, as DuckDB has them.
//!
//! In: expressions in which a decimal meets a number of another kind, or is given to a function. Out: the same, where a
//! decimal becomes a float beside a float and in a division. DataFusion would make a decimal of the float. Overflow is a
//! matter of `arithmetic`.

mod beside_floats;
mod functions;
mod union;

pub(crate) use beside_floats::DecimalsBesideFloats;
pub(crate) use functions::FunctionsOfDecimals;
pub(super) use functions::rounded;
pub(super) use union::with_common_types;

use datafusion::{
    arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType},
    common::DFSchema,
    logical_expr::{BinaryExpr, Expr, ExprSchemable, Operator, cast, lit},
    scalar::ScalarValue,
};

/// The float that decimals become where both are among the types: a short one where there is no other.
pub(super) fn float_among<'a>(types: impl IntoIterator<Item = &'a DataType>) -> Option<DataType> {
    let (mut has_decimal, mut float) = (false, None);
    for kind in types {
        has_decimal |= kind.is_decimal();
        if kind.is_floating() && float != Some(DataType::Float64) {
            float = Some(kind.clone());
        }
    }
    float.filter(|_| has_decimal)
}

/// Casts the decimals among the expressions where a float is among them too; `false` where all can stay.
pub(super) fn align(expressions: &mut [&mut Expr], schema: &DFSchema) -> bool {
    let types: Vec<Option<DataType>> = expressions.iter().map(|expr| expr.get_type(schema).ok()).collect();
    let Some(float) = float_among(types.iter().flatten()) else { return false };
    for (expr, _) in
        expressions.iter_mut().zip(&types).filter(|(_, kind)| kind.as_ref().is_some_and(DataType::is_decimal))
    {
        **expr = as_float(std::mem::take(*expr), &float);
    }
    true
}

/// The decimal as a float, which is the nearest one where it is a literal.
pub(super) fn as_float(expr: Expr, float: &DataType) -> Expr {
    nearest(&expr, float).unwrap_or_else(|| cast(expr, float.clone()))
}

/// A literal of so many digits that a cast would not find the nearest float.
pub(super) fn nearest(expr: &Expr, float: &DataType) -> Option<Expr> {
    /// A float holds whole numbers and powers of ten up to these, and a cast divides the one by the other.
    const EXACT: (u128, i8) = (9_007_199_254_740_992, 22);
    let Expr::Literal(ScalarValue::Decimal128(Some(unscaled), _, scale), _) = expr else { return None };
    if unscaled.unsigned_abs() <= EXACT.0 && *scale <= EXACT.1 {
        return None;
    }
    let written = format!("{unscaled}e{}", -i16::from(*scale));
    match float {
        DataType::Float32 => written.parse::<f32>().ok().map(lit),
        _ => written.parse::<f64>().ok().map(lit),
    }
}

/// `0.5` with a digit before the point, so that a text that is read as such a number may be `1.5`.
pub(super) fn with_digit_before_the_point(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Literal(ScalarValue::Decimal128(number, precision, scale), _)
            if i16::from(*scale) == i16::from(*precision) && *precision < DECIMAL128_MAX_PRECISION =>
        {
            Some(lit(ScalarValue::Decimal128(*number, precision + 1, *scale)))
        }
        _ => None,
    }
}

/// `a / b` of decimals, which is a division of floats.
pub(super) fn division(left: &Expr, right: &Expr, types: [&DataType; 2]) -> Option<Expr> {
    let is_number = |kind: &DataType| kind.is_numeric() || kind.is_null();
    if !types.iter().all(|kind| is_number(kind)) || !types.iter().any(|kind| kind.is_decimal()) {
        return None;
    }
    let float = float_among(types).unwrap_or(DataType::Float64);
    let side = |expr: &Expr, kind: &DataType| match kind.is_floating() {
        true => expr.clone(),
        false => as_float(expr.clone(), &float),
    };
    let [left_type, right_type] = types;
    let (left, right) = (side(left, left_type), side(right, right_type));
    Some(Expr::BinaryExpr(BinaryExpr::new(Box::new(left), Operator::Divide, Box::new(right))))
}

#[cfg(test)]
mod tests {
    use datafusion::{arrow::datatypes::DataType, logical_expr::lit, scalar::ScalarValue};

    use super::{float_among, nearest, with_digit_before_the_point};

    #[test]
    fn a_float_among_decimals_is_found() {
        let decimal = DataType::Decimal128(2, 1);
        let (short, long, whole) = (DataType::Float32, DataType::Float64, DataType::Int64);
        assert_eq!(float_among([&decimal, &long, &short]), Some(DataType::Float64));
        assert_eq!(float_among([&short, &decimal, &whole]), Some(DataType::Float32));
        assert_eq!(float_among([&decimal, &whole]), None);
        assert_eq!(float_among([&long, &short]), None);
    }

    #[test]
    fn literals_become_the_nearest_float() {
        let decimal = |unscaled, scale| lit(ScalarValue::Decimal128(Some(unscaled), 38, scale));
        assert_eq!(nearest(&decimal(1, 1), &DataType::Float64), None);
        let long = decimal(123_456_789_012_345_678_901, 20);
        assert_eq!(nearest(&long, &DataType::Float64), Some(lit(1.234_567_890_123_456_8)));
        assert_eq!(nearest(&long, &DataType::Float32), Some(lit(1.234_567_9_f32)));
    }

    #[test]
    fn a_fraction_has_a_digit_before_the_point() {
        let decimal = |precision, scale| lit(ScalarValue::Decimal128(Some(5), precision, scale));
        assert_eq!(with_digit_before_the_point(&decimal(1, 1)), Some(decimal(2, 1)));
        assert_eq!(with_digit_before_the_point(&decimal(2, 1)), None);
        assert_eq!(with_digit_before_the_point(&decimal(38, 38)), None);
    }
}
