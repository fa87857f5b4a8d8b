//! `list_sum` and `list_avg`: of the numbers of a list, without nulls; null where there is none.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, Decimal128Array, Float64Array, Int64Array},
    datatypes::{DECIMAL128_MAX_PRECISION, DataType, Decimal128Type, Float64Type, Int64Type},
    error::ArrowError,
};
use datafusion::{
    common::plan_err,
    error::Result,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use super::each::{argument, over_arrays};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Total {
    Sum,
    Average,
}

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct ListTotal {
    total: Total,
    signature: Signature,
}

impl ListTotal {
    pub(super) fn new(total: Total) -> Self {
        Self { total, signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for ListTotal {
    fn name(&self) -> &'static str {
        match self.total {
            Total::Sum => "list_sum",
            Total::Average => "list_avg",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let item = match given {
            [DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _)] => item.data_type(),
            [DataType::Null] => &DataType::Null,
            _ => return plan_err!("{} takes (list of numbers)", self.name()),
        };
        let number = match item {
            DataType::Null => DataType::Int64,
            // True is 1 in a sum, and has no average.
            DataType::Boolean if self.total == Total::Sum => DataType::Int64,
            whole if whole.is_integer() => DataType::Int64,
            DataType::Decimal128(..) => item.clone(),
            float if float.is_floating() => DataType::Float64,
            _ => return plan_err!("{} takes (list of numbers)", self.name()),
        };
        Ok(vec![DataType::new_list(number, true)])
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        Ok(match (self.total, arguments) {
            (Total::Average, _) => DataType::Float64,
            (Total::Sum, [DataType::List(item)]) => match item.data_type() {
                DataType::Decimal128(_, scale) => DataType::Decimal128(DECIMAL128_MAX_PRECISION, *scale),
                other => other.clone(),
            },
            _ => return plan_err!("{} takes (list of numbers)", self.name()),
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        over_arrays(&args, |arrays| {
            let lists = argument(arrays, 0)?.as_list::<i32>();
            let lists = (0..lists.len()).map(|row| (!lists.is_null(row)).then(|| lists.value(row)));
            match self.total {
                Total::Sum => sums(lists, &args.return_type().clone()),
                Total::Average => {
                    let averages = lists.map(|list| list.and_then(|list| average(&list)));
                    Ok(Arc::new(averages.collect::<Float64Array>()))
                }
            }
        })
    }
}

fn sums(lists: impl Iterator<Item = Option<ArrayRef>>, kind: &DataType) -> Result<ArrayRef> {
    Ok(match kind {
        DataType::Float64 => {
            Arc::new(lists.map(|list| list.and_then(|list| sum_of_doubles(&list))).collect::<Float64Array>())
        }
        DataType::Decimal128(precision, scale) => {
            let fits = |sum: i128| sum.unsigned_abs() < 10_u128.pow(u32::from(*precision));
            let sums = lists.map(|list| match list.and_then(|list| sum_of_whole(&list)) {
                Some(sum) if !fits(sum) => Err(overflow(kind)),
                sum => Ok(sum),
            });
            let sums = sums.collect::<Result<Decimal128Array, _>>()?;
            Arc::new(sums.with_precision_and_scale(*precision, *scale)?)
        }
        _ => {
            let sums = lists.map(|list| {
                let sum = list.and_then(|list| sum_of_whole(&list));
                sum.map(|sum| i64::try_from(sum).map_err(|_| overflow(kind))).transpose()
            });
            Arc::new(sums.collect::<Result<Int64Array, _>>()?)
        }
    })
}

fn overflow(kind: &DataType) -> ArrowError {
    ArrowError::ArithmeticOverflow(format!("a sum does not fit into {kind}"))
}

fn average(list: &ArrayRef) -> Option<f64> {
    let count = (list.len() - list.null_count()) as f64;
    let sum = match list.data_type() {
        DataType::Float64 => sum_of_doubles(list),
        DataType::Decimal128(_, scale) => sum_of_whole(list).map(|sum| sum as f64 / 10_f64.powi(i32::from(*scale))),
        _ => sum_of_whole(list).map(|sum| sum as f64),
    };
    sum.map(|sum| sum / count)
}

/// From the first to the last, as DuckDB adds.
fn sum_of_doubles(list: &ArrayRef) -> Option<f64> {
    list.as_primitive::<Float64Type>().iter().flatten().reduce(|sum, value| sum + value)
}

/// Lists are too short for the sum of whole numbers to overflow; decimals are cut off at the largest of all.
fn sum_of_whole(list: &ArrayRef) -> Option<i128> {
    match list.data_type() {
        DataType::Decimal128(..) => {
            list.as_primitive::<Decimal128Type>().iter().flatten().reduce(|sum, value| sum.saturating_add(value))
        }
        _ => list.as_primitive::<Int64Type>().iter().flatten().map(i128::from).reduce(|sum, value| sum + value),
    }
}
