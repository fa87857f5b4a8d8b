//! Metrics become plan nodes. One metric type a file; `input` is what they all stand on.

mod conversion;
mod cumulative;
mod derived;
mod in_filter;
mod input;
mod meeting;
mod nothing;
mod quotient;
mod ratio;
mod recipe;
mod simple;
mod sums;

pub(crate) use nothing::is_null_of_nothing;
pub(crate) use quotient::{Side, is_quotient};
pub(crate) use sums::is_sum;

use martlet_project::semantic_manifest::{Metric, MetricType, TimeWindow, WhereFilterIntersection};

use crate::error::Problem;
use crate::filter::Filter;
use crate::item::Item;
use crate::plan::{Planner, Relation, Scope};
use crate::resolve::{Resolver, filter};

/// A metric to compute, as another metric or the request wants it.
#[derive(Debug, Clone)]
pub(crate) struct MetricUse {
    pub(crate) metric: String,
    /// The name under which the value is wanted.
    pub(crate) name: String,
    /// Filters of the request and of the metrics in between.
    pub(crate) filters: Vec<Filter>,
    pub(crate) offset: Option<Offset>,
}

/// How far back in time a value is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Offset {
    Window(TimeWindow),
    /// To the start of the period.
    ToGrain(String),
}

impl Planner<'_> {
    /// The metric's values.
    pub(crate) fn metric(&mut self, wanted: &MetricUse, scope: &Scope) -> Result<Relation, Problem> {
        let index = self.index;
        let metric = index.metric(&wanted.metric).ok_or_else(|| index.no_metric(&wanted.metric))?;
        match metric.kind {
            MetricType::Simple => self.simple(metric, wanted, scope, None),
            MetricType::Ratio => self.ratio(metric, wanted, scope),
            MetricType::Derived => self.derived(metric, wanted, scope),
            MetricType::Cumulative => self.cumulative(metric, wanted, scope),
            MetricType::Conversion => self.conversion(metric, wanted, scope, None),
        }
    }

    /// Filters written in a metric's definition.
    pub(crate) fn definition_filters(
        &self,
        metric: &Metric,
        filters: Option<&WhereFilterIntersection>,
    ) -> Result<Vec<Filter>, Problem> {
        let texts = filters.into_iter().flat_map(|filters| &filters.where_filters);
        self.filters_for(&metric.name, texts.map(|filter| filter.where_sql_template.as_str()))
    }

    /// Filters, their names resolved for a metric.
    pub(crate) fn filters_for<'t>(
        &self,
        metric: &str,
        texts: impl Iterator<Item = &'t str>,
    ) -> Result<Vec<Filter>, Problem> {
        let resolver = Resolver::for_metrics(self.index, &[metric.to_owned()])?;
        texts.map(|text| filter::filter(&resolver, text, &[]).map_err(|mut problems| problems.swap_remove(0))).collect()
    }
}

/// Adds items that are not there yet.
fn with_items<'i>(items: &[Item], more: impl Iterator<Item = &'i Item>) -> Vec<Item> {
    let mut all = items.to_vec();
    for item in more {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
    all
}
