//! `sum` of whole numbers and decimals: fails where DataFusion's would go on from the other end of its type.
//!
//! In and out are DataFusion's, but for the digits of decimals. So are sums of everything else, of distinct values, and over windows that move.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use arrow::{
    array::{Array, ArrayRef, ArrowNativeTypeOp, ArrowNumericType, AsArray, BooleanArray},
    compute::{sum, sum_checked},
    datatypes::{DECIMAL128_MAX_PRECISION, DataType, Decimal128Type, DecimalType, FieldRef, Int64Type, UInt64Type},
    error::ArrowError,
};
use datafusion::{
    common::ScalarValue,
    error::{DataFusionError, Result},
    functions_aggregate::sum::Sum as General,
    logical_expr::{
        Accumulator, AggregateUDFImpl, Documentation, EmitTo, Expr, GroupsAccumulator, Operator, ReversedUDAF,
        SetMonotonicity, Signature, StatisticsArgs,
        expr::AggregateFunction,
        function::{AccumulatorArgs, StateFieldsArgs},
        utils::AggregateOrderSensitivity,
    },
};
use datafusion_functions_aggregate_common::aggregate::groups_accumulator::prim_op::PrimitiveGroupsAccumulator;

#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Sum {
    general: General,
}

impl AggregateUDFImpl for Sum {
    fn name(&self) -> &str {
        self.general.name()
    }

    fn signature(&self) -> &Signature {
        self.general.signature()
    }

    /// Decimals have all 38 digits, as in DuckDB. DataFusion's would have ten more with each sum of sums, which it makes
    /// itself where a distinct count stands beside, and then compares types that it had not planned.
    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        match arguments {
            [DataType::Decimal128(_, scale)] => Ok(DataType::Decimal128(DECIMAL128_MAX_PRECISION, *scale)),
            other => self.general.return_type(other),
        }
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        self.general.state_fields(args)
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let data_type = args.return_field.data_type().clone();
        match data_type {
            DataType::Int64 if !args.is_distinct => Ok(Box::new(Ungrouped::<Int64Type>::new(data_type))),
            DataType::UInt64 if !args.is_distinct => Ok(Box::new(Ungrouped::<UInt64Type>::new(data_type))),
            DataType::Decimal128(..) if !args.is_distinct => Ok(Box::new(Ungrouped::<Decimal128Type>::new(data_type))),
            _ => self.general.accumulator(args),
        }
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        self.general.groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        let data_type = args.return_field.data_type();
        match data_type {
            DataType::Int64 => Ok(grouped::<Int64Type>(data_type)),
            DataType::UInt64 => Ok(grouped::<UInt64Type>(data_type)),
            DataType::Decimal128(..) => Ok(grouped::<Decimal128Type>(data_type)),
            _ => self.general.create_groups_accumulator(args),
        }
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        self.general.create_sliding_accumulator(args)
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        self.general.reverse_expr()
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        self.general.order_sensitivity()
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.general.documentation()
    }

    fn set_monotonicity(&self, data_type: &DataType) -> SetMonotonicity {
        self.general.set_monotonicity(data_type)
    }

    fn simplify_expr_op_literal(
        &self,
        function: &AggregateFunction,
        argument: &Expr,
        operator: Operator,
        literal: &Expr,
        is_left: bool,
    ) -> Result<Option<Expr>> {
        self.general.simplify_expr_op_literal(function, argument, operator, literal, is_left)
    }

    fn value_from_stats(&self, args: &StatisticsArgs<'_>) -> Option<ScalarValue> {
        self.general.value_from_stats(args)
    }
}

fn overflow(data_type: &DataType) -> DataFusionError {
    ArrowError::ArithmeticOverflow(format!("a sum does not fit into {data_type}")).into()
}

/// A decimal's type ends before the number that holds it does.
fn fits(sum: &ScalarValue) -> bool {
    match sum {
        ScalarValue::Decimal128(Some(sum), precision, _) => {
            Decimal128Type::is_valid_decimal_precision(*sum, *precision)
        }
        _ => true,
    }
}

/// Decimals of so many digits are 64-bit numbers in 128 bits: a batch cannot overflow, and is added several at a time.
const ADDED_UNCHECKED: u8 = 18;

/// The sum of all rows.
#[derive(Debug)]
struct Ungrouped<T: ArrowNumericType> {
    sum: Option<T::Native>,
    data_type: DataType,
}

impl<T: ArrowNumericType> Ungrouped<T> {
    fn new(data_type: DataType) -> Self {
        Self { sum: None, data_type }
    }
}

impl<T: ArrowNumericType + std::fmt::Debug> Accumulator for Ungrouped<T> {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let Some(values) = values.first() else { return Ok(()) };
        let numbers = values.as_primitive::<T>();
        let added = match values.data_type() {
            DataType::Decimal128(precision, _) if *precision <= ADDED_UNCHECKED => sum(numbers),
            _ => sum_checked(numbers).map_err(|_| overflow(&self.data_type))?,
        };
        if let Some(added) = added {
            let sum = self.sum.unwrap_or(T::Native::ZERO).add_checked(added);
            self.sum = Some(sum.map_err(|_| overflow(&self.data_type))?);
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.update_batch(states)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.evaluate()?])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let sum = ScalarValue::new_primitive::<T>(self.sum, &self.data_type)?;
        if fits(&sum) { Ok(sum) } else { Err(overflow(&self.data_type)) }
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }
}

fn grouped<T: ArrowNumericType + Send>(data_type: &DataType) -> Box<dyn GroupsAccumulator> {
    let has_overflowed = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&has_overflowed);
    let sums = PrimitiveGroupsAccumulator::<T, _>::new(data_type, move |sum: &mut T::Native, added| {
        match sum.add_checked(added) {
            Ok(next) => *sum = next,
            Err(_) => seen.store(true, Ordering::Relaxed),
        }
    });
    Box::new(Grouped { sums, has_overflowed, data_type: data_type.clone() })
}

/// A sum for each group.
struct Grouped<G> {
    sums: G,
    has_overflowed: Arc<AtomicBool>,
    data_type: DataType,
}

impl<G> Grouped<G> {
    fn checked(&self) -> Result<()> {
        if self.has_overflowed.load(Ordering::Relaxed) { Err(overflow(&self.data_type)) } else { Ok(()) }
    }
}

impl<G: GroupsAccumulator> GroupsAccumulator for Grouped<G> {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        number: usize,
    ) -> Result<()> {
        self.sums.update_batch(values, groups, filter, number)?;
        self.checked()
    }

    fn merge_batch(&mut self, states: &[ArrayRef], groups: &[usize], number: usize) -> Result<()> {
        self.sums.merge_batch(states, groups, number)?;
        self.checked()
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let sums = self.sums.evaluate(emit_to)?;
        if let DataType::Decimal128(precision, _) = sums.data_type() {
            let decimals = sums.as_primitive::<Decimal128Type>();
            decimals.validate_decimal_precision(*precision).map_err(|_| overflow(&self.data_type))?;
        }
        Ok(sums)
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![self.evaluate(emit_to)?])
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        self.sums.convert_to_state(values, filter)
    }

    fn size(&self) -> usize {
        self.sums.size()
    }
}
