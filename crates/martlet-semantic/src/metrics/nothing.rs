//! Metrics whose value over no rows at all is null.

use martlet_project::semantic_manifest::{AggregationType, ConversionCalculation, MeasureInput, MetricType};

use crate::index::Index;
use crate::sql::token::{TokenKind, tokens};

/// Metrics deeper than this are a circle, which resolving has refused already.
const DEEPEST: usize = 32;

/// True only if it is certain: a distinct count is 0, and so is what is filled.
pub(crate) fn is_null_of_nothing(index: &Index, name: &str) -> bool {
    is_null_at(index, name, DEEPEST)
}

fn is_null_at(index: &Index, name: &str, depth: usize) -> bool {
    let (Some(depth), Some(metric)) = (depth.checked_sub(1), index.metric(name)) else { return false };
    let params = &metric.type_params;
    let of_measure = |used: Option<&MeasureInput>| {
        index.input(name, used).is_ok_and(|input| {
            let measure = index.measure(input.at);
            measure.is_some_and(|measure| measure.agg != AggregationType::CountDistinct)
                && input.fill_nulls_with.is_none()
        })
    };
    match metric.kind {
        MetricType::Simple | MetricType::Cumulative => of_measure(params.measure.as_ref()),
        // No denominator, or one of 0, gives null.
        MetricType::Ratio => true,
        MetricType::Conversion => params.conversion_type_params.as_ref().is_some_and(|params| {
            params.calculation == ConversionCalculation::ConversionRate
                || of_measure(params.conversion_measure.as_ref())
        }),
        MetricType::Derived => {
            let is_arithmetic = tokens(params.expr.as_deref().unwrap_or_default()).iter().all(|token| {
                let is_input = params.metrics.iter().any(|input| input.reference().eq_ignore_ascii_case(token.text));
                token.kind != TokenKind::Word || is_input
            });
            is_arithmetic && params.metrics.iter().all(|input| is_null_at(index, &input.name, depth))
        }
    }
}
