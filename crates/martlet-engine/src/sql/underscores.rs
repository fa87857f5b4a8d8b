//! Numbers with underscores between their digits: `1_000.5`.
//!
//! In: the words of a text. Out: the same, with such a number as one word without underscores. The tokenizer takes what
//! follows the first underscore for a name, which would be an alias.

use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan};

pub(super) fn removed(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    // Whether the last word is a number that had an underscore.
    let mut is_joined = false;
    for token in tokens {
        let last = out.last_mut().filter(|last| last.span.end == token.span.start);
        let joined = match (last, &token.token) {
            (Some(TokenWithSpan { token: Token::Number(number, _), span }), Token::Word(word))
                if word.quote_style.is_none() && is_rest(&word.value) =>
            {
                number.extend(word.value.chars().filter(|letter| *letter != '_'));
                span.end = token.span.end;
                true
            }
            (Some(TokenWithSpan { token: Token::Number(number, _), span }), Token::Number(fraction, _))
                if is_joined && fraction.starts_with('.') && !number.contains('.') =>
            {
                number.push_str(fraction);
                span.end = token.span.end;
                true
            }
            _ => false,
        };
        if !joined {
            out.push(token);
        }
        is_joined = joined;
    }
    out
}

/// `_000`, `_0e3`.
fn is_rest(word: &str) -> bool {
    let is_digit_behind = |(before, letter): (char, char)| before != '_' || letter.is_ascii_digit();
    let digits = word.split(['e', 'E']).next().unwrap_or_default();
    word.starts_with('_')
        && !word.ends_with('_')
        && word.chars().zip(word.chars().skip(1)).all(is_digit_behind)
        && digits.chars().all(|letter| letter.is_ascii_digit() || letter == '_')
        && word.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '_' | 'e' | 'E'))
}

#[cfg(test)]
mod tests {
    use crate::sql::guard::parse_query;

    fn read(expr: &str) -> String {
        parse_query(&format!("SELECT {expr}")).expect("the expression is valid").to_string()
    }

    #[test]
    fn numbers_are_read_whole() {
        for (written, meant) in [
            ("1_000", "1000"),
            ("1_000.5", "1000.5"),
            ("1_000_000.25 + 1", "1000000.25 + 1"),
            ("-1_0", "-10"),
            ("(1_000)", "(1000)"),
        ] {
            assert_eq!(read(written), format!("SELECT {meant}"), "{written}");
        }
    }

    #[test]
    fn names_stay() {
        for (written, meant) in
            [("1 _000", "1 AS _000"), ("a_1", "a_1"), ("_1", "_1"), ("1_a", "1 AS _a"), ("1__0", "1 AS __0")]
        {
            assert_eq!(read(written), format!("SELECT {meant}"), "{written}");
        }
    }
}
