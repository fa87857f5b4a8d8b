//! A measure, filtered and aggregated: what every metric stands on.

use crate::error::Problem;
use crate::filter::Filter;
use crate::index::Input;
use crate::plan::read::Source;
use crate::plan::{Planner, Relation, Scope, Value};
use crate::sql::aggregate::aggregate;
use crate::sql::dialect;
use crate::sql::ident::ident;
use crate::sql::select::Column;

use super::{Offset, with_items};

/// A measure to aggregate.
#[derive(Debug, Clone)]
pub(crate) struct InputUse {
    pub(crate) input: Input,
    /// Filters in the definition of the measure's use and of its simple metric.
    pub(crate) defined: Vec<Filter>,
    /// Filters of the request and of the metrics in between.
    pub(crate) additional: Vec<Filter>,
    pub(crate) offset: Option<Offset>,
}

impl Planner<'_> {
    /// The measure's values under `name`.
    pub(crate) fn input(&mut self, wanted: &InputUse, name: &str, scope: &Scope) -> Result<Relation, Problem> {
        let index = self.index;
        let at = wanted.input.at;
        let broken = |reason: &str| Problem::BrokenMetric { metric: name.to_owned(), reason: reason.to_owned() };
        let measure = index.measure(at).ok_or_else(|| broken("its measure is missing"))?;
        if wanted.offset.is_some() {
            return Err(Problem::Unsupported { what: format!("time offsets (in '{name}')") });
        }
        if wanted.input.join_to_timespine && scope.items.iter().any(|item| crate::resolve::time_rules::is_agg_time(index, at, item)) {
            return Err(Problem::Unsupported { what: format!("joining metric '{name}' to the time spine") });
        }
        if measure.non_additive_dimension.is_some() {
            return Err(Problem::Unsupported { what: format!("semi-additive metric '{name}'") });
        }
        let filters: Vec<&Filter> = wanted.defined.iter().chain(&wanted.additional).collect();
        let needed = with_items(&scope.items, filters.iter().flat_map(|filter| filter.items()));
        let taken = |candidate: &str| needed.iter().any(|item| item.column() == candidate);
        let mut column = measure.name.clone();
        while taken(&column) {
            column.push_str("_value");
        }
        let source = Source {
            model: at.model,
            time_of: Some(at),
            range: scope.range,
            values: vec![Column::new(dialect::expression(measure.expression()), column.clone())],
        };
        let mut rows = self.read(&source, &needed)?;
        for filter in filters {
            rows.add_filter(filter);
        }
        let value = rows.expression(&column).unwrap_or_default().to_owned();
        let aggregated = Column::new(aggregate(measure, &value)?, column.clone());
        let step = self.aggregate(&rows, &scope.items, vec![aggregated]);
        let column = ident(&column);
        let fill = wanted.input.fill_nulls_with;
        let expression = fill.map_or_else(|| column.clone(), |fill| format!("COALESCE({column}, {fill})"));
        Ok(Relation {
            step,
            items: scope.items.clone(),
            values: vec![Value { name: name.to_owned(), expression, fill }],
        })
    }
}
