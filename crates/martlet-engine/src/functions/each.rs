//! What the scalar functions of this folder share: values become arrays, and single ones single again.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, StringArray};
use datafusion::{
    error::{DataFusionError, Result},
    logical_expr::{ColumnarValue, ScalarFunctionArgs},
    scalar::ScalarValue,
};

/// Computes over arrays of one length; gives a single value where all arguments were single.
pub(super) fn over_arrays(
    args: &ScalarFunctionArgs,
    compute: impl FnOnce(&[ArrayRef]) -> Result<ArrayRef>,
) -> Result<ColumnarValue> {
    let is_single = args.args.iter().all(|argument| matches!(argument, ColumnarValue::Scalar(_)));
    let rows = if is_single { 1 } else { args.number_rows };
    let arrays = args.args.iter().map(|argument| argument.to_array(rows)).collect::<Result<Vec<_>>>()?;
    let computed = compute(&arrays)?;
    if is_single {
        return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&computed, 0)?));
    }
    Ok(ColumnarValue::Array(computed))
}

/// The argument at a place, which the signature promises.
pub(super) fn argument(arrays: &[ArrayRef], place: usize) -> Result<&ArrayRef> {
    arrays.get(place).ok_or_else(|| DataFusionError::Internal(format!("argument {place} is missing")))
}

/// A text of each text that is the only argument.
pub(super) fn text_by_text(arrays: &[ArrayRef], change: fn(&str) -> Result<String>) -> Result<ArrayRef> {
    let texts = argument(arrays, 0)?.as_string::<i32>().iter();
    Ok(Arc::new(texts.map(|text| text.map(change).transpose()).collect::<Result<StringArray>>()?))
}
