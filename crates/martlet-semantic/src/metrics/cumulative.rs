//! Cumulative metrics: a measure added up over a window, since the start of a period, or since the beginning.
//!
//! Asked for by a coarser grain than its time has, the metric is computed by its own grain first; of each
//! period the first, last or average value counts, as the metric says.

use martlet_project::semantic_manifest::{CumulativeTypeParams, Granularity, Metric, PeriodAggregation};

use super::MetricUse;
use super::input::InputUse;
use crate::error::Problem;
use crate::item::{Grain, Item, TimePart};
use crate::plan::aggregate::step_name;
use crate::plan::shift::Shift;
use crate::plan::{Planner, Relation, Scope, Value};
use crate::resolve::time_rules::is_agg_time;
use crate::sql::ident::ident;
use crate::sql::select::{Column, Select};

impl Planner<'_> {
    pub(super) fn cumulative(
        &mut self,
        metric: &Metric,
        wanted: &MetricUse,
        scope: &Scope,
    ) -> Result<Relation, Problem> {
        let index = self.index;
        let params = metric.type_params.cumulative_type_params.clone().unwrap_or_default();
        let input = index.input(&metric.name, metric.type_params.measure.as_ref())?;
        let own_grain = Grain::Standard(index.agg_time_grain(input.at));
        let mut times = scope.items.iter().filter(|item| is_agg_time(index, input.at, item)).peekable();
        let coarser = times.peek().is_some() && !times.any(|item| item.grain() == Some(&own_grain));
        let own_time = Item::metric_time(TimePart::Grain(own_grain));
        let mut inner = scope.clone();
        if coarser {
            inner.items.push(own_time.clone());
        }
        let defined = self.filters_for(&metric.name, input.filters.iter().map(String::as_str))?;
        let mut additional = self.definition_filters(metric, metric.filter.as_ref())?;
        additional.extend(wanted.filters.iter().cloned());
        let input = InputUse {
            input,
            defined,
            additional,
            offset: wanted.offset.clone(),
            cumulative: Some(self.accumulation(metric, &params)?),
            agg: None,
        };
        let mut relation = self.input(&input, &wanted.name, &inner)?;
        for value in &mut relation.values {
            // The measure is filled where it has a row; beside other metrics, a row that is missing stays null.
            value.fill = None;
        }
        if coarser { self.by_period(relation, &params, &own_time, wanted, scope) } else { Ok(relation) }
    }

    fn accumulation(&self, metric: &Metric, params: &CumulativeTypeParams) -> Result<Shift, Problem> {
        let standard = |name: &str| -> Result<Granularity, Problem> {
            self.index.grain(name).and_then(|grain| grain.standard()).ok_or_else(|| Problem::BrokenMetric {
                metric: metric.name.clone(),
                reason: format!("'{name}' is not a standard grain"),
            })
        };
        if let Some(window) = params.window.as_ref().or(metric.type_params.window.as_ref()) {
            return Ok(Shift::Window { count: window.count, grain: standard(&window.granularity)? });
        }
        match params.grain_to_date.as_ref().or(metric.type_params.grain_to_date.as_ref()) {
            Some(grain) => Ok(Shift::ToDate(standard(grain)?)),
            None => Ok(Shift::AllTime),
        }
    }

    /// One value for each period asked for.
    fn by_period(
        &mut self,
        relation: Relation,
        params: &CumulativeTypeParams,
        own_time: &Item,
        wanted: &MetricUse,
        scope: &Scope,
    ) -> Result<Relation, Problem> {
        let value = relation.value(&wanted.name).map(|value| value.expression.clone()).unwrap_or_default();
        let time = ident(&own_time.column());
        let aggregate = match params.period_agg {
            PeriodAggregation::First => format!("first_value({value} ORDER BY {time})"),
            PeriodAggregation::Last => format!("last_value({value} ORDER BY {time})"),
            PeriodAggregation::Average => format!("AVG(CAST({value} AS DOUBLE))"),
        };
        let mut columns: Vec<Column> =
            scope.items.iter().map(|item| Column::new(ident(&item.column()), item.column())).collect();
        columns.push(Column::new(aggregate, &wanted.name));
        let select =
            Select { columns, from: ident(&relation.step), group_by: Some(scope.items.len()), ..Select::default() };
        let step = self.script.step(&step_name(&wanted.name, &scope.items), select);
        Ok(Relation {
            step,
            items: scope.items.clone(),
            values: vec![Value { name: wanted.name.clone(), expression: ident(&wanted.name), fill: None }],
            may_repeat: false,
        })
    }
}
