//! What is wrong with a filter's SQL and no matter of MetricFlow's: it writes the filter as it is, and the database refuses it, as
//! our engine does.

/// Begins the oracle's word for SQL of MetricFlow's that its database does not run.
const NOT_RUN: &str = "NotRunError";

/// Our engine's codes, and DuckDB's words for the same.
const ALIKE: [(&[&str], &[&str]); 2] = [
    // Texts that are no numbers, or values of types that cannot be compared.
    (
        &["MRT-E012", "MRT-E017"],
        &["Cannot compare values of type", "Cannot mix values of type", "NotRunError: ConversionException"],
    ),
    (&["MRT-E016"], &["Catalog Error: Scalar Function with name"]),
];

/// DuckDB's words where it stops at a function that does not take a type, and tells of no comparison after it.
const STOPPED: &str = "Binder Error: No function matches the given name and argument types";

/// Do we refuse a comparison of types of which DuckDB tells nothing, as it stops at another type before?
pub fn is_untold(code: &str, metricflow: &str) -> bool {
    code == "MRT-E017" && metricflow.starts_with(NOT_RUN) && metricflow.contains(STOPPED)
}

/// Do both refuse the SQL for the same reason?
pub fn is_refused_in_sql(code: &str, metricflow: &str) -> bool {
    let is_alike = |(codes, words): &(&[&str], &[&str])| {
        codes.contains(&code) && words.iter().any(|words| metricflow.contains(words))
    };
    metricflow.starts_with(NOT_RUN) && ALIKE.iter().any(is_alike)
}

#[cfg(test)]
mod tests {
    use super::{is_refused_in_sql, is_untold};

    #[test]
    fn the_reasons_are_the_same() {
        let missing = "NotRunError: CatalogException: Catalog Error: Scalar Function with name noot does not exist!";
        let types = "NotRunError: BinderException: Binder Error: Cannot compare values of type VARCHAR and INTEGER";
        assert!(is_refused_in_sql("MRT-E016", missing) && is_refused_in_sql("MRT-E017", types));
        assert!(!is_refused_in_sql("MRT-E017", missing) && !is_refused_in_sql("MRT-E016", types));
        assert!(!is_refused_in_sql("MRT-E007", missing));
        assert!(!is_refused_in_sql("MRT-E016", "QueryError: Catalog Error: Scalar Function with name noot"));
    }

    #[test]
    fn what_stops_before_tells_nothing() {
        let stopped = "NotRunError: BinderException: Binder Error: No function matches the given name and argument types 'f(VARCHAR)'";
        assert!(is_untold("MRT-E017", stopped) && !is_untold("MRT-E007", stopped));
        assert!(!is_untold("MRT-E017", "NotRunError: BinderException: Binder Error: Referenced column not found"));
    }
}
