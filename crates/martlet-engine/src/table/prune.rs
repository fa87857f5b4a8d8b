//! Which row groups a query can need: those whose statistics do not rule out its filters.
//!
//! In: a table's files and the filters of one scan. Out: for each file, its row groups that may hold a row. The scan
//! itself prunes again, and by pages; this is known before, so that only what is read is divided among threads.

use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use datafusion::{
    catalog::Session,
    common::ToDFSchema,
    datasource::physical_plan::parquet::{ParquetAccessPlan, ParquetFileMetrics, RowGroupAccessPlanFilter},
    logical_expr::{Expr, utils::conjunction},
    physical_optimizer::pruning::{PruningPredicate, PruningPredicateBuilder},
    physical_plan::metrics::ExecutionPlanMetricsSet,
};

use super::TableFile;

/// `None` where the filters, by themselves, rule nothing out.
pub(super) fn predicate(state: &dyn Session, schema: &SchemaRef, filters: &[Expr]) -> Option<Arc<PruningPredicate>> {
    let filter = conjunction(filters.iter().cloned())?;
    let columns = Arc::clone(schema).to_dfschema().ok()?;
    // What cannot be told from statistics is filtered above the scan, which is also where an error belongs.
    let filter = state.create_physical_expr(filter, &columns).ok()?;
    PruningPredicateBuilder::new().with_file_schema(Arc::clone(schema)).build(filter)
}

/// The row groups of a file that may hold a row, in order.
pub(super) fn possible_row_groups(file: &TableFile, schema: &Schema, predicate: &PruningPredicate) -> Vec<usize> {
    let groups = file.metadata.row_groups();
    let metrics = ParquetFileMetrics::new(0, &file.file.path, &ExecutionPlanMetricsSet::new());
    let mut possible = RowGroupAccessPlanFilter::new(ParquetAccessPlan::new_all(groups.len()));
    possible.prune_by_statistics(schema, file.metadata.file_metadata().schema_descr(), groups, predicate, &metrics);
    possible.row_group_indexes().collect()
}
