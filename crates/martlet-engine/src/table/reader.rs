//! Gives DataFusion's Parquet reader the footers that are already here, and the bytes it asks for:
//! from the cache, or merged into few requests that run side by side.

use std::{ops::Range, sync::Arc};

use bytes::Bytes;
use datafusion::{
    datasource::{
        listing::PartitionedFile,
        physical_plan::{ParquetFileMetrics, ParquetFileReaderFactory},
    },
    error::{DataFusionError, Result},
    physical_plan::metrics::ExecutionPlanMetricsSet,
};
use futures::{FutureExt, future::BoxFuture, stream, stream::StreamExt, stream::TryStreamExt};
use parquet::{
    arrow::{arrow_reader::ArrowReaderOptions, async_reader::AsyncFileReader},
    errors::ParquetError,
    file::metadata::ParquetMetaData,
};

use super::{
    TableFile,
    cache::ChunkCache,
    in_flight::InFlight,
    merge::{WHOLE_FILE_BYTES, merge},
};
use crate::{ByteSource, EngineError, Part, query::QueryContext};

/// Requests of one read that run at the same time. Hosts that speak HTTP/1.1 get six in any case.
const PARALLEL_REQUESTS: usize = 12;

/// What all readers of an engine share.
#[derive(Debug)]
pub(crate) struct Reading {
    source: Arc<dyn ByteSource>,
    cache: ChunkCache,
    in_flight: InFlight,
}

impl Reading {
    pub(crate) fn new(source: Arc<dyn ByteSource>, cache_bytes: u64) -> Self {
        Self { source, cache: ChunkCache::new(cache_bytes), in_flight: InFlight::default() }
    }
}

/// Attached to each file of a scan.
#[derive(Debug, Clone)]
pub(crate) struct ScanFile {
    pub file: TableFile,
    /// Most of the file is needed, so one request for all of it is cheapest.
    pub is_read_whole: bool,
}

/// Makes the readers of one query.
#[derive(Debug)]
pub(crate) struct ReaderFactory {
    pub reading: Arc<Reading>,
    pub query: Arc<QueryContext>,
}

impl ParquetFileReaderFactory for ReaderFactory {
    fn create_reader(
        &self,
        partition_index: usize,
        file: PartitionedFile,
        _metadata_size_hint: Option<usize>,
        metrics: &ExecutionPlanMetricsSet,
    ) -> Result<Box<dyn AsyncFileReader + Send>> {
        let scan = file
            .extension::<ScanFile>()
            .cloned()
            .ok_or_else(|| DataFusionError::Internal(format!("{} was not planned by Martlet", file.path())))?;
        let metrics = ParquetFileMetrics::new(partition_index, &scan.file.file.path, metrics);
        let reading = Arc::clone(&self.reading);
        let query = Arc::clone(&self.query);
        Ok(Box::new(Reader { reading, query, scan, metrics }))
    }
}

struct Reader {
    reading: Arc<Reading>,
    query: Arc<QueryContext>,
    scan: ScanFile,
    metrics: ParquetFileMetrics,
}

impl Reader {
    async fn read(&self, ranges: Vec<Range<u64>>) -> parquet::errors::Result<Vec<Bytes>> {
        self.read_ranges(&ranges).await.map_err(|error| {
            self.query.fail(error.clone());
            ParquetError::External(Box::new(error))
        })
    }

    async fn read_ranges(&self, ranges: &[Range<u64>]) -> Result<Vec<Bytes>, EngineError> {
        let file = &self.scan.file.file;
        let cached: Vec<Option<Bytes>> = ranges.iter().map(|range| self.cached(range)).collect();
        let missing: Vec<Range<u64>> =
            ranges.iter().zip(&cached).filter(|(_, bytes)| bytes.is_none()).map(|(range, _)| range.clone()).collect();
        let requests = if missing.is_empty() {
            Vec::new()
        } else if self.scan.is_read_whole || file.size_bytes <= WHOLE_FILE_BYTES {
            std::iter::once(0..file.size_bytes).collect()
        } else {
            merge(&missing)
        };
        let planned = requests.iter().map(|range| range.end - range.start).sum();
        self.query.progress.plan(planned);

        let parts: Vec<Part> =
            stream::iter(requests).map(|range| self.request(range)).buffered(PARALLEL_REQUESTS).try_collect().await?;

        ranges
            .iter()
            .zip(cached)
            .map(|(range, bytes)| {
                bytes
                    .or_else(|| parts.iter().find_map(|part| part.slice(range)))
                    .or_else(|| (range.start == range.end).then(Bytes::new))
                    .ok_or_else(|| EngineError::Internal {
                        message: format!("{}: no request covered bytes {range:?}", file.path),
                    })
            })
            .collect()
    }

    fn cached(&self, range: &Range<u64>) -> Option<Bytes> {
        self.reading.cache.get(&self.scan.file.file, range)
    }

    async fn request(&self, range: Range<u64>) -> Result<Part, EngineError> {
        let file = &self.scan.file.file;
        let asked = range.end - range.start;
        let joined = self.reading.in_flight.join(self.reading.source.as_ref(), file, range);
        let part = joined.read.await?;
        if !joined.is_first {
            self.query.progress.plan_less(asked);
            return Ok(part);
        }
        // A host that ignores ranges sends more than was planned, and one body for several ranges.
        let came = part.transferred_bytes;
        self.query.progress.plan(came.saturating_sub(asked));
        self.query.progress.plan_less(asked.saturating_sub(came));
        if came > 0 {
            self.query.progress.read(came);
        }
        self.metrics.bytes_scanned.add(asked as usize);
        self.reading.cache.insert(file, &part);
        Ok(part)
    }
}

impl AsyncFileReader for Reader {
    fn get_bytes(&mut self, range: Range<u64>) -> BoxFuture<'_, parquet::errors::Result<Bytes>> {
        async move {
            let mut bytes = self.read(vec![range]).await?;
            Ok(bytes.pop().unwrap_or_default())
        }
        .boxed()
    }

    fn get_byte_ranges(&mut self, ranges: Vec<Range<u64>>) -> BoxFuture<'_, parquet::errors::Result<Vec<Bytes>>> {
        self.read(ranges).boxed()
    }

    fn get_metadata<'a>(
        &'a mut self,
        _options: Option<&'a ArrowReaderOptions>,
    ) -> BoxFuture<'a, parquet::errors::Result<Arc<ParquetMetaData>>> {
        let metadata = Arc::clone(&self.scan.file.metadata);
        async move { Ok(metadata) }.boxed()
    }
}
