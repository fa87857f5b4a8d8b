//! A table as DataFusion sees it: schema and statistics from the footers, scans through our reader.

use std::{future::ready, sync::Arc};

use arrow::datatypes::SchemaRef;
use datafusion::{
    catalog::Session,
    common::{DataFusionError, Statistics},
    datasource::{
        TableProvider, TableType,
        listing::PartitionedFile,
        physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource, parquet::transform_schema_to_view},
        source::DataSourceExec,
    },
    error::Result,
    execution::object_store::ObjectStoreUrl,
    logical_expr::{Expr, TableProviderFilterPushDown},
    physical_plan::{ExecutionPlan, empty::EmptyExec},
};
use futures::future::BoxFuture;
use parquet::file::metadata::ParquetMetaData;

use super::{
    Reading, TableFile, TableFiles,
    merge::{WHOLE_SHARE_MAX_BYTES, WHOLE_SHARE_PERCENT},
    prune,
    reader::{ReaderFactory, ScanFile},
    shares::{Piece, shares},
};
use crate::query::QueryContext;

/// DataFusion asks for a store by this URL; ours is never read, since every byte comes from the
/// reader factory.
pub(crate) const STORE_URL: &str = "martlet://site";

/// A registered table.
#[derive(Debug)]
pub(crate) struct SiteTable {
    name: String,
    schema: SchemaRef,
    files: Vec<TableFile>,
    /// Of the whole table.
    shares: Vec<Vec<Piece>>,
    statistics: Statistics,
    reading: Arc<Reading>,
}

impl SiteTable {
    pub(crate) fn open(table: TableFiles, reading: Arc<Reading>) -> Result<Self> {
        let (name, schema, files) = table.into_parts();
        let schema = Arc::new(transform_schema_to_view(&schema));
        let all: Vec<Vec<usize>> = files.iter().map(TableFile::row_groups).collect();
        let shares = shares(&files, &all, &schema)?;
        let statistics = statistics(&shares, &schema)?;
        Ok(Self { name, schema, files, shares, statistics, reading })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    fn plan_scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let query = state
            .config()
            .get_extension::<QueryContext>()
            .ok_or_else(|| DataFusionError::Internal("a scan was planned outside of a query".to_owned()))?;
        query.note_table(&self.name);

        let possible = self.possible_shares(state, filters)?;
        let shares = possible.as_ref().unwrap_or(&self.shares);
        let statistics = match &possible {
            Some(possible) => statistics(possible, &self.schema)?,
            None => self.statistics.clone(),
        };
        if shares.is_empty() {
            let schema = match projection {
                Some(columns) => Arc::new(self.schema.project(columns)?),
                None => self.schema(),
            };
            return Ok(Arc::new(EmptyExec::new(schema)));
        }

        let scanned = |piece: &Piece| {
            let file = &piece.file;
            let is_read_whole = filters.is_empty() && limit.is_none() && needs_most(file, projection);
            let mut scanned = PartitionedFile::new(file.file.path.clone(), file.file.size_bytes)
                .with_extension(ScanFile { file: file.clone(), is_read_whole });
            if let Some(access) = piece.access() {
                scanned = scanned.with_extension(access);
            }
            scanned.statistics = Some(Arc::clone(&piece.statistics));
            scanned
        };
        let shares = shares.iter().map(|share| share.iter().map(scanned).collect::<Vec<_>>());
        // A few rows are found soonest from the start; other shares would read what nobody asked for.
        let groups: Vec<FileGroup> = match limit {
            Some(_) => vec![FileGroup::new(shares.flatten().collect())],
            None => shares.map(FileGroup::from).collect(),
        };

        let factory = ReaderFactory { reading: Arc::clone(&self.reading), query };
        let source = ParquetSource::new(self.schema())
            .with_parquet_file_reader_factory(Arc::new(factory))
            .with_enable_page_index(true)
            .with_bloom_filter_on_read(false);
        let config = FileScanConfigBuilder::new(ObjectStoreUrl::parse(STORE_URL)?, Arc::new(source))
            .with_file_groups(groups)
            .with_statistics(statistics)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        Ok(DataSourceExec::from_data_source(config))
    }

    /// The shares of what the filters leave; `None` where that is the whole table.
    fn possible_shares(&self, state: &dyn Session, filters: &[Expr]) -> Result<Option<Vec<Vec<Piece>>>> {
        let all: Vec<Vec<usize>> = self.files.iter().map(TableFile::row_groups).collect();
        if all.iter().flatten().count() < 2 {
            return Ok(None);
        }
        let Some(predicate) = prune::predicate(state, &self.schema, filters) else { return Ok(None) };
        let possible = |file| prune::possible_row_groups(file, &self.schema, &predicate);
        let possible: Vec<Vec<usize>> = self.files.iter().map(possible).collect();
        if possible == all { Ok(None) } else { shares(&self.files, &possible, &self.schema).map(Some) }
    }
}

fn statistics(shares: &[Vec<Piece>], schema: &SchemaRef) -> Result<Statistics> {
    Statistics::try_merge_iter(shares.iter().flatten().map(|piece| piece.statistics.as_ref()), schema)
}

impl TableProvider for SiteTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn statistics(&self) -> Option<Statistics> {
        Some(self.statistics.clone())
    }

    /// Filters skip row groups and pages; the rows that remain are filtered again above the scan.
    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    // What `async_trait` would make of it, without a future that holds expressions: to prove that such a one is `Send`, the
    // compiler walks all of SQL's types.
    fn scan<'table, 'state, 'columns, 'filters, 'scan>(
        &'table self,
        state: &'state dyn Session,
        projection: Option<&'columns Vec<usize>>,
        filters: &'filters [Expr],
        limit: Option<usize>,
    ) -> BoxFuture<'scan, Result<Arc<dyn ExecutionPlan>>>
    where
        Self: 'scan,
        'table: 'scan,
        'state: 'scan,
        'columns: 'scan,
        'filters: 'scan,
    {
        Box::pin(ready(self.plan_scan(state, projection, filters, limit)))
    }
}

/// Whether the projected columns make up most of the file.
fn needs_most(file: &TableFile, projection: Option<&Vec<usize>>) -> bool {
    let size_bytes = file.file.size_bytes;
    if size_bytes > WHOLE_SHARE_MAX_BYTES {
        return false;
    }
    let Some(columns) = projection else { return true };
    projected_bytes(&file.metadata, columns) * 100 >= size_bytes * WHOLE_SHARE_PERCENT
}

fn projected_bytes(metadata: &ParquetMetaData, columns: &[usize]) -> u64 {
    let schema = metadata.file_metadata().schema_descr();
    metadata
        .row_groups()
        .iter()
        .flat_map(|group| group.columns().iter().enumerate())
        .filter(|(leaf, _)| columns.contains(&schema.get_column_root_idx(*leaf)))
        .map(|(_, column)| column.byte_range().1)
        .sum()
}
