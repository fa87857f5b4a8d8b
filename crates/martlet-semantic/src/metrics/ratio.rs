//! Ratio metrics: numerator ÷ denominator, as a fraction; null where the denominator is zero.

use martlet_project::semantic_manifest::Metric;

use super::MetricUse;
use crate::error::Problem;
use crate::plan::{Planner, Relation, Scope, Value};

/// One side of a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RatioSide {
    Numerator,
    Denominator,
}

impl Planner<'_> {
    /// A ratio's numerator or denominator alone, with the filters that the ratio puts on it.
    pub(crate) fn ratio_side(
        &mut self,
        wanted: &MetricUse,
        side: RatioSide,
        scope: &Scope,
    ) -> Result<Relation, Problem> {
        let broken = || Problem::BrokenMetric {
            metric: wanted.metric.clone(),
            reason: "it has no numerator or no denominator".to_owned(),
        };
        let index = self.index;
        let metric = index.metric(&wanted.metric).ok_or_else(broken)?;
        let input = match side {
            RatioSide::Numerator => metric.type_params.numerator.as_ref(),
            RatioSide::Denominator => metric.type_params.denominator.as_ref(),
        };
        self.computed(metric, &[input.ok_or_else(broken)?], wanted, scope, |values| {
            values.first().map(|value| value.expression.clone()).unwrap_or_default()
        })
    }

    pub(super) fn ratio(&mut self, metric: &Metric, wanted: &MetricUse, scope: &Scope) -> Result<Relation, Problem> {
        let params = &metric.type_params;
        let (Some(numerator), Some(denominator)) = (&params.numerator, &params.denominator) else {
            return Err(Problem::BrokenMetric {
                metric: metric.name.clone(),
                reason: "it has no numerator or no denominator".to_owned(),
            });
        };
        self.computed(metric, &[numerator, denominator], wanted, scope, |values| {
            let value = |at: usize| values.get(at).map(|value: &Value| value.expression.clone()).unwrap_or_default();
            division(&value(0), &value(1))
        })
    }
}

/// A division that gives a fraction, and null for a zero divisor.
pub(super) fn division(numerator: &str, denominator: &str) -> String {
    format!("CAST({numerator} AS DOUBLE) / NULLIF(CAST({denominator} AS DOUBLE), 0)")
}
