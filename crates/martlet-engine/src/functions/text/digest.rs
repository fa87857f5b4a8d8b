//! `md5` and `sha256`: digests of texts, in hexadecimal.

use std::{fmt::Write, sync::Arc};

use arrow::{
    array::{ArrayRef, AsArray, StringArray},
    datatypes::DataType,
};
use datafusion::error::Result;
use md5::Md5;
use sha2::{Digest, Sha256};

use super::{
    declared::{Declared, Kind},
    each::argument,
};

pub(super) const MD5: Declared = Declared {
    name: "md5",
    takes: &[&[Kind::Text]],
    gives: |_| DataType::Utf8,
    compute: |arrays| digests(arrays, |text| Md5::digest(text.as_bytes()).to_vec()),
};

pub(super) const SHA256: Declared = Declared {
    name: "sha256",
    takes: &[&[Kind::Text]],
    gives: |_| DataType::Utf8,
    compute: |arrays| digests(arrays, |text| Sha256::digest(text.as_bytes()).to_vec()),
};

fn digests(arrays: &[ArrayRef], digest: fn(&str) -> Vec<u8>) -> Result<ArrayRef> {
    let texts = argument(arrays, 0)?.as_string::<i32>();
    Ok(Arc::new(texts.iter().map(|text| text.map(|text| hexadecimal(&digest(text)))).collect::<StringArray>()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // A text takes whatever is written to it.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
