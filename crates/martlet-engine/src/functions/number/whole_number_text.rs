//! `whole_number_text`: a text that stands for a number with a fraction or an exponent, as a whole number. Others stay.

use std::sync::Arc;

use arrow::{
    array::{AsArray, StringArray},
    datatypes::DataType,
};
use datafusion::{
    error::Result,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use super::each::{argument, over_arrays};
use crate::sql::whole_number;

#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct WholeNumberText {
    signature: Signature,
}

impl Default for WholeNumberText {
    fn default() -> Self {
        Self { signature: Signature::exact(vec![DataType::Utf8], Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for WholeNumberText {
    fn name(&self) -> &'static str {
        "whole_number_text"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        over_arrays(&args, |arrays| {
            let texts = argument(arrays, 0)?.as_string::<i32>();
            let written = texts.iter().map(|text| {
                text.map(|text| whole_number(text).map_or_else(|| text.to_owned(), |number| number.to_string()))
            });
            Ok(Arc::new(written.collect::<StringArray>()))
        })
    }
}
