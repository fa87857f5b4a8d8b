//! Names in SQL, quoted only when they must be.

/// Words that cannot stand bare as a name in DataFusion's parser, or that read badly when they do.
const RESERVED: &[&str] = &[
    "all",
    "analyze",
    "and",
    "anti",
    "any",
    "array",
    "as",
    "asc",
    "between",
    "by",
    "case",
    "cast",
    "cluster",
    "connect",
    "create",
    "cross",
    "current",
    "delete",
    "desc",
    "describe",
    "distinct",
    "distribute",
    "drop",
    "else",
    "end",
    "except",
    "exists",
    "explain",
    "extract",
    "false",
    "fetch",
    "filter",
    "for",
    "from",
    "full",
    "global",
    "group",
    "having",
    "ilike",
    "in",
    "inner",
    "insert",
    "intersect",
    "interval",
    "into",
    "is",
    "join",
    "lateral",
    "left",
    "like",
    "limit",
    "minus",
    "natural",
    "not",
    "null",
    "nulls",
    "offset",
    "on",
    "or",
    "order",
    "outer",
    "over",
    "partition",
    "qualify",
    "range",
    "right",
    "row",
    "rows",
    "sample",
    "select",
    "semi",
    "set",
    "settings",
    "similar",
    "some",
    "sort",
    "start",
    "table",
    "tablesample",
    "then",
    "time",
    "timestamp",
    "top",
    "true",
    "union",
    "unnest",
    "update",
    "user",
    "using",
    "values",
    "view",
    "when",
    "where",
    "window",
    "with",
    "year",
    "month",
    "day",
    "date",
    "end_frame",
    "position",
    "prewhere",
    "format",
];

/// Is this a plain lower-case name?
pub(crate) fn is_plain(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_ascii_lowercase() || first == '_')
        && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The name as SQL.
pub(crate) fn ident(name: &str) -> String {
    if is_plain(name) && !RESERVED.contains(&name) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

/// `table.column` as SQL.
pub(crate) fn column_of(table: &str, column: &str) -> String {
    format!("{}.{}", ident(table), ident(column))
}

/// A string literal as SQL.
pub(crate) fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}
