//! Metrics that are no quotient: each value contributes its own difference.

use super::Method;

/// The difference of two values, written over the columns of `from`. A sum that is missing is 0; of anything else that
/// is missing there is no difference.
pub(super) fn difference(method: Method, from: &str) -> String {
    let zeros = |name: &str| format!("COALESCE({from}{name}current, 0) - COALESCE({from}{name}compared, 0)");
    match method {
        Method::Sum => zeros(""),
        Method::SumOfSums => zeros("sum_"),
        Method::Quotient | Method::Other => format!("{from}current - {from}compared"),
    }
}

pub(super) fn rows(by_value: &str, method: Method) -> String {
    format!("SELECT\n  *,\n  {} AS contribution\nFROM {by_value}", difference(method, ""))
}
