//! Metrics that are sums: each value contributes its own difference. A value without rows counts as 0.

pub(super) fn rows(by_value: &str) -> String {
    format!("SELECT\n  *,\n  COALESCE(current, 0) - COALESCE(compared, 0) AS contribution\nFROM {by_value}")
}
