//! Quotients: how much comes from the values' weights (mix) and how much from their own ratios (rate).
//!
//! With weights w (share of the denominator) and ratios r, before (0) and after (1):
//! mix = (w1 − w0) · ((r0 + r1) / 2 − (R0 + R1) / 2), rate = (r1 − r0) · (w0 + w1) / 2. The midpoints leave no
//! interaction over (E. M. Kitagawa, Components of a Difference Between Two Rates, JASA 50, 1955). Where a value has a
//! denominator in one range only, its ratio there stands for both, so all of it is mix. A numerator without any
//! denominator has no ratio; what it adds to R is rate.

use crate::sql::lines::indented;

pub(super) fn rows(by_value: &str, totals: &str) -> String {
    let weighted = format!(
        "  SELECT
    parts.dimension,
    parts.value,
    parts.compared,
    parts.current,
    COALESCE(parts.denominator_compared, 0) / NULLIF(totals.denominator_compared, 0) AS weight_compared,
    COALESCE(parts.denominator_current, 0) / NULLIF(totals.denominator_current, 0) AS weight,
    {} AS ratio_compared,
    {} AS ratio_current,
    {} AS alone_compared,
    {} AS alone_current,
    ({} + {}) / 2 AS ratio_of_all
  FROM {by_value} AS parts
  CROSS JOIN {totals} AS totals",
        format_args!("COALESCE({}, {})", ratio("parts", "compared"), ratio("parts", "current")),
        format_args!("COALESCE({}, {})", ratio("parts", "current"), ratio("parts", "compared")),
        alone("compared"),
        alone("current"),
        ratio("totals", "compared"),
        ratio("totals", "current"),
    );
    let effects = format!(
        "  SELECT
    dimension,
    value,
    compared,
    current,
    weight_compared,
    weight,
    (weight - weight_compared) * COALESCE((ratio_compared + ratio_current) / 2 - ratio_of_all, 0) AS mix,
    COALESCE(ratio_current - ratio_compared, 0) * (weight + weight_compared) / 2 + alone_current - alone_compared AS rate
  FROM (\n{}\n  ) AS weighted",
        indented(&weighted)
    );
    format!("SELECT\n  *,\n  mix + rate AS contribution\nFROM (\n{effects}\n) AS effects")
}

/// No numerator is a sum over no rows, which is 0.
pub(super) fn ratio(from: &str, side: &str) -> String {
    format!("COALESCE({from}.numerator_{side}, 0) / NULLIF({from}.denominator_{side}, 0)")
}

fn alone(side: &str) -> String {
    format!(
        "CASE WHEN COALESCE(parts.denominator_{side}, 0) = 0 THEN COALESCE(parts.numerator_{side}, 0) ELSE 0 END \
         / NULLIF(totals.denominator_{side}, 0)"
    )
}
