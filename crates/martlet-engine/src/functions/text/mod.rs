//! Functions of texts, and what writes values as text. One a file.

mod accents;
mod blob;
mod digest;
mod format;
mod format_spec;
mod glob;
mod hex;
mod length;
mod letter_case;
mod path;
mod patterns;
mod regexp_extract;
mod regexp_split;
mod string_split;
mod substr;
mod text_distance;
mod text_of;
mod url;

use datafusion::logical_expr::ScalarUDF;

use super::{
    declared::{self, Declared},
    each,
};
use format::{Format, Style};
use length::Length;
pub(crate) use text_of::TextOf;

pub(super) fn scalars() -> Vec<ScalarUDF> {
    vec![
        Format::new(Style::Braces).into(),
        Format::new(Style::Percent).into(),
        Length::default().into(),
        TextOf::default().into(),
    ]
}

pub(super) const DECLARED: &[&Declared] = &[
    &accents::STRIP_ACCENTS,
    &blob::BASE64,
    &blob::BLOB_OF_TEXT,
    &blob::FROM_BASE64,
    &blob::OCTET_LENGTH,
    &blob::TEXT_OF_BLOB,
    &blob::UNBIN,
    &blob::UNHEX,
    &digest::MD5,
    &digest::SHA1,
    &digest::SHA256,
    &glob::GLOB_MATCHES,
    &hex::BIN,
    &hex::HEX,
    &letter_case::LOWER,
    &letter_case::UPPER,
    &path::PARSE_DIRNAME,
    &path::PARSE_DIRPATH,
    &path::PARSE_FILENAME,
    &path::PARSE_PATH,
    &regexp_extract::REGEXP_EXTRACT,
    &regexp_extract::REGEXP_EXTRACT_ALL,
    &regexp_split::REGEXP_SPLIT,
    &string_split::SPLIT_PART,
    &string_split::STRING_SPLIT,
    &substr::SUBSTR_FROM,
    &substr::TEXT_SLICE,
    &text_distance::DAMERAU_LEVENSHTEIN,
    &text_distance::HAMMING,
    &text_distance::JACCARD,
    &text_distance::JARO,
    &text_distance::JARO_WINKLER,
    &text_distance::LEVENSHTEIN,
    &url::URL_DECODE,
    &url::URL_ENCODE,
];
