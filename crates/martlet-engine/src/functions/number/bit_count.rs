//! `bit_count`: how many bits of a whole number are set.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, Int8Array},
    datatypes::{
        ArrowPrimitiveType, DataType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
        UInt64Type,
    },
};
use datafusion::{
    common::plan_err,
    error::Result,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use super::each::{argument, over_arrays};

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct BitCount {
    signature: Signature,
}

impl Default for BitCount {
    fn default() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for BitCount {
    fn name(&self) -> &'static str {
        "bit_count"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    /// Numbers below zero have as many bits as their type.
    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        match given {
            [kind] if kind.is_integer() => Ok(vec![kind.clone()]),
            [DataType::Null] => Ok(vec![DataType::Int64]),
            _ => plan_err!("bit_count takes (whole number)"),
        }
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        over_arrays(&args, |arrays| {
            let numbers = argument(arrays, 0)?;
            match numbers.data_type() {
                DataType::Int8 => counted::<Int8Type>(numbers, i8::count_ones),
                DataType::Int16 => counted::<Int16Type>(numbers, i16::count_ones),
                DataType::Int32 => counted::<Int32Type>(numbers, i32::count_ones),
                DataType::UInt8 => counted::<UInt8Type>(numbers, u8::count_ones),
                DataType::UInt16 => counted::<UInt16Type>(numbers, u16::count_ones),
                DataType::UInt32 => counted::<UInt32Type>(numbers, u32::count_ones),
                DataType::UInt64 => counted::<UInt64Type>(numbers, u64::count_ones),
                DataType::Int64 => counted::<Int64Type>(numbers, i64::count_ones),
                other => plan_err!("bit_count takes (whole number), not {other}"),
            }
        })
    }
}

fn counted<T: ArrowPrimitiveType>(numbers: &ArrayRef, count: fn(T::Native) -> u32) -> Result<ArrayRef> {
    let counts: Int8Array =
        numbers.as_primitive::<T>().iter().map(|number| number.map(|number| count(number) as i8)).collect();
    Ok(Arc::new(counts))
}
