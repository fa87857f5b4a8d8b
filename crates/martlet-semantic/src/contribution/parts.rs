//! The rows of each dimension: its values, the rest of them, what does not add up, and the total.
//!
//! Every step is read once. An engine that computes a step again for each reader would otherwise read all data again
//! for each of these rows.

use super::{Method, plain, quotient};
use crate::sql::ident::text;

/// Contributions with their places in their dimensions. A dimension without any has one row, which is no value.
pub(super) fn ranked(contributions: &str, dimensions: &[String]) -> String {
    let names: Vec<String> = dimensions.iter().map(|name| format!("({})", text(name))).collect();
    format!(
        "SELECT
  asked.dimension AS asked_dimension,
  {contributions}.*,
  row_number() OVER (
    PARTITION BY asked.dimension
    ORDER BY ABS(contribution) DESC NULLS LAST, value NULLS LAST
  ) AS position
FROM (VALUES {}) AS asked (dimension)
LEFT JOIN {contributions}
  ON asked.dimension = {contributions}.dimension",
        names.join(", ")
    )
}

/// What the rows of a dimension have in common: `parts_sum` and, for quotients, `mix_sum` and `rate_sum` over all its
/// values, the same over the `rest`, the total, and the concentration: the Herfindahl index of the contributions'
/// sizes, scaled so that equal sizes give 0 and a single one 1. Null for fewer than two values, which say nothing.
pub(super) fn measured(ranked: &str, totals: &str, method: Method, shown: Option<u64>) -> String {
    let mut difference = plain::difference(method, &format!("{totals}."));
    if method == Method::Quotient {
        // A quotient over no numerator is null for a reader, and 0 in a difference.
        difference = format!(
            "COALESCE({difference}, {} - {})",
            quotient::ratio(totals, "current"),
            quotient::ratio(totals, "compared")
        );
    }
    let mut columns = vec![
        format!("{ranked}.*"),
        format!("{totals}.compared AS compared_total"),
        format!("{totals}.current AS current_total"),
        format!("{difference} AS difference"),
        "COALESCE(SUM(contribution) OVER of_dimension, 0) AS parts_sum".to_owned(),
    ];
    let rest = |column: &str, count: u64| {
        format!("SUM(CASE WHEN position > {count} THEN {column} END) OVER of_dimension AS {column}_of_rest")
    };
    if let Some(count) = shown {
        columns.push(format!("COUNT(CASE WHEN position > {count} THEN 1 END) OVER of_dimension AS rest_count"));
        columns.push(rest("contribution", count));
    }
    if method == Method::Quotient {
        columns.extend(["mix", "rate"].map(|effect| format!("SUM({effect}) OVER of_dimension AS {effect}_sum")));
        if let Some(count) = shown {
            columns.extend(["mix", "rate", "weight_compared", "weight"].map(|column| rest(column, count)));
        }
    }
    let size = "ABS(CAST(contribution AS DOUBLE))";
    let count = format!("COUNT({ranked}.dimension) OVER of_dimension");
    let sum = format!("SUM({size}) OVER of_dimension");
    let index = format!("SUM({size} * {size}) OVER of_dimension / NULLIF({sum} * {sum}, 0)");
    columns.push(format!("{sum} AS sizes_sum"));
    columns.push(format!(
        "CASE WHEN {count} > 1 THEN ({index} - 1.0 / {count}) / (1 - 1.0 / {count}) END AS concentration"
    ));
    format!(
        "SELECT\n  {}\nFROM {ranked}\nCROSS JOIN {totals}\nWINDOW of_dimension AS (PARTITION BY asked_dimension)",
        columns.join(",\n  ")
    )
}

/// The rows asked for: each of `measured` becomes those that begin with it.
pub(super) fn parts(measured: &str, is_quotient: bool, shown: Option<u64>) -> String {
    let mut kinds = vec!["(1, 'value')", "(3, 'residual')", "(4, 'total')"];
    let mut begins = vec!["(kinds.part_order >= 3 AND position = 1)".to_owned()];
    match shown {
        Some(count) => {
            kinds.insert(1, "(2, 'rest')");
            begins.push(format!("(kinds.part = 'value' AND {measured}.dimension IS NOT NULL AND position <= {count})"));
            begins
                .push(format!("(kinds.part = 'rest' AND {measured}.dimension IS NOT NULL AND position = {count} + 1)"));
        }
        None => begins.push(format!("(kinds.part = 'value' AND {measured}.dimension IS NOT NULL)")),
    }
    // A quotient's parts are floats, whose rounding is no residual.
    let residual = if is_quotient {
        "CASE WHEN ABS(difference - parts_sum) > 1e-12 * sizes_sum THEN difference - parts_sum ELSE 0 * difference END"
    } else {
        "difference - parts_sum"
    };
    let of = |value: &str, rest: &str, residual: &str, total: &str, name: &str| {
        let mut sql = format!("CASE kinds.part WHEN 'value' THEN {value}");
        for (kind, column) in [("rest", rest), ("residual", residual), ("total", total)] {
            if !column.is_empty() && (kind != "rest" || shown.is_some()) {
                sql.push_str(&format!(" WHEN '{kind}' THEN {column}"));
            }
        }
        format!("{sql} END AS {name}")
    };
    let mut columns = vec![
        "asked_dimension AS dimension".to_owned(),
        "kinds.part_order".to_owned(),
        "kinds.part".to_owned(),
        of(
            "value",
            "CAST(rest_count AS VARCHAR) || ' other value' || CASE rest_count WHEN 1 THEN '' ELSE 's' END",
            "",
            "",
            "value",
        ),
        of("compared", "", "", "compared_total", "compared"),
        of("current", "", "", "current_total", "current"),
        of("contribution", "contribution_of_rest", residual, "difference", "contribution"),
    ];
    if is_quotient {
        columns.push(of("mix", "mix_of_rest", "", "mix_sum", "mix"));
        columns.push(of("rate", "rate_of_rest", "", "rate_sum", "rate"));
        columns.push(of("weight_compared", "weight_compared_of_rest", "", "1", "weight_compared"));
        columns.push(of("weight", "weight_of_rest", "", "1", "weight"));
    }
    columns.push("concentration".to_owned());
    columns.push(of("position", "", "", "", "position"));
    columns.push("difference".to_owned());
    format!(
        "SELECT\n  {}\nFROM (VALUES {}) AS kinds (part_order, part)\nINNER JOIN {measured}\n  ON {}",
        columns.join(",\n  "),
        kinds.join(", "),
        begins.join("\n  OR ")
    )
}
