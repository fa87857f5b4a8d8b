//! `url_encode` and `url_decode`: texts as they stand in an address, with `%20` for a space.

use arrow::datatypes::DataType;
use datafusion::{common::exec_err, error::Result};

use super::{
    declared::{Declared, Kind},
    each::text_by_text,
};

pub(super) const URL_ENCODE: Declared = Declared {
    name: "url_encode",
    takes: &[&[Kind::Text]],
    gives: |_| DataType::Utf8,
    compute: |arrays| text_by_text(arrays, |text| Ok(encoded(text))),
};

pub(super) const URL_DECODE: Declared = Declared {
    name: "url_decode",
    takes: &[&[Kind::Text]],
    gives: |_| DataType::Utf8,
    compute: |arrays| text_by_text(arrays, decoded),
};

/// RFC 3986, section 2.3: all but the unreserved characters.
fn encoded(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if is_plain(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

/// A `%` without two digits behind it stays.
fn decoded(text: &str) -> Result<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digit = |byte: &u8| char::from(*byte).to_digit(16);
        let byte = match behind {
            [high, low, ..] if *first == b'%' => digit(high).zip(digit(low)),
            _ => None,
        };
        match byte.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(byte) => {
                decoded.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                decoded.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(decoded).or_else(|_| exec_err!("`{text}` does not stand for a text in UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::{decoded, encoded};

    #[test]
    fn texts_stand_in_addresses() {
        assert_eq!(encoded("aZ9-._~ /ä"), "aZ9-._~%20%2F%C3%A4");
        for (text, expected) in [("a%20b", "a b"), ("%c3%A4+", "ä+"), ("%zz%4", "%zz%4"), ("%%41", "%A"), ("", "")] {
            assert_eq!(decoded(text).ok().as_deref(), Some(expected), "{text}");
        }
        assert!(decoded("%ff").is_err());
    }
}
