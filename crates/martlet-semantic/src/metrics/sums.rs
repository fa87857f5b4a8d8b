//! Metrics in which no rows mean zero: sums, counts, and what adds and scales them.
//!
//! Only for these does a value that is missing on one side of a difference count as 0; a missing average or ratio is
//! no number at all.

use martlet_project::semantic_manifest::{
    AggregationType, ConversionCalculation, MeasureInput, Metric, MetricInput, MetricType,
};

use crate::index::Index;
use crate::sql::token::{Token, TokenKind, tokens};

/// Metrics deeper than this are a circle, which resolving has refused already.
const DEEPEST: usize = 32;

/// Is it a sum or a count, or made of such by adding, subtracting and scaling?
pub(crate) fn is_sum(index: &Index, metric: &Metric) -> bool {
    is_sum_at(index, metric, DEEPEST)
}

/// The same of a metric that is named.
pub(super) fn is_sum_named(index: &Index, name: &str) -> bool {
    index.metric(name).is_some_and(|metric| is_sum(index, metric))
}

/// The same of an expression over a metric's inputs.
pub(super) fn is_sum_of(index: &Index, inputs: &[MetricInput], expression: &str) -> bool {
    is_linear(expression, &|name| of_input(index, inputs, name, DEEPEST))
}

/// Does the measure, as it is used, add up over rows?
pub(super) fn adds_up(index: &Index, metric: &str, used: Option<&MeasureInput>) -> bool {
    let Ok(input) = index.input(metric, used) else { return false };
    let adds = index.measure(input.at).is_some_and(|measure| {
        matches!(
            measure.agg,
            AggregationType::Sum
                | AggregationType::SumBoolean
                | AggregationType::Count
                | AggregationType::CountDistinct
        )
    });
    adds && input.fill_nulls_with.is_none_or(|fill| fill == 0)
}

fn is_sum_at(index: &Index, metric: &Metric, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let params = &metric.type_params;
    match metric.kind {
        MetricType::Simple | MetricType::Cumulative => adds_up(index, &metric.name, params.measure.as_ref()),
        MetricType::Conversion => params.conversion_type_params.as_ref().is_some_and(|params| {
            params.calculation == ConversionCalculation::Conversions
                && adds_up(index, &metric.name, params.conversion_measure.as_ref())
        }),
        MetricType::Derived => params
            .expr
            .as_deref()
            .is_some_and(|expression| is_linear(expression, &|name| of_input(index, &params.metrics, name, depth))),
        MetricType::Ratio => false,
    }
}

fn of_input(index: &Index, inputs: &[MetricInput], name: &str, depth: usize) -> bool {
    inputs
        .iter()
        .find(|input| input.reference().eq_ignore_ascii_case(name))
        .and_then(|input| index.metric(&input.name))
        .is_some_and(|metric| is_sum_at(index, metric, depth))
}

/// Is the expression a sum of names, each times a constant, and nothing added to it?
fn is_linear(expression: &str, is_sum: &dyn Fn(&str) -> bool) -> bool {
    let all = tokens(expression);
    let words: Vec<Token<'_>> =
        all.into_iter().filter(|token| !matches!(token.kind, TokenKind::Space | TokenKind::Comment)).collect();
    let mut reader = Reader { tokens: &words, at: 0, is_sum };
    reader.sum() == Some(Degree::Linear) && reader.at == words.len()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Degree {
    Constant,
    Linear,
}

/// Reads an expression by descent; `None` is anything that is neither constant nor linear.
struct Reader<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
    is_sum: &'t dyn Fn(&str) -> bool,
}

impl<'t> Reader<'t> {
    fn text(&self) -> &'t str {
        self.tokens.get(self.at).map_or("", |token| token.text)
    }

    fn take(&mut self, text: &str) -> Option<()> {
        let is_next = self.text().eq_ignore_ascii_case(text);
        self.at += usize::from(is_next);
        is_next.then_some(())
    }

    fn sum(&mut self) -> Option<Degree> {
        let first = self.product()?;
        while self.take("+").or_else(|| self.take("-")).is_some() {
            if self.product()? != first {
                return None;
            }
        }
        Some(first)
    }

    fn product(&mut self) -> Option<Degree> {
        let mut degree = self.factor()?;
        loop {
            if self.take("*").is_some() {
                degree = match (degree, self.factor()?) {
                    (Degree::Linear, Degree::Linear) => return None,
                    (Degree::Constant, Degree::Constant) => Degree::Constant,
                    _ => Degree::Linear,
                };
            } else if self.take("/").is_some() {
                if self.factor()? != Degree::Constant {
                    return None;
                }
            } else {
                return Some(degree);
            }
        }
    }

    fn factor(&mut self) -> Option<Degree> {
        if self.take("-").or_else(|| self.take("+")).is_some() {
            return self.factor();
        }
        let token = *self.tokens.get(self.at)?;
        self.at += 1;
        let degree = match token.kind {
            TokenKind::Number => Degree::Constant,
            TokenKind::Open => self.sum().filter(|_| self.take(")").is_some())?,
            TokenKind::Word if self.take("(").is_some() => self.call(token.text)?,
            TokenKind::Word if (self.is_sum)(token.text) => Degree::Linear,
            _ => return None,
        };
        while self.take("::").is_some() {
            self.fraction()?;
        }
        Some(degree)
    }

    /// Calls that leave a sum a sum, where a missing value is 0.
    fn call(&mut self, name: &str) -> Option<Degree> {
        let degree = self.sum()?;
        match name.to_ascii_lowercase().as_str() {
            "cast" => {
                self.take("as")?;
                self.fraction()?;
            }
            "coalesce" | "nullif" | "ifnull" => {
                self.take(",")?;
                self.take("0")?;
            }
            _ => return None,
        }
        self.take(")")?;
        Some(degree)
    }

    /// A type that keeps fractions.
    fn fraction(&mut self) -> Option<()> {
        let name = self.text().to_ascii_lowercase();
        ["double", "float", "float8", "real"].contains(&name.as_str()).then(|| self.at += 1)
    }
}

#[cfg(test)]
mod tests {
    use super::is_linear;

    fn check(expression: &str) -> bool {
        is_linear(expression, &|name| ["a", "b"].contains(&name))
    }

    #[test]
    fn sums_and_scales() {
        for linear in [
            "a",
            "a + b",
            "-a - 2 * (b + a) / 100",
            "cast(-1 * (a + b) as double)",
            "a::double * 0.78",
            "coalesce(a, 0) - coalesce(b, 0)",
            "nullif(b, 0)",
        ] {
            assert!(check(linear), "{linear}");
        }
    }

    #[test]
    fn anything_else() {
        for other in [
            "a * b",
            "a / b",
            "a + 1",
            "c",
            "100",
            "round(a)",
            "cast(a as integer)",
            "a > b",
            "(a",
            "a b",
            "",
            "a = b",
            "coalesce(a, 1)",
            "case when a > 0 then b end",
            "\"a\"",
            "a - 2",
            "a // 2",
        ] {
            assert!(!check(other), "{other}");
        }
    }
}
