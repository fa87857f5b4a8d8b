//! Cumulative metrics.

use martlet_project::semantic_manifest::Metric;

use super::MetricUse;
use crate::error::Problem;
use crate::plan::{Planner, Relation, Scope};

impl Planner<'_> {
    pub(super) fn cumulative(&mut self, metric: &Metric, _wanted: &MetricUse, _scope: &Scope) -> Result<Relation, Problem> {
        Err(Problem::Unsupported { what: format!("cumulative metric '{}'", metric.name) })
    }
}
