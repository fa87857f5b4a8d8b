//! Bare words that are part of SQL's own grammar, so that they are not taken for columns.

const WORDS: &[&str] = &[
    "and", "or", "not", "in", "is", "null", "true", "false", "like", "ilike", "similar", "to", "between", "case",
    "when", "then", "else", "end", "cast", "try_cast", "as", "distinct", "from", "escape", "interval", "timestamp",
    "timestamptz", "date", "time", "datetime", "int", "integer", "int2", "int4", "int8", "bigint", "smallint",
    "tinyint", "hugeint", "unsigned", "double", "precision", "float", "float4", "float8", "real", "decimal",
    "numeric", "varchar", "char", "character", "varying", "text", "string", "boolean", "bool", "bytea", "symmetric",
    "asymmetric", "any", "all", "some", "both", "leading", "trailing", "year", "years", "quarter", "quarters",
    "month", "months", "week", "weeks", "day", "days", "hour", "hours", "minute", "minutes", "second", "seconds",
    "millisecond", "milliseconds", "microsecond", "microseconds", "nanosecond", "nanoseconds", "dow", "isodow",
    "doy", "isoyear", "epoch", "at", "zone", "without", "nan", "infinity", "current_date", "current_timestamp",
    "current_time", "localtimestamp", "unknown", "nulls", "regexp", "rlike", "glob", "div", "mod", "xor", "collate",
    "filter", "within", "row", "array", "map", "struct",
];

pub(crate) fn is_keyword(word: &str) -> bool {
    WORDS.contains(&word.to_lowercase().as_str())
}
