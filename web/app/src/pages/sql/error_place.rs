//! Where in the SQL an error lies: parsers write `at Line: 3, Column: 14`.

use super::editor::Place;

/// The first place that a message or a hint names.
pub(super) fn error_place(message: &str) -> Option<Place> {
    let lower = message.to_lowercase();
    let after_line = lower.find("line").map(|at| at + "line".len())?;
    let (line, rest) = number_after(&lower[after_line..])?;
    let after_column = rest.find("column").map(|at| at + "column".len())?;
    let (column, _) = number_after(&rest[after_column..])?;
    Some(Place { line, column })
}

/// A number after nothing but `:`, ` ` or `=`, and what follows it.
fn number_after(text: &str) -> Option<(u32, &str)> {
    let text = text.trim_start_matches([':', ' ', '=']);
    let end = text.find(|each: char| !each.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parser_error_has_a_place() {
        let message = "SQL error: ParserError(\"Expected: an expression, found: from at Line: 2, Column: 14\")";
        assert_eq!(error_place(message), Some(Place { line: 2, column: 14 }));
        assert_eq!(error_place("Look near line 1, column 3."), Some(Place { line: 1, column: 3 }));
    }

    #[test]
    fn other_errors_have_none() {
        assert_eq!(error_place("No field named revenu"), None);
        assert_eq!(error_place("the pipeline is broken"), None);
    }
}
