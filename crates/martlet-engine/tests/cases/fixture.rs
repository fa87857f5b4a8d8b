//! Small tables as Parquet in memory, and an engine over them.

use std::{sync::Arc, time::Duration};

use arrow::{
    array::{
        ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float32Array, Float64Array, Int32Array, Int64Array,
        StringArray, TimestampMicrosecondArray,
    },
    record_batch::RecordBatch,
    util::pretty::pretty_format_batches,
};
use bytes::Bytes;
use martlet_engine::{
    CancelToken, Engine, EngineError, Host, Limits, MemorySource, QueryOutput, RunOptions, TableFiles, decode_footer,
    encode_footer,
};
use martlet_site::catalog::DataFile;
use parquet::{
    arrow::ArrowWriter,
    file::properties::{EnabledStatistics, WriterProperties},
};

/// Rows of `orders`.
pub const ORDERS: i64 = 50_000;
/// Rows of one row group of `orders`.
pub const ROW_GROUP: usize = 5_000;

/// An engine over `orders` (many row groups, two files), `customers` (with nulls), `typed` (every type
/// that DuckDB writes), `prices` (one number in four types, in several row groups) and `nothing` (no rows).
#[derive(Debug)]
pub struct Fixture {
    pub engine: Engine,
    pub host: Arc<dyn Host>,
}

impl Fixture {
    pub fn open(host: Arc<dyn Host>) -> Self {
        Self::with_limits(host, Limits::default())
    }

    pub fn with_limits(host: Arc<dyn Host>, limits: Limits) -> Self {
        let mut source = MemorySource::default();
        let half = ORDERS / 2;
        let tables = vec![
            table("orders", vec![parquet(&orders(0..half)), parquet(&orders(half..ORDERS))], &mut source),
            table("customers", vec![parquet(&customers())], &mut source),
            table("typed", vec![parquet(&typed())], &mut source),
            table("prices", vec![parquet(&prices())], &mut source),
            table("nothing", vec![parquet(&customers().slice(0, 0))], &mut source),
        ];
        let engine =
            Engine::open_on(Arc::clone(&host), tables, Arc::new(source), limits).expect("the tables are well formed");
        Self { engine, host }
    }

    pub async fn run(&self, sql: &str) -> Result<QueryOutput, EngineError> {
        self.engine.run(sql, RunOptions::default()).await
    }

    /// The result as DataFusion prints tables.
    pub async fn shown(&self, sql: &str) -> String {
        let output = self.run(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        pretty_format_batches(&output.batches).expect("batches print").to_string()
    }

    /// The first column of the first row as text.
    pub async fn value(&self, sql: &str) -> String {
        let output = self.run(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        assert_eq!(output.row_count(), 1, "{sql}");
        let batch = output.batches.iter().find(|batch| batch.num_rows() > 0).expect("one row");
        arrow::util::display::array_value_to_string(batch.column(0), 0).expect("a value prints")
    }

    pub async fn code(&self, sql: &str) -> String {
        match self.run(sql).await {
            Ok(output) => panic!("{sql} gave {} rows", output.row_count()),
            Err(error) => error.code().to_owned(),
        }
    }

    pub fn cancel_after(&self, delay: Duration) -> (CancelToken, impl Future<Output = ()> + use<>) {
        let token = CancelToken::default();
        let cancel = token.clone();
        let sleeping = self.host.sleep(delay);
        (token, async move {
            sleeping.await;
            cancel.cancel();
        })
    }
}

/// A table of one file for each of `files`, which the source then holds.
pub fn table(name: &str, files: Vec<Bytes>, source: &mut MemorySource) -> TableFiles {
    let files = files
        .into_iter()
        .enumerate()
        .map(|(at, content)| {
            let path = format!("marts/{name}/{at}.parquet");
            let metadata = decode_footer(&path, &content).expect("just written");
            let footer = encode_footer(&path, &metadata).expect("metadata can be written");
            let file = DataFile {
                path: path.clone(),
                size_bytes: content.len() as u64,
                rows: metadata.file_metadata().num_rows() as u64,
                sha256: String::new(),
            };
            source.insert(path, content);
            (file, footer)
        })
        .collect();
    TableFiles::new(name, files).expect("the files agree")
}

pub fn parquet(batch: &RecordBatch) -> Bytes {
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_data_page_row_count_limit(1_000)
        .set_write_batch_size(500)
        .set_statistics_enabled(EnabledStatistics::Page)
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).expect("a schema");
    writer.write(batch).expect("a batch");
    writer.into_inner().expect("a file").into()
}

fn orders(ids: std::ops::Range<i64>) -> RecordBatch {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("order_id", Arc::new(ids.clone().collect::<Int64Array>())),
        ("customer_id", Arc::new(ids.clone().map(|id| (id % 100) as i32).collect::<Int32Array>())),
        ("amount", Arc::new(ids.clone().map(|id| id as f64 / 2.0).collect::<Float64Array>())),
        (
            "status",
            Arc::new(ids.clone().map(|id| Some(["new", "paid", "void"][(id % 3) as usize])).collect::<StringArray>()),
        ),
        // Hard to compress, so that files are large enough to be read by ranges.
        (
            "note",
            Arc::new(
                ids.map(|id| Some(format!("{:x}", (id as u128 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C))))
                    .collect::<StringArray>(),
            ),
        ),
    ];
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

fn customers() -> RecordBatch {
    let columns: Vec<(&str, ArrayRef, bool)> = vec![
        ("customer_id", Arc::new((0..120).collect::<Int32Array>()), false),
        (
            "country",
            Arc::new(
                (0..120)
                    .map(|id| (id % 5 != 0).then_some(["DE", "US", "FR"][(id % 3) as usize]))
                    .collect::<StringArray>(),
            ),
            true,
        ),
    ];
    RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length")
}

fn prices() -> RecordBatch {
    let ids = 0..4 * ROW_GROUP as i64;
    let price = Decimal128Array::from_iter_values(ids.clone().map(|id| i128::from(id) * 10));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("price_id", Arc::new(ids.clone().collect::<Int64Array>())),
        ("price", Arc::new(price.with_precision_and_scale(12, 2).expect("it fits"))),
        ("price_value", Arc::new(ids.clone().map(|id| id as f64 / 10.0).collect::<Float64Array>())),
        ("short_value", Arc::new(ids.map(|id| id as f32 / 10.0).collect::<Float32Array>())),
    ];
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

fn typed() -> RecordBatch {
    let money =
        Decimal128Array::from(vec![Some(12_345), Some(-5), None]).with_precision_and_scale(18, 2).expect("it fits");
    let columns: Vec<(&str, ArrayRef, bool)> = vec![
        ("flag", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])), true),
        ("money", Arc::new(money), true),
        ("day", Arc::new(Date32Array::from(vec![Some(0), Some(20_000), None])), true),
        ("at", Arc::new(TimestampMicrosecondArray::from(vec![Some(0), Some(1_700_000_000_123_456), None])), true),
        (
            "at_utc",
            Arc::new(
                TimestampMicrosecondArray::from(vec![Some(0), Some(1_700_000_000_000_000), None]).with_timezone("UTC"),
            ),
            true,
        ),
        ("name", Arc::new(StringArray::from(vec![Some("ä"), Some(""), None])), true),
    ];
    RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length")
}
