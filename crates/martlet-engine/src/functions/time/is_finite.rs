//! `isfinite` and `isinf`, of numbers and of times. There is no day or moment here that never comes.

use std::sync::Arc;

use arrow::{
    array::{Array, AsArray, BooleanArray},
    datatypes::{DataType, Float64Type},
};
use datafusion::{
    common::plan_err,
    error::Result,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use super::each::{argument, over_arrays};

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct IsFinite {
    /// Whether it is asked for the contrary.
    is_inverted: bool,
    signature: Signature,
}

impl IsFinite {
    pub(super) fn new(is_inverted: bool) -> Self {
        Self { is_inverted, signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for IsFinite {
    fn name(&self) -> &'static str {
        if self.is_inverted { "isinf" } else { "isfinite" }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        match given {
            [kind] if kind.is_numeric() || kind.is_null() => Ok(vec![DataType::Float64]),
            [kind @ (DataType::Date32 | DataType::Date64 | DataType::Timestamp(..))] => Ok(vec![kind.clone()]),
            _ => plan_err!("{} takes (number) or (date or timestamp)", self.name()),
        }
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        over_arrays(&args, |arrays| {
            let values = argument(arrays, 0)?;
            let answers = match values.data_type() {
                DataType::Float64 => BooleanArray::from_unary(values.as_primitive::<Float64Type>(), |value| {
                    if self.is_inverted { value.is_infinite() } else { value.is_finite() }
                }),
                _ => {
                    let answers = std::iter::repeat_n(!self.is_inverted, values.len()).collect();
                    BooleanArray::new(answers, values.logical_nulls())
                }
            };
            Ok(Arc::new(answers))
        })
    }
}
