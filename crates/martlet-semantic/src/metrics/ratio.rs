//! Ratio metrics: numerator ÷ denominator, as a fraction; null where the denominator is zero.

use martlet_project::semantic_manifest::{Metric, MetricInput, MetricType};

use super::MetricUse;
use super::derived::expression_over;
use crate::error::Problem;
use crate::plan::{Planner, Relation, Scope, Value};
use crate::sql::token::{TokenKind, tokens};

/// One side of a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RatioSide {
    Numerator,
    Denominator,
}

/// Can the metric be taken apart into a numerator and a denominator?
pub(crate) fn is_quotient(metric: &Metric) -> bool {
    metric.kind == MetricType::Ratio || quotient(metric).is_some()
}

/// Both sides of a derived metric whose expression is one division and nothing around it.
fn quotient(metric: &Metric) -> Option<(String, String)> {
    let expression = metric.type_params.expr.as_deref().filter(|_| metric.kind == MetricType::Derived)?;
    let (mut depth, mut sides) = (0_usize, vec![String::new()]);
    for token in tokens(expression) {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.checked_sub(1)?,
            TokenKind::Symbol if depth == 0 && token.text == "/" => {
                sides.push(String::new());
                continue;
            }
            TokenKind::Symbol if depth == 0 && token.text == "*" && sides.len() == 1 => {}
            TokenKind::Symbol if depth == 0 => return None,
            TokenKind::Word
                if depth == 0 && ["case", "and", "or"].iter().any(|w| token.text.eq_ignore_ascii_case(w)) =>
            {
                return None;
            }
            _ => {}
        }
        sides.last_mut()?.push_str(token.text);
    }
    match sides.as_slice() {
        [numerator, denominator] => Some((numerator.trim().to_owned(), denominator.trim().to_owned())),
        _ => None,
    }
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
        if let Some((numerator, denominator)) = quotient(metric) {
            let inputs: Vec<&MetricInput> = metric.type_params.metrics.iter().collect();
            let part = if side == RatioSide::Numerator { numerator } else { denominator };
            return self.computed(metric, &inputs, wanted, scope, |values| expression_over(&part, values));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sides(expression: &str) -> Option<(String, String)> {
        let json = serde_json::json!({
            "name": "m", "type": "derived", "type_params": {"expr": expression, "metrics": [{"name": "a"}, {"name": "b"}]},
        });
        quotient(&serde_json::from_value(json).ok()?)
    }

    #[test]
    fn one_division_and_nothing_around_it() {
        let both = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(sides("a / b"), both("a", "b"));
        assert_eq!(
            sides("cast(-1 * (a + b) as double) / nullif(b, 0)"),
            both("cast(-1 * (a + b) as double)", "nullif(b, 0)")
        );
        assert_eq!(sides("100 * a / b"), both("100 * a", "b"));
        for other in ["a + b", "1 - a / b", "a / b / a", "a / b * 100", "(a / b)", "case when b > 0 then a / b end"] {
            assert_eq!(sides(other), None, "{other}");
        }
    }
}
