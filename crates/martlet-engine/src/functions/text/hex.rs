//! `hex`: a whole number, or the bytes of a text, in hexadecimal.

use std::sync::Arc;

use arrow::{
    array::{AsArray, StringArray},
    datatypes::{DataType, Int64Type},
};

use super::{
    declared::{Declared, Kind},
    each::argument,
};

pub(super) const HEX: Declared = Declared {
    name: "hex",
    takes: &[&[Kind::Text], &[Kind::Whole]],
    gives: |_| DataType::Utf8,
    compute: |arrays| {
        let values = argument(arrays, 0)?;
        let written: StringArray = match values.data_type() {
            DataType::Int64 => values
                .as_primitive::<Int64Type>()
                .iter()
                .map(|number| number.map(|number| format!("{number:X}")))
                .collect(),
            _ => {
                let bytes = |text: &str| text.bytes().map(|byte| format!("{byte:02X}")).collect::<String>();
                values.as_string::<i32>().iter().map(|text| text.map(bytes)).collect()
            }
        };
        Ok(Arc::new(written))
    },
};
