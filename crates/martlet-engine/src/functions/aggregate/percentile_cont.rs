//! `percentile_cont`, or `quantile_cont`: the value at a share of all values in order, between two of them where need be.
//!
//! Decimals give a decimal of their type, without the digits beyond, as in DuckDB; whole numbers give a double. Nulls are
//! left out; of nothing the answer is null. DataFusion's function knows no decimals, and weighs with six digits.

use std::{fmt::Debug, sync::Arc};

use arrow::{
    array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, BooleanArray, ListArray, PrimitiveArray},
    buffer::{OffsetBuffer, ScalarBuffer},
    datatypes::{ArrowNativeTypeOp, DataType, Decimal128Type, Field, FieldRef, Float32Type, Float64Type, Schema},
    record_batch::RecordBatch,
};
use datafusion::{
    common::{ScalarValue, plan_err},
    error::{DataFusionError, Result},
    logical_expr::{
        Accumulator, AggregateUDFImpl, ColumnarValue, EmitTo, GroupsAccumulator, Signature, Volatility,
        function::{AccumulatorArgs, StateFieldsArgs},
        utils::format_state_name,
    },
};

const NAME: &str = "percentile_cont";

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct PercentileCont {
    signature: Signature,
    aliases: Vec<String>,
}

impl Default for PercentileCont {
    fn default() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable), aliases: vec!["quantile_cont".to_owned()] }
    }
}

impl AggregateUDFImpl for PercentileCont {
    fn name(&self) -> &str {
        NAME
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arguments: &[DataType]) -> Result<Vec<DataType>> {
        let [value, _] = arguments else { return plan_err!("{NAME} takes values and a share between 0 and 1") };
        let value = match value {
            DataType::Float32 | DataType::Decimal128(..) => value.clone(),
            value if value.is_numeric() || value.is_null() => DataType::Float64,
            other => return plan_err!("{NAME} is of numbers, not of {other}"),
        };
        Ok(vec![value, DataType::Float64])
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        match arguments.first() {
            Some(value) => Ok(value.clone()),
            None => plan_err!("{NAME} takes values and a share between 0 and 1"),
        }
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let values = Field::new_list_field(args.return_field.data_type().clone(), true);
        Ok(vec![Arc::new(Field::new_list(format_state_name(args.name, NAME), values, true))])
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let share = share(&args)?;
        let (data_type, is_distinct) = (args.return_field.data_type().clone(), args.is_distinct);
        match data_type {
            DataType::Float32 => Ok(Box::new(Percentile::<Float32Type>::new(share, data_type, is_distinct))),
            DataType::Decimal128(..) => Ok(Box::new(Percentile::<Decimal128Type>::new(share, data_type, is_distinct))),
            _ => Ok(Box::new(Percentile::<Float64Type>::new(share, data_type, is_distinct))),
        }
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        !args.is_distinct
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        let share = share(&args)?;
        let data_type = args.return_field.data_type().clone();
        match data_type {
            DataType::Float32 => Ok(Box::new(Percentiles::<Float32Type>::new(share, data_type))),
            DataType::Decimal128(..) => Ok(Box::new(Percentiles::<Decimal128Type>::new(share, data_type))),
            _ => Ok(Box::new(Percentiles::<Float64Type>::new(share, data_type))),
        }
    }

    fn supports_within_group_clause(&self) -> bool {
        true
    }
}

/// From the end where the values are ordered so.
fn share(args: &AccumulatorArgs<'_>) -> Result<f64> {
    let written = args.exprs.get(1).map(|share| share.evaluate(&RecordBatch::new_empty(Schema::empty().into())));
    let Some(Ok(ColumnarValue::Scalar(written))) = written else {
        return plan_err!("the share of {NAME} must be a number, not a column");
    };
    let is_descending = args.order_bys.first().is_some_and(|order| order.options.descending);
    match written.cast_to(&DataType::Float64)? {
        ScalarValue::Float64(Some(share)) if (0.0..=1.0).contains(&share) => {
            Ok(if is_descending { 1.0 - share } else { share })
        }
        other => plan_err!("the share of {NAME} must lie between 0 and 1, and is {other}"),
    }
}

/// A number between two others, as DuckDB computes it, to the digit that is lost.
trait Between: Copy {
    fn between(lower: Self, upper: Self, weight: f64, is_wide: bool) -> Self;
}

impl Between for f64 {
    fn between(lower: Self, upper: Self, weight: f64, _: bool) -> Self {
        lower * (1.0 - weight) + upper * weight
    }
}

impl Between for f32 {
    #[expect(clippy::cast_possible_truncation, reason = "it lies between two that fit")]
    fn between(lower: Self, upper: Self, weight: f64, is_wide: bool) -> Self {
        f64::between(f64::from(lower), f64::from(upper), weight, is_wide) as Self
    }
}

impl Between for i128 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "as DuckDB computes it")]
    fn between(lower: Self, upper: Self, weight: f64, is_wide: bool) -> Self {
        if lower == upper {
            return lower;
        }
        let (from, to) = (lower as f64, upper as f64);
        let value = match from <= 0.0 && to >= 0.0 {
            true => f64::between(from, to, weight, is_wide),
            false => from + weight * (to - from),
        };
        // Decimals of up to 18 digits lose what is beyond towards zero, and wider ones downwards.
        (if is_wide { value.floor() } else { value.trunc() }) as Self
    }
}

fn is_wide(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Decimal128(19.., _))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "places among the values in memory"
)]
fn percentile<T>(values: &mut [T::Native], share: f64, is_wide: bool) -> Option<T::Native>
where
    T: ArrowPrimitiveType,
    T::Native: Between,
{
    let place = share * (values.len().checked_sub(1)? as f64);
    let (below, upper) = (place.floor() as usize, place.ceil() as usize);
    let (_, lower, above) = values.select_nth_unstable_by(below, |a, b| a.compare(*b));
    let lower = *lower;
    if below == upper {
        return Some(lower);
    }
    let upper = above.iter().copied().min_by(|a, b| a.compare(*b))?;
    Some(T::Native::between(lower, upper, place - place.floor(), is_wide))
}

/// Values of which each is a list of its own.
fn listed<T: ArrowPrimitiveType>(groups: &[Vec<T::Native>], data_type: &DataType) -> ArrayRef {
    let offsets = OffsetBuffer::from_lengths(groups.iter().map(Vec::len));
    let values: ScalarBuffer<T::Native> = groups.iter().flatten().copied().collect::<Vec<_>>().into();
    let values = PrimitiveArray::<T>::new(values, None).with_data_type(data_type.clone());
    let field = Arc::new(Field::new_list_field(data_type.clone(), true));
    Arc::new(ListArray::new(field, offsets, Arc::new(values), None))
}

fn argument(values: &[ArrayRef]) -> Result<&ArrayRef> {
    values.first().ok_or_else(|| DataFusionError::Internal(format!("{NAME} was given no values")))
}

/// Of all rows.
#[derive(Debug)]
struct Percentile<T: ArrowPrimitiveType> {
    values: Vec<T::Native>,
    share: f64,
    data_type: DataType,
    is_distinct: bool,
}

impl<T: ArrowPrimitiveType> Percentile<T> {
    fn new(share: f64, data_type: DataType, is_distinct: bool) -> Self {
        Self { values: Vec::new(), share, data_type, is_distinct }
    }

    fn keep_distinct(&mut self) {
        if self.is_distinct {
            self.values.sort_unstable_by(|a, b| a.compare(*b));
            self.values.dedup_by(|a, b| a.is_eq(*b));
        }
    }
}

impl<T> Accumulator for Percentile<T>
where
    T: ArrowPrimitiveType + Debug,
    T::Native: Between,
{
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let values = argument(values)?.as_primitive::<T>();
        match values.null_count() {
            0 => self.values.extend_from_slice(values.values()),
            _ => self.values.extend(values.iter().flatten()),
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for values in argument(states)?.as_list::<i32>().iter().flatten() {
            self.values.extend_from_slice(values.as_primitive::<T>().values());
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.keep_distinct();
        let values = std::mem::take(&mut self.values);
        Ok(vec![ScalarValue::try_from_array(&listed::<T>(&[values], &self.data_type), 0)?])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.keep_distinct();
        ScalarValue::new_primitive::<T>(
            percentile::<T>(&mut self.values, self.share, is_wide(&self.data_type)),
            &self.data_type,
        )
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.values.capacity() * size_of::<T::Native>()
    }
}

/// Of each group.
struct Percentiles<T: ArrowPrimitiveType> {
    groups: Vec<Vec<T::Native>>,
    share: f64,
    data_type: DataType,
}

impl<T: ArrowPrimitiveType> Percentiles<T> {
    fn new(share: f64, data_type: DataType) -> Self {
        Self { groups: Vec::new(), share, data_type }
    }

    fn group(&mut self, group: usize) -> Result<&mut Vec<T::Native>> {
        match self.groups.get_mut(group) {
            Some(values) => Ok(values),
            None => Err(DataFusionError::Internal(format!("{NAME} was given no group {group}"))),
        }
    }
}

impl<T> GroupsAccumulator for Percentiles<T>
where
    T: ArrowPrimitiveType + Send,
    T::Native: Between,
{
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        number: usize,
    ) -> Result<()> {
        self.groups.resize_with(number, Vec::new);
        let values = argument(values)?.as_primitive::<T>();
        if filter.is_none() && values.null_count() == 0 {
            for (value, group) in values.values().iter().zip(groups) {
                self.group(*group)?.push(*value);
            }
            return Ok(());
        }
        let is_kept = |row: usize| filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row));
        for (row, (value, group)) in values.iter().zip(groups).enumerate() {
            if let Some(value) = value.filter(|_| is_kept(row)) {
                self.group(*group)?.push(value);
            }
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef], groups: &[usize], number: usize) -> Result<()> {
        self.groups.resize_with(number, Vec::new);
        for (values, group) in argument(states)?.as_list::<i32>().iter().zip(groups) {
            if let Some(values) = values {
                self.group(*group)?.extend_from_slice(values.as_primitive::<T>().values());
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let groups = emit_to.take_needed(&mut self.groups);
        let is_wide = is_wide(&self.data_type);
        let percentiles = groups.into_iter().map(|mut values| percentile::<T>(&mut values, self.share, is_wide));
        Ok(Arc::new(percentiles.collect::<PrimitiveArray<T>>().with_data_type(self.data_type.clone())))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let groups = emit_to.take_needed(&mut self.groups);
        Ok(vec![listed::<T>(&groups, &self.data_type)])
    }

    /// A list for each row.
    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let is_kept = |row: usize| filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row));
        let rows = argument(values)?.as_primitive::<T>().iter().enumerate();
        let lists = rows.map(|(row, value)| value.filter(|_| is_kept(row)).into_iter().collect());
        Ok(vec![listed::<T>(&lists.collect::<Vec<_>>(), &self.data_type)])
    }

    fn size(&self) -> usize {
        let values: usize = self.groups.iter().map(Vec::capacity).sum();
        self.groups.capacity() * size_of::<Vec<T::Native>>() + values * size_of::<T::Native>()
    }
}

#[cfg(test)]
mod tests {
    use super::{Between, Decimal128Type, Float64Type, percentile};

    #[test]
    fn values_lie_between_two() {
        let of = |values: &[f64], share| percentile::<Float64Type>(&mut values.to_vec(), share, false);
        let eight = [8.0, 1.0, 7.0, 2.0, 6.0, 3.0, 5.0, 4.0];
        assert_eq!(of(&eight, 0.9), Some(7.3));
        assert_eq!(of(&eight, 0.5), Some(4.5));
        assert_eq!((of(&eight, 0.0), of(&eight, 1.0)), (Some(1.0), Some(8.0)));
        assert_eq!((of(&[3.0], 0.25), of(&[], 0.25)), (Some(3.0), None));
    }

    #[test]
    fn decimals_lose_the_digits_beyond() {
        for (values, share, narrow, wide) in [
            ([-525, -420], 0.5, -472, -473),
            ([-525, 420], 0.5, -52, -53),
            ([420, 525], 0.25, 446, 446),
            ([-420, -525], 0.75, -446, -447),
            ([-250, 0], 0.9, -24, -25),
            ([1, 2], 0.5, 1, 1),
            ([10_007, 20_011], 0.37, 13_708, 13_708),
        ] {
            let of = |is_wide| percentile::<Decimal128Type>(&mut values.to_vec(), share, is_wide);
            assert_eq!((of(false), of(true)), (Some(narrow), Some(wide)), "{values:?} {share}");
        }
        let large = 12_345_678_901_234_567_890_123_456_789_012_345_678;
        assert_eq!(i128::between(large, large, 0.1, true), large);
    }
}
