//! Aggregate functions.

use martlet_project::semantic_manifest::{AggregationType, Measure};

use super::dialect::atom;
use crate::error::Problem;

/// How a measure's rows become one value, over the expression `value`; `grouped` when there is a GROUP BY.
pub(crate) fn aggregate(measure: &Measure, value: &str, grouped: bool) -> Result<String, Problem> {
    // A sum of a constant is a number of rows. No rows give null, as for every other sum.
    let rows = if grouped { "COUNT(*)" } else { "NULLIF(COUNT(*), 0)" };
    let literal = constant(measure);
    Ok(match measure.agg {
        AggregationType::Sum if literal == Some(1.0) => rows.to_owned(),
        AggregationType::Sum if literal.is_some() => format!("{rows} * {}", measure.expression().trim()),
        AggregationType::Count if literal.is_some() => rows.to_owned(),
        AggregationType::Sum => format!("SUM({value})"),
        AggregationType::Min => format!("MIN({value})"),
        AggregationType::Max => format!("MAX({value})"),
        AggregationType::CountDistinct => format!("COUNT(DISTINCT {value})"),
        AggregationType::SumBoolean => format!("SUM({})", of_row(measure, value)),
        AggregationType::Average => format!("AVG(CAST({value} AS DOUBLE))"),
        // A sum, not COUNT, so that no rows give null as they do for every other measure.
        AggregationType::Count => format!("SUM({})", of_row(measure, value)),
        AggregationType::Median => percentile(0.5, value),
        AggregationType::Percentile => {
            let params = measure.agg_params.clone().unwrap_or_default();
            let fraction =
                params.percentile.filter(|p| (0.0..=1.0).contains(p)).ok_or_else(|| Problem::BrokenMetric {
                    metric: measure.name.clone(),
                    reason: "its measure has no percentile between 0 and 1".to_owned(),
                })?;
            match (params.use_discrete_percentile, params.use_approximate_percentile) {
                (false, false) => percentile(fraction, value),
                (true, false) => discrete_percentile(fraction, value),
                (false, true) => format!("approx_quantile({value}, {fraction})"),
                (true, true) => {
                    return Err(Problem::Unsupported { what: "approximate discrete percentiles".to_owned() });
                }
            }
        }
    })
}

/// What a row adds, over the expression `value`.
pub(crate) fn of_row(measure: &Measure, value: &str) -> String {
    match measure.agg {
        AggregationType::SumBoolean => format!("CASE WHEN {} THEN 1 ELSE 0 END", atom(value)),
        AggregationType::Count => format!("CASE WHEN {} IS NOT NULL THEN 1 ELSE 0 END", atom(value)),
        _ => value.to_owned(),
    }
}

/// The number that every row counts as, for measures over a constant.
pub(crate) fn constant(measure: &Measure) -> Option<f64> {
    let counts = matches!(measure.agg, AggregationType::Sum | AggregationType::Count);
    measure.expression().trim().parse().ok().filter(|_| counts)
}

/// How partial values, each aggregated over some of the rows, become one. `None` when they cannot.
pub(crate) fn merge(measure: &Measure, partial: &str) -> Option<String> {
    match measure.agg {
        AggregationType::Sum | AggregationType::SumBoolean | AggregationType::Count => Some(format!("SUM({partial})")),
        AggregationType::Min => Some(format!("MIN({partial})")),
        AggregationType::Max => Some(format!("MAX({partial})")),
        _ => None,
    }
}

fn percentile(fraction: f64, value: &str) -> String {
    format!("percentile_cont({fraction}) WITHIN GROUP (ORDER BY {value})")
}

/// The smallest value at or above which lies the asked share of all values.
fn discrete_percentile(fraction: f64, value: &str) -> String {
    let value = atom(value);
    format!(
        "array_element(array_agg({value} ORDER BY {value}) FILTER (WHERE {value} IS NOT NULL), \
         greatest(CAST(ceil({fraction} * COUNT({value})) AS BIGINT), 1))"
    )
}
