//! `encode`, `decode`, `base64`, `from_base64`, `unhex`, `unbin`, `octet_length`: texts and the bytes that they
//! stand for.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, BinaryArray, Int64Array, StringArray},
    datatypes::DataType,
};
use base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{GeneralPurpose, GeneralPurposeConfig},
};
use datafusion::{common::exec_err, error::Result};

use super::{
    declared::{Declared, Kind},
    each::argument,
};

const fn of_text(name: &'static str, compute: fn(&[ArrayRef]) -> Result<ArrayRef>) -> Declared {
    Declared { name, takes: &[&[Kind::Text]], gives: |_| DataType::Binary, compute }
}

const fn of_blob(name: &'static str, compute: fn(&[ArrayRef]) -> Result<ArrayRef>) -> Declared {
    Declared { name, takes: &[&[Kind::Blob]], gives: |_| DataType::Utf8, compute }
}

/// What `encode` is written out to, where it has one argument: DataFusion has one of that name with two.
pub(super) const BLOB_OF_TEXT: Declared =
    of_text("blob_of_text", |arrays| blobs(arrays, |text| Ok(text.as_bytes().to_vec())));

/// And `decode`.
pub(super) const TEXT_OF_BLOB: Declared = of_blob("text_of_blob", |arrays| {
    texts(arrays, |bytes| match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => exec_err!("a blob is no text: {error}"),
    })
});

pub(super) const BASE64: Declared = of_blob("base64", |arrays| texts(arrays, |bytes| Ok(LENIENT.encode(bytes))));

pub(super) const FROM_BASE64: Declared = of_text("from_base64", |arrays| {
    blobs(arrays, |text| LENIENT.decode(text).or_else(|error| exec_err!("`{text}` is not base64: {error}")))
});

pub(super) const UNHEX: Declared = of_text("unhex", |arrays| blobs(arrays, |text| of_digits(text, 2, 16)));
pub(super) const UNBIN: Declared = of_text("unbin", |arrays| blobs(arrays, |text| of_digits(text, 8, 2)));

/// Bits that the last byte has no room for may be set.
const LENIENT: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

/// Of a text as it is in UTF-8.
pub(super) const OCTET_LENGTH: Declared = Declared {
    name: "octet_length",
    takes: &[&[Kind::Text], &[Kind::Blob]],
    gives: |_| DataType::Int64,
    compute: |arrays| {
        let values = argument(arrays, 0)?;
        let length = |bytes: &[u8]| i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let lengths: Int64Array = match values.data_type() {
            DataType::Binary => values.as_binary::<i32>().iter().map(|blob| blob.map(length)).collect(),
            _ => values.as_string::<i32>().iter().map(|text| text.map(str::as_bytes).map(length)).collect(),
        };
        Ok(Arc::new(lengths))
    },
};

fn blobs(arrays: &[ArrayRef], bytes: fn(&str) -> Result<Vec<u8>>) -> Result<ArrayRef> {
    let texts = argument(arrays, 0)?.as_string::<i32>().iter();
    Ok(Arc::new(texts.map(|text| text.map(bytes).transpose()).collect::<Result<BinaryArray>>()?))
}

fn texts(arrays: &[ArrayRef], text: fn(&[u8]) -> Result<String>) -> Result<ArrayRef> {
    let blobs = argument(arrays, 0)?.as_binary::<i32>().iter();
    Ok(Arc::new(blobs.map(|bytes| bytes.map(text).transpose()).collect::<Result<StringArray>>()?))
}

/// Digits that are missing before the first byte are zeros.
fn of_digits(text: &str, digits_in_byte: usize, radix: u32) -> Result<Vec<u8>> {
    if let Some(other) = text.chars().find(|letter| !letter.is_digit(radix)) {
        return exec_err!("`{other}` in `{text}` is no digit of base {radix}");
    }
    let bytes = text.as_bytes().rchunks(digits_in_byte).rev().map(|digits| {
        digits.iter().fold(0, |byte, digit| byte * radix + char::from(*digit).to_digit(radix).unwrap_or_default())
    });
    Ok(bytes.map(|byte| u8::try_from(byte).unwrap_or(u8::MAX)).collect())
}

#[cfg(test)]
mod tests {
    use super::of_digits;

    #[test]
    fn digits_are_bytes() {
        assert_eq!(of_digits("0F1", 2, 16).ok(), Some(vec![0, 0xF1]));
        assert_eq!(of_digits("ff", 2, 16).ok(), Some(vec![0xFF]));
        assert_eq!(of_digits("111111111", 8, 2).ok(), Some(vec![1, 0xFF]));
        assert_eq!(of_digits("", 8, 2).ok(), Some(vec![]));
        assert!(of_digits("2", 8, 2).is_err() && of_digits("ä", 2, 16).is_err());
    }
}
