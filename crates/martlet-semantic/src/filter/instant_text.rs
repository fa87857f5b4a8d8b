//! Texts that are compared with times: `'2020-02-29 13:00'` gets its seconds, without which DataFusion does not
//! read it as a time.

use crate::sql::token::{TokenKind, tokens};

/// The SQL with seconds at every text that is a day with hour and minute.
pub(crate) fn with_seconds(sql: &str) -> String {
    let mut out = String::new();
    for token in tokens(sql) {
        match token.text.strip_suffix('\'').filter(|text| token.kind == TokenKind::Text && is_day_and_minute(text)) {
            Some(text) => {
                out.push_str(text);
                out.push_str(":00'");
            }
            None => out.push_str(token.text),
        }
    }
    out
}

fn is_day_and_minute(text: &str) -> bool {
    const SHAPE: &[u8] = b"'0000-00-00 00:00";
    text.len() == SHAPE.len()
        && text.bytes().zip(SHAPE).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            b' ' => byte == b' ' || byte == b'T',
            other => byte == *other,
        })
}

#[cfg(test)]
mod tests {
    use super::with_seconds;

    #[test]
    fn only_days_with_minutes_change() {
        assert_eq!(with_seconds(" >= '2020-02-29 13:00'"), " >= '2020-02-29 13:00:00'");
        assert_eq!(with_seconds("'2020-02-29T13:00'"), "'2020-02-29T13:00:00'");
        for same in ["'2020-02-29'", "'2020-02-29 13:00:01'", "'13:00'", "x || 'abcd-02-29 13:00'"] {
            assert_eq!(with_seconds(same), same);
        }
    }
}
