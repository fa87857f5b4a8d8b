//! Ratios: how much comes from the values' weights (mix) and how much from their own ratios (rate).
//!
//! With weights w (share of the denominator) and ratios r, before (0) and after (1):
//! mix = (w1 − w0) · ((r0 + r1) / 2 − (R0 + R1) / 2), rate = (r1 − r0) · (w0 + w1) / 2. The midpoints leave no
//! interaction over (E. M. Kitagawa, Components of a Difference Between Two Rates, JASA 50, 1955). Where a value is
//! in one range only, its ratio there stands for both, so all of it is mix.

pub(super) fn rows(by_value: &str, totals: &str) -> String {
    let weighted = format!(
        "  SELECT
    parts.dimension,
    parts.value,
    parts.compared,
    parts.current,
    COALESCE(parts.denominator_compared, 0) / NULLIF(totals.denominator_compared, 0) AS weight_compared,
    COALESCE(parts.denominator_current, 0) / NULLIF(totals.denominator_current, 0) AS weight,
    COALESCE(parts.numerator_compared / NULLIF(parts.denominator_compared, 0), parts.numerator_current / NULLIF(parts.denominator_current, 0)) AS ratio_compared,
    COALESCE(parts.numerator_current / NULLIF(parts.denominator_current, 0), parts.numerator_compared / NULLIF(parts.denominator_compared, 0)) AS ratio_current,
    (totals.numerator_compared / NULLIF(totals.denominator_compared, 0) + totals.numerator_current / NULLIF(totals.denominator_current, 0)) / 2 AS ratio_of_all
  FROM {by_value} AS parts
  CROSS JOIN {totals} AS totals"
    );
    let effects = format!(
        "  SELECT
    dimension,
    value,
    compared,
    current,
    weight_compared,
    weight,
    COALESCE((weight - weight_compared) * ((ratio_compared + ratio_current) / 2 - ratio_of_all), 0) AS mix,
    COALESCE((ratio_current - ratio_compared) * (weight + weight_compared) / 2, 0) AS rate
  FROM (\n{}\n  ) AS weighted",
        crate::composed::indented(&weighted)
    );
    format!("SELECT\n  *,\n  mix + rate AS contribution\nFROM (\n{effects}\n) AS effects")
}
