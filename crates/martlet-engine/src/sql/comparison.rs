//! Comparisons of values with texts and numbers of another type, as DuckDB makes them.
//!
//! In: a comparison, an `IN` list or a `BETWEEN`. Out: the same, where DataFusion would refuse it: a text beside a
//! boolean, a whole number or a time is read as one (`'yes'`, `'2.5'`, `'2020-2-1'`), and a boolean beside a number
//! becomes 0 or 1. A decimal beside a float becomes one, and times of day are of one precision. What cannot be compared or
//! read so is refused.

use datafusion::{
    arrow::datatypes::{DataType, TimeUnit},
    common::{DFSchema, config::ConfigOptions, tree_node::Transformed},
    error::Result,
    logical_expr::{
        Between, BinaryExpr, Expr, ExprSchemable, Operator, cast,
        expr::InList,
        expr_rewriter::FunctionRewrite,
        lit,
        planner::{ExprPlanner, PlannerResult, RawBinaryExpr},
        sqlparser::ast::BinaryOperator,
    },
    scalar::ScalarValue,
};

use super::{
    comparable::{By, check},
    decimal,
    text_of_time::as_time,
};

/// Changes both sides where needed.
#[derive(Debug)]
pub(crate) struct ComparisonAcrossTypes;

/// DataFusion types a comparison of two values while it plans it, before any rewrite.
impl ExprPlanner for ComparisonAcrossTypes {
    fn plan_binary_op(&self, raw: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        let Some(operator) = comparison(&raw.op) else { return Ok(PlannerResult::Original(raw)) };
        let mut sides = [raw.left.clone(), raw.right.clone()];
        let is_read = check(&mut sides, by(operator, &operator.to_string()), schema)?;
        if !align(&mut sides, schema) && !is_read {
            return Ok(PlannerResult::Original(raw));
        }
        let [left, right] = sides;
        Ok(PlannerResult::Planned(Expr::BinaryExpr(BinaryExpr::new(Box::new(left), operator, Box::new(right)))))
    }
}

impl FunctionRewrite for ComparisonAcrossTypes {
    fn name(&self) -> &'static str {
        "comparison_across_types"
    }

    fn rewrite(&self, expr: Expr, schema: &DFSchema, _: &ConfigOptions) -> Result<Transformed<Expr>> {
        match expr {
            Expr::InList(InList { expr, list, negated }) => {
                let mut sides = vec![*expr];
                sides.extend(list);
                let is_read = check(&mut sides, By::Equality, schema)?;
                let changed = align(&mut sides, schema) || is_read;
                let expr = Box::new(sides.remove(0));
                Ok(Transformed::new_transformed(Expr::InList(InList { expr, list: sides, negated }), changed))
            }
            Expr::Between(Between { expr, negated, low, high }) => {
                let mut sides = [*expr, *low, *high];
                check(&mut sides, By::Order("BETWEEN"), schema)?;
                let changed = align(&mut sides, schema);
                let [expr, low, high] = sides.map(Box::new);
                Ok(Transformed::new_transformed(Expr::Between(Between { expr, negated, low, high }), changed))
            }
            // Not all have passed the planner as such, and types may have changed since.
            Expr::BinaryExpr(BinaryExpr { left, op, right }) if is_comparison(op) => {
                let mut sides = [*left, *right];
                let is_read = check(&mut sides, by(op, &op.to_string()), schema)?;
                let changed = align(&mut sides, schema) || is_read;
                let [left, right] = sides.map(Box::new);
                Ok(Transformed::new_transformed(Expr::BinaryExpr(BinaryExpr::new(left, op, right)), changed))
            }
            other => Ok(Transformed::no(other)),
        }
    }
}

pub(super) fn comparison(operator: &BinaryOperator) -> Option<Operator> {
    Some(match operator {
        BinaryOperator::Eq => Operator::Eq,
        BinaryOperator::NotEq => Operator::NotEq,
        BinaryOperator::Lt => Operator::Lt,
        BinaryOperator::LtEq => Operator::LtEq,
        BinaryOperator::Gt => Operator::Gt,
        BinaryOperator::GtEq => Operator::GtEq,
        _ => return None,
    })
}

fn by(operator: Operator, written: &str) -> By<'_> {
    match operator {
        Operator::Lt | Operator::LtEq | Operator::Gt | Operator::GtEq => By::Order(written),
        _ => By::Equality,
    }
}

fn is_comparison(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Eq
            | Operator::NotEq
            | Operator::Lt
            | Operator::LtEq
            | Operator::Gt
            | Operator::GtEq
            | Operator::IsDistinctFrom
            | Operator::IsNotDistinctFrom
    )
}

/// Brings values that are compared to a common type; `false` where they can stay.
fn align(sides: &mut [Expr], schema: &DFSchema) -> bool {
    if decimal::align(&mut sides.iter_mut().collect::<Vec<_>>(), schema) {
        return true;
    }
    let types: Vec<Option<DataType>> = sides.iter().map(|side| side.get_type(schema).ok()).collect();
    let is = |wanted: fn(&DataType) -> bool| types.iter().flatten().any(wanted);
    let mut changed = false;
    if is(is_time_of_day) {
        let finest = DataType::Time64(TimeUnit::Nanosecond);
        for (side, kind) in sides.iter_mut().zip(&types) {
            let Some(kind) = kind else { continue };
            if is_time_of_day(kind) && types.iter().flatten().any(|other| is_time_of_day(other) && other != kind) {
                *side = cast(side.clone(), finest.clone());
                changed = true;
            }
        }
        return changed;
    }
    if is(|kind| *kind == DataType::Boolean) && is(DataType::is_numeric) {
        for (side, _) in sides.iter_mut().zip(&types).filter(|(_, kind)| **kind == Some(DataType::Boolean)) {
            *side = cast(side.clone(), DataType::Int64);
            changed = true;
        }
        return changed;
    }
    if is(DataType::is_string) {
        for side in sides.iter_mut() {
            if let Some(number) = decimal::with_digit_before_the_point(side) {
                *side = number;
                changed = true;
            }
        }
    }
    let Some(typed) = types.iter().flatten().find(|kind| is_read_from_text(kind)) else { return changed };
    for side in sides {
        if let Some(read) = text(side).and_then(|text| read(text, typed)) {
            *side = read;
            changed = true;
        }
    }
    changed
}

fn is_time_of_day(kind: &DataType) -> bool {
    matches!(kind, DataType::Time32(_) | DataType::Time64(_))
}

fn is_read_from_text(kind: &DataType) -> bool {
    kind.is_integer()
        || matches!(kind, DataType::Boolean | DataType::Date32 | DataType::Date64 | DataType::Timestamp(..))
}

fn text(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Literal(
            ScalarValue::Utf8(Some(text)) | ScalarValue::Utf8View(Some(text)) | ScalarValue::LargeUtf8(Some(text)),
            _,
        ) => Some(text),
        _ => None,
    }
}

/// The text as a value of that type; `None` where DataFusion reads it too, or nobody does.
pub(super) fn read(text: &str, kind: &DataType) -> Option<Expr> {
    match kind {
        DataType::Boolean => truth(text).map(lit),
        _ if kind.is_integer() => whole_number(text).map(lit),
        _ => as_time(text, kind).map(lit),
    }
}

fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "1" => Some(true),
        "false" | "f" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// A number that is not written as a whole one, rounded; halves away from zero.
pub(crate) fn whole_number(text: &str) -> Option<i64> {
    /// Beyond, a float does not hold every whole number.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let text = text.trim();
    let is_written_so = text.contains(['.', 'e', 'E'])
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    let rounded = text.parse::<f64>().ok().filter(|_| is_written_so)?.round();
    #[expect(clippy::cast_possible_truncation, reason = "it is a whole number within the range")]
    (rounded.abs() < EXACT).then_some(rounded as i64)
}

#[cfg(test)]
mod tests {
    use super::{truth, whole_number};

    #[test]
    fn numbers_are_rounded_as_duckdb_rounds() {
        let expected = [("2.5", 3), ("-2.5", -3), ("0.5", 1), ("-0.5", -1), ("2e1", 20), ("1e-1", 0), (" 7. ", 7)];
        for (text, number) in expected {
            assert_eq!(whole_number(text), Some(number), "{text}");
        }
        for other in ["7", "x", "", "1e30", "inf", "nan", "1.2.3"] {
            assert_eq!(whole_number(other), None, "{other}");
        }
    }

    #[test]
    fn truths_are_those_of_duckdb() {
        assert_eq!(["T", "YES", "y", "1", "True"].map(truth), [Some(true); 5]);
        assert_eq!(["F", "no", "n", "0", "FALSE"].map(truth), [Some(false); 5]);
        assert_eq!(["on", "off", " true ", "2", ""].map(truth), [None; 5]);
    }
}
