//! A tokeniser for SQL fragments that people write: enough to rewrite names and division safely.

/// One token, with its text exactly as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: TokenKind,
    pub(crate) text: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Space,
    Word,
    /// `"quoted"` or `` `quoted` ``
    QuotedName,
    Number,
    Text,
    Open,
    Close,
    Comment,
    Semicolon,
    /// Any other single character, or `::`, `||`, `<=` and the like.
    Symbol,
    /// A quote that never closes.
    Broken,
}

pub(crate) fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (kind, len) = next_token(rest, first);
        let (text, tail) = rest.split_at(len);
        out.push(Token { kind, text });
        rest = tail;
    }
    out
}

fn next_token(rest: &str, first: char) -> (TokenKind, usize) {
    let run = |accept: fn(char) -> bool| rest.find(|c| !accept(c)).unwrap_or(rest.len());
    match first {
        c if c.is_whitespace() => (TokenKind::Space, run(char::is_whitespace)),
        c if c.is_alphabetic() || c == '_' => (TokenKind::Word, run(|c| c.is_alphanumeric() || c == '_' || c == '$')),
        c if c.is_ascii_digit() => (TokenKind::Number, number_length(rest)),
        '\'' => quoted(rest, '\'', TokenKind::Text),
        '"' => quoted(rest, '"', TokenKind::QuotedName),
        '`' => quoted(rest, '`', TokenKind::QuotedName),
        '(' => (TokenKind::Open, 1),
        ')' => (TokenKind::Close, 1),
        ';' => (TokenKind::Semicolon, 1),
        '-' if rest.starts_with("--") => (TokenKind::Comment, rest.find('\n').unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => (TokenKind::Comment, rest.find("*/").map_or(rest.len(), |end| end + 2)),
        _ => {
            let pair = ["::", "||", "<=", ">=", "<>", "!=", "->", "//", "**"].iter().any(|p| rest.starts_with(p));
            (TokenKind::Symbol, if pair { 2 } else { first.len_utf8() })
        }
    }
}

fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        let sign_of_exponent = (*byte == b'+' || *byte == b'-')
            && end > 0
            && matches!(bytes.get(end - 1), Some(b'e' | b'E'))
            && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if byte.is_ascii_alphanumeric() || *byte == b'.' || *byte == b'_' || sign_of_exponent {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// Length of a quoted token; a doubled quote stands for itself.
fn quoted(rest: &str, quote: char, kind: TokenKind) -> (TokenKind, usize) {
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            if chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
            } else {
                return (kind, at + 1);
            }
        }
    }
    (TokenKind::Broken, rest.len())
}
