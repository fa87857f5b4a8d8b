//! Comparisons that are no matter of MetricFlow's: it writes them as they are in the filter, and the database refuses them, as
//! our engine does.

/// Texts that are no numbers, or values of types that cannot be compared: our engine's codes.
const CODES: [&str; 2] = ["MRT-E012", "MRT-E017"];
/// Begins the oracle's word for SQL of MetricFlow's that its database does not run.
const NOT_RUN: &str = "NotRunError";
/// DuckDB's words.
const WORDS: [&str; 3] =
    ["Cannot compare values of type", "Cannot mix values of type", "NotRunError: ConversionException"];

/// Do both refuse the request for the values that it compares?
pub fn is_not_comparable(code: &str, metricflow: &str) -> bool {
    CODES.contains(&code) && metricflow.starts_with(NOT_RUN) && WORDS.iter().any(|words| metricflow.contains(words))
}
