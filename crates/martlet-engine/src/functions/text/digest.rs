//! `md5`, `sha1` and `sha256`: digests of texts and blobs, in hexadecimal.

use std::{fmt::Write, sync::Arc};

use arrow::{
    array::{ArrayRef, AsArray, StringArray},
    datatypes::DataType,
};
use datafusion::error::Result;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::{
    declared::{Declared, Kind},
    each::argument,
};

const fn digest(name: &'static str, compute: fn(&[ArrayRef]) -> Result<ArrayRef>) -> Declared {
    Declared { name, takes: &[&[Kind::Text], &[Kind::Blob]], gives: |_| DataType::Utf8, compute }
}

pub(super) const MD5: Declared = digest("md5", |arrays| digests(arrays, |bytes| hexadecimal(&Md5::digest(bytes))));
pub(super) const SHA1: Declared = digest("sha1", |arrays| digests(arrays, |bytes| hexadecimal(&Sha1::digest(bytes))));
pub(super) const SHA256: Declared =
    digest("sha256", |arrays| digests(arrays, |bytes| hexadecimal(&Sha256::digest(bytes))));

fn digests(arrays: &[ArrayRef], digest: fn(&[u8]) -> String) -> Result<ArrayRef> {
    let values = argument(arrays, 0)?;
    let digests: StringArray = match values.data_type() {
        DataType::Binary => values.as_binary::<i32>().iter().map(|blob| blob.map(digest)).collect(),
        _ => values.as_string::<i32>().iter().map(|text| text.map(str::as_bytes).map(digest)).collect(),
    };
    Ok(Arc::new(digests))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // A text takes whatever is written to it.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
