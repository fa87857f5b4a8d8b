//! `round_even`: to the nearest whole number, halves to the even one. So DuckDB casts doubles to whole numbers.

use std::sync::Arc;

use arrow::{
    array::AsArray,
    datatypes::{DataType, Float64Type},
};
use datafusion::{
    error::Result,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use super::each::{argument, over_arrays};

#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct RoundEven {
    signature: Signature,
}

impl Default for RoundEven {
    fn default() -> Self {
        Self { signature: Signature::exact(vec![DataType::Float64], Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for RoundEven {
    fn name(&self) -> &'static str {
        "round_even"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        over_arrays(&args, |arrays| {
            let values = argument(arrays, 0)?.as_primitive::<Float64Type>();
            Ok(Arc::new(values.unary::<_, Float64Type>(f64::round_ties_even)))
        })
    }
}
