//! Ratio metrics: numerator ÷ denominator, as a fraction; null where the denominator is zero.

use martlet_project::semantic_manifest::Metric;

use super::MetricUse;
use crate::error::Problem;
use crate::plan::{Planner, Relation, Scope, Value};

impl Planner<'_> {
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
