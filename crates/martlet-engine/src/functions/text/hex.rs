//! `hex` and `bin`: a whole number, or the bytes of a text or blob, in hexadecimal or binary.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, StringArray},
    datatypes::{DataType, Int64Type},
};
use datafusion::error::Result;

use super::{
    declared::{Declared, Kind},
    each::argument,
};

pub(super) const HEX: Declared = Declared {
    name: "hex",
    takes: &[&[Kind::Text], &[Kind::Whole], &[Kind::Blob]],
    gives: |_| DataType::Utf8,
    compute: |arrays| written(arrays, |number| format!("{number:X}"), |byte| format!("{byte:02X}")),
};

/// Numbers below zero have all 64 bits.
pub(super) const BIN: Declared = Declared {
    name: "bin",
    takes: &[&[Kind::Text], &[Kind::Whole]],
    gives: |_| DataType::Utf8,
    compute: |arrays| written(arrays, |number| format!("{number:b}"), |byte| format!("{byte:08b}")),
};

fn written(arrays: &[ArrayRef], number: fn(i64) -> String, byte: fn(&u8) -> String) -> Result<ArrayRef> {
    let values = argument(arrays, 0)?;
    let bytes = |bytes: &[u8]| bytes.iter().map(byte).collect::<String>();
    let written: StringArray = match values.data_type() {
        DataType::Int64 => values.as_primitive::<Int64Type>().iter().map(|value| value.map(number)).collect(),
        DataType::Binary => values.as_binary::<i32>().iter().map(|blob| blob.map(bytes)).collect(),
        _ => values.as_string::<i32>().iter().map(|text| text.map(str::as_bytes).map(bytes)).collect(),
    };
    Ok(Arc::new(written))
}
