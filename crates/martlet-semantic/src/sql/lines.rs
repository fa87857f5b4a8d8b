//! Indenting SQL without touching its texts: a line break inside a literal or a quoted name belongs to the value.

use super::token::{TokenKind, tokens};

/// Lines of the statement; those of one literal are one line.
fn lines(sql: &str) -> Vec<&str> {
    if !sql.contains(['\'', '"', '`']) {
        return sql.split('\n').collect();
    }
    let mut lines = Vec::new();
    let (mut start, mut at) = (0, 0);
    for token in tokens(sql) {
        if !matches!(token.kind, TokenKind::Text | TokenKind::QuotedName | TokenKind::Broken) {
            for (offset, _) in token.text.match_indices('\n') {
                lines.push(sql.get(start..at + offset).unwrap_or_default());
                start = at + offset + 1;
            }
        }
        at += token.text.len();
    }
    lines.push(sql.get(start..).unwrap_or_default());
    lines
}

/// Every line two spaces further in.
pub(crate) fn indented(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 64);
    for (at, line) in lines(sql).into_iter().enumerate() {
        out.push_str(if at > 0 { "\n" } else { "" });
        out.push_str(if line.is_empty() { "" } else { "  " });
        out.push_str(line);
    }
    out
}

/// Every line but the first `by` spaces in, whatever it had before.
pub(crate) fn indented_tail(sql: &str, by: usize) -> String {
    let mut out = String::with_capacity(sql.len());
    for (at, line) in lines(sql).into_iter().enumerate() {
        if at > 0 {
            out.push_str(&format!("\n{:by$}", ""));
        }
        out.push_str(if at > 0 { line.trim_start() } else { line });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{indented, indented_tail};

    #[test]
    fn lines_move_and_values_do_not() {
        assert_eq!(indented("a\n\nb"), "  a\n\n  b");
        assert_eq!(indented("a = 'x\n  y'\nand b"), "  a = 'x\n  y'\n  and b");
        assert_eq!(
            indented_tail("case\n      when a = 'it''s\nso'\n  then b\nend", 4),
            "case\n    when a = 'it''s\nso'\n    then b\n    end"
        );
        assert_eq!(indented("a -- it's\nb"), "  a -- it's\n  b");
        assert_eq!(indented("\"c\nd\""), "  \"c\nd\"");
    }
}
