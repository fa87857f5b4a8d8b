//! A query's result, and its way to whoever asked: an Arrow IPC stream of plain types.

use std::sync::Arc;

use arrow::{
    array::RecordBatchOptions,
    compute::cast,
    datatypes::{DataType, Field, Schema, SchemaRef},
    error::ArrowError,
    ipc::writer::StreamWriter,
    record_batch::RecordBatch,
};

use crate::{EngineError, ProgressSnapshot};

/// Rows of one query. String columns are `Utf8`, binary ones `Binary`; dictionaries are unfolded.
#[derive(Debug, Clone)]
pub struct QueryOutput {
    pub schema: SchemaRef,
    pub batches: Vec<RecordBatch>,
    /// More rows existed than were asked for.
    pub is_truncated: bool,
    pub progress: ProgressSnapshot,
    /// Names of the tables read, sorted.
    pub tables_read: Vec<String>,
}

impl QueryOutput {
    pub fn row_count(&self) -> u64 {
        self.batches.iter().map(|batch| batch.num_rows() as u64).sum()
    }

    /// The rows as one Arrow IPC stream (schema message, then record batches; uncompressed).
    pub fn to_ipc(&self) -> Result<Vec<u8>, EngineError> {
        let write = || -> Result<Vec<u8>, ArrowError> {
            let mut writer = StreamWriter::try_new(Vec::new(), &self.schema)?;
            for batch in &self.batches {
                writer.write(batch)?;
            }
            writer.into_inner()
        };
        write().map_err(|error| internal(&error))
    }
}

/// Batches with views and dictionaries turned into plain arrays.
pub(crate) fn plain(schema: &Schema, batches: Vec<RecordBatch>) -> Result<(SchemaRef, Vec<RecordBatch>), EngineError> {
    let fields: Vec<Field> = schema
        .fields()
        .iter()
        .map(|field| {
            let field = field.as_ref().clone();
            let data_type = plain_type(field.data_type());
            field.with_data_type(data_type)
        })
        .collect();
    let schema = Arc::new(Schema::new(fields));
    let batches = batches
        .into_iter()
        .map(|batch| plain_batch(&schema, &batch))
        .collect::<Result<Vec<_>, ArrowError>>()
        .map_err(|error| internal(&error))?;
    Ok((schema, batches))
}

fn plain_batch(schema: &SchemaRef, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let columns = batch
        .columns()
        .iter()
        .zip(schema.fields())
        .map(|(column, field)| {
            if column.data_type() == field.data_type() {
                return Ok(Arc::clone(column));
            }
            cast(column, field.data_type())
        })
        .collect::<Result<Vec<_>, ArrowError>>()?;
    // A batch without columns still has rows (`select from t`).
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
}

fn plain_type(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Utf8View | DataType::LargeUtf8 => DataType::Utf8,
        DataType::BinaryView | DataType::LargeBinary => DataType::Binary,
        DataType::Dictionary(_, values) => plain_type(values),
        DataType::List(item) => DataType::List(Arc::new(plain_field(item))),
        DataType::LargeList(item) => DataType::LargeList(Arc::new(plain_field(item))),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(|field| plain_field(field)).collect()),
        other => other.clone(),
    }
}

fn plain_field(field: &Field) -> Field {
    field.clone().with_data_type(plain_type(field.data_type()))
}

fn internal(error: &ArrowError) -> EngineError {
    EngineError::Execution { message: error.to_string() }
}
