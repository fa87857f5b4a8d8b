//! Aggregate functions.

use martlet_project::semantic_manifest::{AggregationType, Measure};

use super::dialect::atom;
use crate::error::Problem;

/// How a measure's rows become one value, over the expression `value`.
pub(crate) fn aggregate(measure: &Measure, value: &str) -> Result<String, Problem> {
    Ok(match measure.agg {
        AggregationType::Sum => format!("SUM({value})"),
        AggregationType::Min => format!("MIN({value})"),
        AggregationType::Max => format!("MAX({value})"),
        AggregationType::CountDistinct => format!("COUNT(DISTINCT {value})"),
        AggregationType::SumBoolean => format!("SUM(CASE WHEN {} THEN 1 ELSE 0 END)", atom(value)),
        AggregationType::Average => format!("AVG(CAST({value} AS DOUBLE))"),
        // A sum, not COUNT, so that no rows give null as they do for every other measure.
        AggregationType::Count if value.parse::<f64>().is_ok() => "SUM(1)".to_owned(),
        AggregationType::Count => format!("SUM(CASE WHEN {} IS NOT NULL THEN 1 ELSE 0 END)", atom(value)),
        AggregationType::Median => percentile(0.5, value),
        AggregationType::Percentile => {
            let params = measure.agg_params.clone().unwrap_or_default();
            let fraction = params.percentile.filter(|p| (0.0..=1.0).contains(p)).ok_or_else(|| {
                Problem::BrokenMetric {
                    metric: measure.name.clone(),
                    reason: "its measure has no percentile between 0 and 1".to_owned(),
                }
            })?;
            match (params.use_discrete_percentile, params.use_approximate_percentile) {
                (false, false) => percentile(fraction, value),
                (true, false) => discrete_percentile(fraction, value),
                (false, true) => {
                    format!("approx_percentile_cont({fraction}) WITHIN GROUP (ORDER BY {value})")
                }
                (true, true) => {
                    return Err(Problem::Unsupported { what: "approximate discrete percentiles".to_owned() });
                }
            }
        }
        AggregationType::Unknown => {
            return Err(Problem::Unsupported { what: format!("the aggregation of measure '{}'", measure.name) });
        }
    })
}

fn percentile(fraction: f64, value: &str) -> String {
    format!("percentile_cont({fraction}) WITHIN GROUP (ORDER BY CAST({value} AS DOUBLE))")
}

/// The smallest value at or above which lies the asked share of all values.
fn discrete_percentile(fraction: f64, value: &str) -> String {
    let value = atom(value);
    format!(
        "array_agg({value} ORDER BY {value}) FILTER (WHERE {value} IS NOT NULL)\
         [greatest(CAST(ceil({fraction} * COUNT({value})) AS BIGINT), 1)]"
    )
}
