//! The tables in a MySQL database: the schema as an application would have it, and the raw Parquet's rows in it.
//!
//! In: an open connection and the folder that [`generate`](crate::generate) wrote. Out: the tables, parents first, with
//! every foreign key checked by the database. Tables that are there already are refused, never dropped.

use std::fs::File;
use std::path::Path;

use arrow::array::{Array, ArrayRef, AsArray as _, RecordBatch};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Int32Type, Int64Type, TimeUnit, TimestampMicrosecondType,
};
use mysql::Conn;
use mysql::prelude::Queryable as _;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::{GeneratorError, Result, TableSummary};

const SCHEMA: &str = include_str!("schema.sql");
const ROWS_A_STATEMENT: usize = 4_096;
const STATEMENTS_A_TRANSACTION: usize = 16;
/// Parents before children.
const ORDER: [&str; 12] = [
    "customers",
    "products",
    "plans",
    "subscriptions",
    "subscription_changes",
    "invoices",
    "invoice_items",
    "payments",
    "usage_events",
    "fx_rates",
    "acquisition_costs",
    "nps_responses",
];

/// Creates the tables and fills them from `folder`. `progress` hears the table and its rows so far.
///
/// # Errors
/// [`GeneratorError::Load`] for what the database refuses, and those of reading Parquet. Rows loaded so far stay.
pub fn load(connection: &mut Conn, folder: &Path, progress: &mut dyn FnMut(&str, u64)) -> Result<Vec<TableSummary>> {
    for statement in SCHEMA.split(';').map(str::trim).filter(|statement| statement.contains("CREATE TABLE")) {
        connection.query_drop(statement).map_err(|source| refused("the schema", source))?;
    }
    let mut tables = Vec::new();
    for name in ORDER {
        let rows = load_table(connection, folder, name, progress)?;
        tables.push(TableSummary { name, rows });
    }
    Ok(tables)
}

fn load_table(
    connection: &mut Conn,
    folder: &Path,
    name: &'static str,
    progress: &mut dyn FnMut(&str, u64),
) -> Result<u64> {
    let path = folder.join(format!("{name}.parquet"));
    let file = File::open(&path).map_err(|source| GeneratorError::Write { path: path.clone(), source })?;
    let batches = ParquetRecordBatchReaderBuilder::try_new(file)
        .and_then(|builder| builder.with_batch_size(ROWS_A_STATEMENT).build())
        .map_err(|source| GeneratorError::Parquet { path: path.clone(), source })?;
    let mut rows = 0;
    connection.query_drop("START TRANSACTION").map_err(|source| refused(name, source))?;
    for (index, batch) in batches.enumerate() {
        let batch = batch.map_err(|source| GeneratorError::Columns { table: name, source })?;
        let statement = insert(name, &batch)?;
        connection.query_drop(statement).map_err(|source| refused(name, source))?;
        rows += batch.num_rows() as u64;
        if (index + 1) % STATEMENTS_A_TRANSACTION == 0 {
            connection.query_drop("COMMIT").map_err(|source| refused(name, source))?;
            connection.query_drop("START TRANSACTION").map_err(|source| refused(name, source))?;
        }
        progress(name, rows);
    }
    connection.query_drop("COMMIT").map_err(|source| refused(name, source))?;
    Ok(rows)
}

fn refused(table: &str, source: mysql::Error) -> GeneratorError {
    GeneratorError::Load { table: table.to_owned(), source: Box::new(source) }
}

fn insert(name: &'static str, batch: &RecordBatch) -> Result<String> {
    let schema = batch.schema();
    let columns: Vec<String> = schema.fields().iter().map(|field| format!("`{}`", field.name())).collect();
    let mut sql = format!("INSERT INTO `{name}` ({}) VALUES ", columns.join(", "));
    for row in 0..batch.num_rows() {
        sql.push_str(if row == 0 { "(" } else { ",(" });
        for (at, column) in batch.columns().iter().enumerate() {
            if at > 0 {
                sql.push(',');
            }
            push(&mut sql, name, column, row)?;
        }
        sql.push(')');
    }
    Ok(sql)
}

fn push(sql: &mut String, table: &'static str, column: &ArrayRef, row: usize) -> Result<()> {
    if column.is_null(row) {
        sql.push_str("NULL");
        return Ok(());
    }
    match column.data_type() {
        DataType::Int64 => sql.push_str(&column.as_primitive::<Int64Type>().value(row).to_string()),
        DataType::Int32 => sql.push_str(&column.as_primitive::<Int32Type>().value(row).to_string()),
        DataType::Boolean => sql.push(if column.as_boolean().value(row) { '1' } else { '0' }),
        DataType::Decimal128(..) => {
            sql.push_str(&column.as_primitive::<Decimal128Type>().value_as_string(row));
        }
        DataType::Utf8 => {
            sql.push('\'');
            for each in column.as_string::<i32>().value(row).chars() {
                match each {
                    '\'' => sql.push_str("''"),
                    '\\' => sql.push_str("\\\\"),
                    other => sql.push(other),
                }
            }
            sql.push('\'');
        }
        DataType::Date32 => {
            let day = column.as_primitive::<Date32Type>().value_as_date(row);
            sql.push_str(&format!("'{}'", day.unwrap_or_default()));
        }
        DataType::Timestamp(TimeUnit::Microsecond, None) => {
            let at = column.as_primitive::<TimestampMicrosecondType>().value_as_datetime(row);
            sql.push_str(&format!("'{}'", at.unwrap_or_default().format("%Y-%m-%d %H:%M:%S%.6f")));
        }
        other => {
            let source = arrow::error::ArrowError::NotYetImplemented(format!("{other} has no column type in MySQL"));
            return Err(GeneratorError::Columns { table, source });
        }
    }
    Ok(())
}
