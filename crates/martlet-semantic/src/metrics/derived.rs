//! Derived metrics: an expression over other metrics.

use martlet_project::semantic_manifest::{Metric, MetricInput};

use super::sums::is_sum;
use super::{MetricUse, Offset, with_items};
use crate::error::Problem;
use crate::index::Index;
use crate::item::{Grain, Item, TimePart};
use crate::plan::moved::Move;
use crate::plan::spine::meeting_item;
use crate::plan::{Planner, Relation, Scope, Value};
use crate::resolve::time_rules::is_agg_time_of_metric;
use crate::sql::dialect;

/// The expression with the inputs' values in place of their names; `missing_is_zero` where each is a sum of which
/// nothing is 0.
pub(super) fn expression_over(expression: &str, values: &[Value], missing_is_zero: bool) -> String {
    dialect::expression(&dialect::substitute(expression, |name| {
        let value = values.iter().find(|value| value.name.eq_ignore_ascii_case(name))?;
        Some(if missing_is_zero {
            format!("COALESCE({}, 0)", value.expression)
        } else {
            dialect::atom(&value.expression)
        })
    }))
}

impl Planner<'_> {
    pub(super) fn derived(&mut self, metric: &Metric, wanted: &MetricUse, scope: &Scope) -> Result<Relation, Problem> {
        let Some(expression) = &metric.type_params.expr else {
            return Err(Problem::BrokenMetric {
                metric: metric.name.clone(),
                reason: "it has no expression".to_owned(),
            });
        };
        let inputs: Vec<&MetricInput> = metric.type_params.metrics.iter().collect();
        let missing_is_zero = scope.missing_is_zero && is_sum(self.index, metric);
        self.computed(metric, &inputs, wanted, scope, |values| expression_over(expression, values, missing_is_zero))
    }

    /// A value computed from other metrics, each computed for the same items.
    pub(super) fn computed(
        &mut self,
        metric: &Metric,
        inputs: &[&MetricInput],
        wanted: &MetricUse,
        scope: &Scope,
        compute: impl Fn(&[Value]) -> String,
    ) -> Result<Relation, Problem> {
        if let Some(offset) = &wanted.offset {
            return self.computed_then_moved(metric, inputs, wanted, offset, scope, compute);
        }
        let mut relations = Vec::new();
        for (at, input) in inputs.iter().enumerate() {
            let mut filters = self.definition_filters(metric, metric.filter.as_ref())?;
            filters.extend(self.definition_filters(metric, input.filter.as_ref())?);
            filters.extend(wanted.filters.iter().cloned());
            let offset = match (&input.offset_window, &input.offset_to_grain) {
                (Some(window), _) => Some(Offset::Window(window.clone())),
                (None, Some(grain)) => Some(Offset::ToGrain(grain.clone())),
                (None, None) => None,
            };
            let mut name = input.reference().to_owned();
            let repeated = inputs.get(..at).unwrap_or_default().iter().any(|before| before.reference() == name);
            if repeated {
                name.push_str(&format!("_{}", at + 1));
            }
            let wanted = MetricUse { metric: input.name.clone(), name, filters, offset };
            relations.push(self.metric(&wanted, scope)?);
        }
        let order: Vec<String> = relations.iter().flat_map(|r| &r.values).map(|value| value.name.clone()).collect();
        let Some(mut combined) = self.combine(relations, &format!("{}_inputs", metric.name)) else {
            return Err(Problem::BrokenMetric {
                metric: metric.name.clone(),
                reason: "it has no input metrics".to_owned(),
            });
        };
        let values: Vec<Value> = order.iter().filter_map(|name| combined.value(name).cloned()).collect();
        combined.values = vec![Value { name: wanted.name.clone(), expression: compute(&values), fill: None }];
        Ok(combined)
    }

    /// A computed metric looked up at an earlier time: it is computed for all time, then moved; filters and
    /// the date range hold for the time at which it is asked for.
    fn computed_then_moved(
        &mut self,
        metric: &Metric,
        inputs: &[&MetricInput],
        wanted: &MetricUse,
        offset: &Offset,
        scope: &Scope,
        compute: impl Fn(&[Value]) -> String,
    ) -> Result<Relation, Problem> {
        let index = self.index;
        let named = with_items(&scope.items, wanted.filters.iter().flat_map(|filter| filter.items()));
        // A custom grain is looked up by its days, which MetricFlow keeps beside it.
        let days: Vec<Item> =
            named.iter().filter(|item| item.custom_grain().is_some()).map(|item| self.base_item(item)).collect();
        let items = with_items(&named, days.iter());
        let time_items: Vec<Item> =
            scope.items.iter().filter(|item| is_agg_time_of_metric(index, &metric.name, item)).cloned().collect();
        let by_part =
            meeting_item(index, &time_items).is_some_and(|item| matches!(item.time(), Some(TimePart::Part(_))));
        if by_part && !is_by_custom_grain(index, offset) {
            return Err(Problem::DatePartNotAllowed {
                metric: metric.name.clone(),
                why: "its value is computed before it is looked up at an earlier time".to_owned(),
            });
        }
        let unmoved = MetricUse { filters: Vec::new(), offset: None, ..wanted.clone() };
        let inner = Scope { items, range: None, ..Scope::default() };
        let relation = self.computed(metric, inputs, &unmoved, &inner, compute)?;
        let relation = self.settle(relation, &format!("{}_unmoved", wanted.name));
        self.moved(
            relation,
            &Move {
                offset,
                asked: &scope.items,
                time_items: &time_items,
                filters: &wanted.filters,
                range: scope.range.as_ref(),
            },
        )
    }
}

fn is_by_custom_grain(index: &Index, offset: &Offset) -> bool {
    matches!(offset, Offset::Window(window) if matches!(index.grain(&window.granularity), Some(Grain::Custom(_))))
}
