//! Casts and operators whose meaning depends on the types, as DuckDB has them.
//!
//! In: casts and operations that DataFusion would refuse or answer otherwise. Out: the same, written with what answers
//! alike: a number with a fraction is rounded when it becomes a whole one, a moment as text has a blank and no `T`, an
//! interval can be multiplied and divided. What DataFusion and DuckDB compute alike is left as it is.

use datafusion::{
    arrow::datatypes::{DataType, IntervalUnit, TimeUnit},
    common::{DFSchema, config::ConfigOptions, tree_node::Transformed},
    error::Result,
    logical_expr::{
        BinaryExpr, Cast, Expr, ExprSchemable, Operator, ScalarUDF, TryCast, cast,
        expr::ScalarFunction,
        expr_rewriter::FunctionRewrite,
        lit,
        planner::{ExprPlanner, PlannerResult, RawBinaryExpr},
        sqlparser::ast::BinaryOperator,
    },
    scalar::ScalarValue,
};

use super::{decimal, text_of_time::as_time};
use crate::functions::{IntervalFraction, IntervalTimes, RoundEven, TextOf, WholeNumberText};

const MOMENT: DataType = DataType::Timestamp(TimeUnit::Microsecond, None);
const INTERVAL: DataType = DataType::Interval(IntervalUnit::MonthDayNano);
const MICROSECONDS: DataType = DataType::Duration(TimeUnit::Microsecond);

/// DataFusion types an operation while it plans it, before any rewrite.
#[derive(Debug)]
pub(crate) struct OperatorsAcrossTypes;

impl ExprPlanner for OperatorsAcrossTypes {
    fn plan_binary_op(&self, raw: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        let (Ok(left), Ok(right)) = (raw.left.get_type(schema), raw.right.get_type(schema)) else {
            return Ok(PlannerResult::Original(raw));
        };
        let planned = match raw.op {
            BinaryOperator::DuckIntegerDivide => Some(whole_division(&raw, &left, &right)),
            BinaryOperator::StringConcat => concatenation(&raw, &left, &right),
            BinaryOperator::Multiply => multiple(&raw, &left, &right),
            BinaryOperator::Divide => {
                share(&raw, &left, &right).or_else(|| decimal::division(&raw.left, &raw.right, [&left, &right]))
            }
            BinaryOperator::Plus | BinaryOperator::Minus => moved(&raw, &left, &right),
            BinaryOperator::Lt => duration(&raw, Operator::Lt, &left, &right),
            BinaryOperator::LtEq => duration(&raw, Operator::LtEq, &left, &right),
            BinaryOperator::Gt => duration(&raw, Operator::Gt, &left, &right),
            BinaryOperator::GtEq => duration(&raw, Operator::GtEq, &left, &right),
            BinaryOperator::Eq => duration(&raw, Operator::Eq, &left, &right),
            BinaryOperator::NotEq => duration(&raw, Operator::NotEq, &left, &right),
            _ => None,
        };
        Ok(match planned {
            Some(expr) => PlannerResult::Planned(expr),
            None => PlannerResult::Original(raw),
        })
    }
}

fn binary(left: Expr, operator: Operator, right: Expr) -> Expr {
    Expr::BinaryExpr(BinaryExpr::new(Box::new(left), operator, Box::new(right)))
}

fn call(function: ScalarUDF, arguments: Vec<Expr>) -> Expr {
    Expr::ScalarFunction(ScalarFunction::new_udf(function.into(), arguments))
}

/// `a // b`: without the fraction for whole numbers, with it for others.
fn whole_division(raw: &RawBinaryExpr, left: &DataType, right: &DataType) -> Expr {
    let side = |expr: &Expr| match left.is_integer() && right.is_integer() {
        true => expr.clone(),
        false => cast(expr.clone(), DataType::Float64),
    };
    binary(side(&raw.left), Operator::Divide, side(&raw.right))
}

/// `a || b`: moments and numbers with a fraction become text by a cast, which is then written as below.
fn concatenation(raw: &RawBinaryExpr, left: &DataType, right: &DataType) -> Option<Expr> {
    let is_time = |kind: &DataType| matches!(kind, DataType::Timestamp(..) | DataType::Time32(_) | DataType::Time64(_));
    let is_other = |kind: &DataType| is_time(kind) || kind.is_floating() || kind.is_decimal();
    let is_plain = |kind: &DataType| kind.is_integer() || *kind == DataType::Boolean || is_other(kind);
    if !(is_other(left) || is_other(right) || is_plain(left) && is_plain(right)) {
        return None;
    }
    let side = |expr: &Expr, kind: &DataType| match is_plain(kind) {
        true => cast(expr.clone(), DataType::Utf8),
        false => expr.clone(),
    };
    Some(binary(side(&raw.left, left), Operator::StringConcat, side(&raw.right, right)))
}

/// `n * interval`.
fn multiple(raw: &RawBinaryExpr, left: &DataType, right: &DataType) -> Option<Expr> {
    let (interval, number, kind) = match (left, right) {
        (DataType::Interval(_), number) => (&raw.left, &raw.right, number),
        (number, DataType::Interval(_)) => (&raw.right, &raw.left, number),
        _ => return None,
    };
    let interval = cast(interval.clone(), INTERVAL);
    if kind.is_integer() {
        let number = cast(number.clone(), DataType::Int64);
        return Some(call(ScalarUDF::from(IntervalTimes::default()), vec![interval, number]));
    }
    let number = kind.is_numeric().then(|| decimal::as_float(number.clone(), &DataType::Float64))?;
    Some(call(ScalarUDF::from(IntervalFraction::multiplied()), vec![interval, number]))
}

/// `interval / n`.
fn share(raw: &RawBinaryExpr, left: &DataType, right: &DataType) -> Option<Expr> {
    let DataType::Interval(_) = left else { return None };
    let number = right.is_numeric().then(|| decimal::as_float(raw.right.clone(), &DataType::Float64))?;
    Some(call(ScalarUDF::from(IntervalFraction::divided()), vec![cast(raw.left.clone(), INTERVAL), number]))
}

/// `date ± interval` is a moment where the interval is less than days, or may be.
fn moved(raw: &RawBinaryExpr, left: &DataType, right: &DataType) -> Option<Expr> {
    let has_no_time = |expr: &Expr| match expr {
        Expr::Literal(ScalarValue::IntervalMonthDayNano(Some(interval)), _) => interval.nanoseconds == 0,
        _ => false,
    };
    match (left, right, &raw.op) {
        (DataType::Date32, DataType::Interval(_), BinaryOperator::Plus) if !has_no_time(&raw.right) => {
            Some(binary(cast(raw.left.clone(), MOMENT), Operator::Plus, raw.right.clone()))
        }
        (DataType::Date32, DataType::Interval(_), BinaryOperator::Minus) if !has_no_time(&raw.right) => {
            Some(binary(cast(raw.left.clone(), MOMENT), Operator::Minus, raw.right.clone()))
        }
        (DataType::Interval(_), DataType::Date32, BinaryOperator::Plus) if !has_no_time(&raw.left) => {
            Some(binary(raw.left.clone(), Operator::Plus, cast(raw.right.clone(), MOMENT)))
        }
        _ => None,
    }
}

/// The time between two moments, beside an interval; a month counts as 30 days.
fn duration(raw: &RawBinaryExpr, operator: Operator, left: &DataType, right: &DataType) -> Option<Expr> {
    let length = |expr: &Expr| match expr {
        Expr::Literal(ScalarValue::IntervalMonthDayNano(Some(interval)), _) => {
            const DAY: i64 = 86_400_000_000;
            let days = i64::from(interval.months) * 30 + i64::from(interval.days);
            let length = days.checked_mul(DAY)?.checked_add(interval.nanoseconds / 1_000)?;
            Some(lit(ScalarValue::DurationMicrosecond(Some(length))))
        }
        _ => None,
    };
    match (left, right) {
        (DataType::Duration(_), DataType::Interval(_)) => {
            Some(binary(cast(raw.left.clone(), MICROSECONDS), operator, length(&raw.right)?))
        }
        (DataType::Interval(_), DataType::Duration(_)) => {
            Some(binary(length(&raw.left)?, operator, cast(raw.right.clone(), MICROSECONDS)))
        }
        _ => None,
    }
}

/// Casts, and the functions that make texts of values of other types.
#[derive(Debug)]
pub(crate) struct CastsAcrossTypes;

impl FunctionRewrite for CastsAcrossTypes {
    fn name(&self) -> &'static str {
        "casts_across_types"
    }

    fn rewrite(&self, expr: Expr, schema: &DFSchema, _: &ConfigOptions) -> Result<Transformed<Expr>> {
        Ok(match expr {
            Expr::Cast(Cast { expr, field }) => match read(&expr, field.data_type(), schema) {
                Some(read) => Transformed::yes(Expr::Cast(Cast { expr: Box::new(read), field })),
                None => Transformed::no(Expr::Cast(Cast { expr, field })),
            },
            Expr::TryCast(TryCast { expr, field }) => match read(&expr, field.data_type(), schema) {
                Some(read) => Transformed::yes(Expr::TryCast(TryCast { expr: Box::new(read), field })),
                None => Transformed::no(Expr::TryCast(TryCast { expr, field })),
            },
            Expr::ScalarFunction(ScalarFunction { func, args }) if matches!(func.name(), "concat" | "concat_ws") => {
                let mut changed = false;
                let args = args.into_iter().map(|arg| match read(&arg, &DataType::Utf8, schema) {
                    Some(text) => {
                        changed = true;
                        text
                    }
                    None => arg,
                });
                let args = args.collect();
                Transformed::new_transformed(Expr::ScalarFunction(ScalarFunction { func, args }), changed)
            }
            Expr::ScalarFunction(function) if function.func.name() == "date_part" => {
                match part_of_duration(&function, schema) {
                    Some(part) => Transformed::yes(part),
                    None => Transformed::no(Expr::ScalarFunction(function)),
                }
            }
            other => Transformed::no(other),
        })
    }
}

/// What to cast instead of the expression; `None` where it can stay.
fn read(expr: &Expr, wanted: &DataType, schema: &DFSchema) -> Option<Expr> {
    let kind = expr.get_type(schema).ok()?;
    let is_text = matches!(kind, DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8);
    match wanted {
        _ if wanted.is_integer() => match kind {
            DataType::Float16 | DataType::Float32 | DataType::Float64 => {
                Some(call(ScalarUDF::from(RoundEven::default()), vec![cast(expr.clone(), DataType::Float64)]))
            }
            DataType::Decimal128(_, scale) if scale > 0 => Some(decimal::rounded(expr.clone(), 0)),
            _ if is_text => {
                Some(call(ScalarUDF::from(WholeNumberText::default()), vec![cast(expr.clone(), DataType::Utf8)]))
            }
            _ => None,
        },
        DataType::Float64 | DataType::Float32 => decimal::nearest(expr, wanted),
        DataType::Decimal128(_, digits) => match kind {
            DataType::Boolean => Some(cast(expr.clone(), DataType::Int32)),
            DataType::Decimal128(_, scale) if scale > *digits => Some(decimal::rounded(expr.clone(), *digits)),
            _ => None,
        },
        DataType::Boolean if kind.is_decimal() => Some(binary(expr.clone(), Operator::NotEq, lit(0_i64))),
        DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 => match kind {
            DataType::Timestamp(_, None) => {
                Some(call(ScalarUDF::from(TextOf::default()), vec![cast(expr.clone(), MOMENT)]))
            }
            // Moments with a zone are in UTC.
            DataType::Timestamp(_, Some(_)) => {
                let text = call(ScalarUDF::from(TextOf::default()), vec![cast(expr.clone(), MOMENT)]);
                Some(binary(text, Operator::StringConcat, lit("+00")))
            }
            DataType::Time32(_) | DataType::Time64(_) => {
                let time = cast(expr.clone(), DataType::Time64(TimeUnit::Microsecond));
                Some(call(ScalarUDF::from(TextOf::default()), vec![time]))
            }
            DataType::Float32 | DataType::Float64 => Some(call(ScalarUDF::from(TextOf::default()), vec![expr.clone()])),
            DataType::Interval(_) => {
                let interval = cast(expr.clone(), DataType::Interval(IntervalUnit::MonthDayNano));
                Some(call(ScalarUDF::from(TextOf::default()), vec![interval]))
            }
            DataType::Duration(_) => {
                Some(call(ScalarUDF::from(TextOf::default()), vec![cast(expr.clone(), MICROSECONDS)]))
            }
            _ => None,
        },
        DataType::Timestamp(..) | DataType::Date32 => match expr {
            Expr::Literal(
                ScalarValue::Utf8(Some(text)) | ScalarValue::Utf8View(Some(text)) | ScalarValue::LargeUtf8(Some(text)),
                _,
            ) => as_time(text, wanted).map(lit),
            _ => None,
        },
        _ => None,
    }
}

/// Hours, minutes and seconds of what is between two moments are those of its last day.
fn part_of_duration(function: &ScalarFunction, schema: &DFSchema) -> Option<Expr> {
    let [Expr::Literal(part, _), time] = function.args.as_slice() else { return None };
    let DataType::Duration(_) = time.get_type(schema).ok()? else { return None };
    let part = part.try_as_str()??.to_ascii_lowercase();
    let microseconds = cast(cast(time.clone(), MICROSECONDS), DataType::Int64);
    let in_last = |unit: i64, all: i64| {
        binary(binary(microseconds.clone(), Operator::Divide, lit(unit)), Operator::Modulo, lit(all))
    };
    Some(match part.as_str() {
        "epoch" => binary(cast(microseconds, DataType::Float64), Operator::Divide, lit(1e6)),
        "hour" => cast(in_last(3_600_000_000, 24), DataType::Int32),
        "minute" => cast(in_last(60_000_000, 60), DataType::Int32),
        "second" => cast(in_last(1_000_000, 60), DataType::Int32),
        "millisecond" => cast(in_last(1_000, 60_000), DataType::Int32),
        "microsecond" => cast(in_last(1, 60_000_000), DataType::Int32),
        _ => return None,
    })
}
