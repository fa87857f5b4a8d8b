//! Splits a filter into SQL and the calls between `{{` and `}}`.

use std::borrow::Cow;

use super::call::{Call, parse_call};
use super::safety;
use crate::error::Problem;
use crate::sql::token::{TokenKind, tokens};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    Sql(String),
    Call(Call),
}

/// Takes a filter apart. The SQL around the calls is checked to be one plain expression.
pub(crate) fn parse(filter: &str) -> Result<Vec<Segment>, Problem> {
    let (segments, problems) = take_apart(filter);
    problems.into_iter().next().map_or(Ok(segments), Err)
}

/// What of a filter can be read, and everything that cannot.
pub(crate) fn take_apart(filter: &str) -> (Vec<Segment>, Vec<Problem>) {
    let filter = without_comments(filter);
    let syntax = |reason: String| Problem::FilterSyntax { filter: filter.trim().to_owned(), reason };
    let mut segments = Vec::new();
    let mut problems = Vec::new();
    // What the SQL looks like with every call replaced by a name.
    let mut outline = String::new();
    let mut rest = filter.as_ref();
    while let Some(start) = rest.find("{{") {
        let (sql, tail) = rest.split_at(start);
        outline.push_str(sql);
        outline.push_str(" item ");
        if !sql.is_empty() {
            segments.push(Segment::Sql(sql.to_owned()));
        }
        let Some(end) = tail.find("}}") else {
            problems.push(syntax("`{{` is never closed by `}}`".to_owned()));
            return (segments, problems);
        };
        match parse_call(tail.get(2..end).unwrap_or_default()) {
            Ok(call) => segments.push(Segment::Call(call)),
            Err(reason) => problems.push(syntax(reason)),
        }
        rest = tail.get(end + 2..).unwrap_or_default();
    }
    outline.push_str(rest);
    if !rest.is_empty() {
        segments.push(Segment::Sql(rest.to_owned()));
    }
    if outline.contains("{%") || outline.contains("{{") || outline.contains("}}") {
        problems.push(syntax("only `{{ Dimension(..) }}`-like calls can stand in braces".to_owned()));
    } else if let Err(reason) = safety::check(&outline) {
        problems.push(Problem::FilterUnsafe { filter: filter.trim().to_owned(), reason });
    } else {
        return (segments, problems);
    }
    // Words of what is no expression mean nothing.
    segments.retain(|segment| matches!(segment, Segment::Call(_)));
    (segments, problems)
}

/// A comment says nothing about rows, and would end the line of the SQL around it.
fn without_comments(filter: &str) -> Cow<'_, str> {
    let parts = tokens(filter);
    if parts.iter().all(|token| token.kind != TokenKind::Comment) {
        return Cow::Borrowed(filter);
    }
    parts.iter().map(|token| if token.kind == TokenKind::Comment { " " } else { token.text }).collect()
}

#[cfg(test)]
mod tests {
    use super::{parse, without_comments};

    #[test]
    fn comments_are_left_out() {
        assert_eq!(without_comments("a = '--' -- or 1 = 1\nand b /* not this */ = 2"), "a = '--'  \nand b   = 2");
        assert_eq!(without_comments("a = '/* text */'"), "a = '/* text */'");
    }

    #[test]
    fn statements_are_refused() {
        for filter in [
            "1 = 1; drop table t",
            "x in (select 1)",
            "exists (select 1 from t)",
            "(a = 1",
            "a = 1)",
            "a = 'open",
            "-- nothing but a comment",
            "",
            "1 = 1 union select 2",
            "{{ Dimension('a__b') }",
            "{{ a }}",
        ] {
            assert!(parse(filter).is_err(), "{filter}");
        }
    }

    #[test]
    fn expressions_pass() {
        for filter in [
            "{{ Dimension('a__b') }} = 'x;y' and not {{ Entity('c') }} is null",
            "{{ TimeDimension('metric_time', 'day') }} >= cast('2020-01-01' as timestamp)",
            "{{ Metric('m', group_by=['c']) }} > 1 or (1 = 1)",
            "{{ Dimension('a__b') }} in ('delete', 'select')",
        ] {
            assert!(parse(filter).is_ok(), "{filter}");
        }
    }
}
