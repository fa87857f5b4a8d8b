//! Metrics that are one sum divided by another, taken apart: ratios, derived metrics whose expression is one division,
//! averages, and conversion rates.

use martlet_project::semantic_manifest::{AggregationType, ConversionCalculation, Metric, MetricInput, MetricType};

use super::MetricUse;
use super::derived::expression_over;
use super::sums::{adds_up, is_sum_named, is_sum_of};
use crate::error::Problem;
use crate::index::Index;
use crate::plan::{Planner, Relation, Scope};
use crate::sql::token::{TokenKind, tokens};

/// One side of a quotient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Numerator,
    Denominator,
}

/// Is the metric a sum divided by a sum?
pub(crate) fn is_quotient(index: &Index, metric: &Metric) -> bool {
    let params = &metric.type_params;
    let is_sum = |input: Option<&MetricInput>| input.is_some_and(|input| is_sum_named(index, &input.name));
    match metric.kind {
        MetricType::Ratio => is_sum(params.numerator.as_ref()) && is_sum(params.denominator.as_ref()),
        MetricType::Derived => division(metric).is_some_and(|(numerator, denominator)| {
            is_sum_of(index, &params.metrics, &numerator) && is_sum_of(index, &params.metrics, &denominator)
        }),
        MetricType::Simple => index.input(&metric.name, params.measure.as_ref()).is_ok_and(|input| {
            let measure = index.measure(input.at);
            measure.is_some_and(|measure| measure.agg == AggregationType::Average) && input.fill_nulls_with.is_none()
        }),
        MetricType::Conversion => params.conversion_type_params.as_ref().is_some_and(|params| {
            params.calculation == ConversionCalculation::ConversionRate
                && adds_up(index, &metric.name, params.base_measure.as_ref())
                && adds_up(index, &metric.name, params.conversion_measure.as_ref())
        }),
        MetricType::Cumulative => false,
    }
}

/// Both sides of a derived metric whose expression is one division and nothing around it.
fn division(metric: &Metric) -> Option<(String, String)> {
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
    /// A quotient's numerator or denominator alone, with the filters that the metric puts on it.
    pub(crate) fn side(&mut self, wanted: &MetricUse, side: Side, scope: &Scope) -> Result<Relation, Problem> {
        let broken = || Problem::BrokenMetric {
            metric: wanted.metric.clone(),
            reason: "it has no numerator or no denominator".to_owned(),
        };
        let index = self.index;
        let metric = index.metric(&wanted.metric).ok_or_else(broken)?;
        match metric.kind {
            MetricType::Derived => {
                let (numerator, denominator) = division(metric).ok_or_else(broken)?;
                let inputs: Vec<&MetricInput> = metric.type_params.metrics.iter().collect();
                let part = if side == Side::Numerator { numerator } else { denominator };
                self.computed(metric, &inputs, wanted, scope, |values| expression_over(&part, values, true))
            }
            MetricType::Ratio => {
                let input = match side {
                    Side::Numerator => metric.type_params.numerator.as_ref(),
                    Side::Denominator => metric.type_params.denominator.as_ref(),
                };
                self.computed(metric, &[input.ok_or_else(broken)?], wanted, scope, |values| {
                    values.first().map(|value| value.expression.clone()).unwrap_or_default()
                })
            }
            MetricType::Simple => {
                let agg = if side == Side::Numerator { AggregationType::Sum } else { AggregationType::Count };
                self.simple(metric, wanted, scope, Some(agg))
            }
            MetricType::Conversion => self.conversion(metric, wanted, scope, Some(side)),
            MetricType::Cumulative => Err(broken()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides(expression: &str) -> Option<(String, String)> {
        let json = serde_json::json!({
            "name": "m", "type": "derived", "type_params": {"expr": expression, "metrics": [{"name": "a"}, {"name": "b"}]},
        });
        division(&serde_json::from_value(json).ok()?)
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
