//! Addresses of pages, as plain links.

use yew::AttrValue;

/// The dictionary's list.
pub fn dictionary_href() -> AttrValue {
    AttrValue::from("#/dictionary")
}

/// A metric's page in the dictionary.
pub fn metric_href(name: &str) -> AttrValue {
    AttrValue::from(format!("#/dictionary/{}", encoded(name)))
}

/// The SQL page with a statement in it.
pub fn sql_href(sql: &str) -> AttrValue {
    AttrValue::from(format!("#/sql?q={}", encoded(sql)))
}

/// RFC 3986: all but the unreserved characters as percent-encoded UTF-8.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
