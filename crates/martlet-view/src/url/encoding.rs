//! Percent-encoding of one part of an address.

/// Rows without a value, among a filter's values. No encoded value looks like it.
pub(super) const NO_VALUE: &str = "!none";

/// Everything but letters, digits and `-_.~` is encoded.
pub(super) fn encode(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// `+` stays a plus; a `%` that begins nothing stays as it is; bytes that are no UTF-8 become `�`.
pub(super) fn decode(part: &str) -> String {
    let bytes = part.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match code {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_comes_back() {
        for text in ["", "a b", "100%", "a,b:c&d=e#f", "Zürich 東京 ’", "%41", "+"] {
            let encoded = encode(text);
            assert!(!encoded.contains([',', ':', '&', '=', '#', ' ']), "{encoded}");
            assert_eq!(decode(&encoded), text);
        }
    }

    #[test]
    fn what_is_not_encoded_is_kept() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%FF"), "\u{fffd}");
    }
}
