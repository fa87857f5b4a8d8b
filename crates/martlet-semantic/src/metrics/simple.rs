//! Simple metrics: one measure, filtered.

use martlet_project::semantic_manifest::{AggregationType, Metric};

use super::MetricUse;
use super::input::InputUse;
use crate::error::Problem;
use crate::plan::{Planner, Relation, Scope};

impl Planner<'_> {
    /// `agg` stands in for the measure's own aggregation.
    pub(super) fn simple(
        &mut self,
        metric: &Metric,
        wanted: &MetricUse,
        scope: &Scope,
        agg: Option<AggregationType>,
    ) -> Result<Relation, Problem> {
        let input = self.index.input(&metric.name, metric.type_params.measure.as_ref())?;
        let mut defined = self.filters_for(&metric.name, input.filters.iter().map(String::as_str))?;
        defined.extend(self.definition_filters(metric, metric.filter.as_ref())?);
        let input = InputUse {
            input,
            defined,
            additional: wanted.filters.clone(),
            offset: wanted.offset.clone(),
            cumulative: None,
            agg,
        };
        self.input(&input, &wanted.name, scope)
    }
}
