//! Columns for filters on what each row adds to a metric.

use crate::error::Problem;
use crate::filter::Filter;
use crate::index::Index;
use crate::sql::aggregate::of_row;
use crate::sql::dialect;
use crate::sql::select::Column;

/// Adds to a table's columns what filters read of its rows, each once.
pub(crate) fn add_row_values<'f>(
    index: &Index,
    filters: impl Iterator<Item = &'f Filter>,
    columns: &mut Vec<Column>,
) -> Result<(), Problem> {
    for value in filters.flat_map(Filter::row_values) {
        if columns.iter().any(|known| known.name == value.column()) {
            continue;
        }
        let measure = index.measure(value.at).ok_or_else(|| Problem::BrokenMetric {
            metric: value.metric.clone(),
            reason: "its measure is missing".to_owned(),
        })?;
        columns.push(Column::new(of_row(measure, &dialect::expression(measure.expression())), value.column()));
    }
    Ok(())
}
