//! `length`: the letters of a text, or the items of a list.

use std::sync::Arc;

use arrow::{
    array::{Array, AsArray, Int64Array},
    datatypes::DataType,
};
use datafusion::{
    common::plan_err,
    error::Result,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use super::each::{argument, over_arrays};

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Length {
    signature: Signature,
}

impl Default for Length {
    fn default() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for Length {
    fn name(&self) -> &'static str {
        "length"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        match given {
            [DataType::Utf8View] => Ok(vec![DataType::Utf8View]),
            [kind] if kind.is_string() || kind.is_null() => Ok(vec![DataType::Utf8]),
            [DataType::Dictionary(_, value)] if value.is_string() => Ok(vec![DataType::Utf8]),
            [kind @ DataType::List(_)] => Ok(vec![kind.clone()]),
            [DataType::LargeList(item) | DataType::FixedSizeList(item, _)] => {
                Ok(vec![DataType::List(Arc::clone(item))])
            }
            _ => plan_err!("length takes (text) or (list)"),
        }
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        over_arrays(&args, |arrays| {
            let values = argument(arrays, 0)?;
            let lengths: Int64Array = match values.data_type() {
                DataType::Utf8View => values.as_string_view().iter().map(|text| text.map(letters)).collect(),
                DataType::Utf8 => values.as_string::<i32>().iter().map(|text| text.map(letters)).collect(),
                _ => {
                    let lists = values.as_list::<i32>();
                    let items = |row: usize| (!lists.is_null(row)).then(|| i64::from(lists.value_length(row)));
                    (0..lists.len()).map(items).collect()
                }
            };
            Ok(Arc::new(lengths))
        })
    }
}

fn letters(text: &str) -> i64 {
    let letters = if text.is_ascii() { text.len() } else { text.chars().count() };
    i64::try_from(letters).unwrap_or(i64::MAX)
}
