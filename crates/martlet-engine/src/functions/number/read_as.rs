//! `read_as`: a text as the number, time or truth that it is compared with. A text that is none is named, and so is the
//! column of the comparison.

use std::hash::{Hash, Hasher};

use arrow::{
    array::{Array, AsArray, StringArray},
    compute::{CastOptions, cast_with_options},
    datatypes::DataType,
};
use datafusion::{
    error::{DataFusionError, Result},
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use super::super::{
    each::{argument, over_arrays},
    type_name,
};
use crate::{EngineError, sql::whole_number};

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ReadAs {
    signature: Signature,
    wanted: DataType,
    column: Option<String>,
    is_stored: bool,
}

impl Hash for ReadAs {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.wanted.hash(state);
        self.column.hash(state);
        self.is_stored.hash(state);
    }
}

impl ReadAs {
    /// Texts of the column.
    pub(crate) fn stored(wanted: DataType, column: Option<String>) -> Self {
        Self::new(wanted, column, true)
    }

    /// A text of the SQL, compared with the column.
    pub(crate) fn written(wanted: DataType, column: Option<String>) -> Self {
        Self::new(wanted, column, false)
    }

    fn new(wanted: DataType, column: Option<String>, is_stored: bool) -> Self {
        Self { signature: Signature::exact(vec![DataType::Utf8], Volatility::Immutable), wanted, column, is_stored }
    }
}

impl ScalarUDFImpl for ReadAs {
    fn name(&self) -> &'static str {
        "read_as"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.wanted.clone())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        over_arrays(&args, |arrays| {
            let texts = argument(arrays, 0)?.as_string::<i32>();
            let options = CastOptions { safe: true, ..CastOptions::default() };
            let read = if self.wanted.is_integer() {
                // `2.5` is 3, as everywhere where a text is read as a whole number.
                let written = texts.iter().map(|text| {
                    text.map(|text| whole_number(text).map_or_else(|| text.to_owned(), |number| number.to_string()))
                });
                cast_with_options(&written.collect::<StringArray>(), &self.wanted, &options)?
            } else {
                cast_with_options(texts, &self.wanted, &options)?
            };
            match (0..texts.len()).find(|row| texts.is_valid(*row) && read.is_null(*row)) {
                None => Ok(read),
                Some(row) => Err(DataFusionError::External(Box::new(EngineError::NotReadAs {
                    name: self.column.clone(),
                    kind: type_name(&self.wanted),
                    text: texts.value(row).to_owned(),
                    is_stored: self.is_stored,
                }))),
            }
        })
    }
}
