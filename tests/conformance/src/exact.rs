//! Whether two engines gave the same bytes: folders of Arrow IPC streams, one a request, named by its place.
//!
//! Values must be equal to the last bit, with equal names and types. How rows are cut into batches does not matter;
//! their order matters for the columns that the request orders by, since nothing else fixes it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use arrow::array::{Array as _, RecordBatch};
use arrow::compute::{SortColumn, concat_batches, lexsort_to_indices, take_record_batch};
use arrow::ipc::reader::StreamReader;
use arrow::util::display::array_value_to_string;
use serde_json::Value;

/// How two answers compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sameness {
    /// Byte for byte, as they came.
    Bytes,
    /// The same rows, in another order or in other batches.
    Rows,
    /// Neither has an answer.
    BothRefuse,
    Different(String),
}

/// The file of the answer to the request at this place, from 0.
pub fn file_name(at: usize) -> String {
    format!("{at:04}.arrow")
}

pub fn compare(request: &Value, first: &Path, second: &Path) -> Result<Sameness> {
    let (first, second) = match (first.is_file(), second.is_file()) {
        (true, true) => (fs::read(first)?, fs::read(second)?),
        (false, false) => return Ok(Sameness::BothRefuse),
        (has_first, _) => {
            let missing = if has_first { second } else { first };
            return Ok(Sameness::Different(format!("there is no {}", missing.display())));
        }
    };
    if first == second {
        return Ok(Sameness::Bytes);
    }
    let (first, second) = (batch(&first)?, batch(&second)?);
    let keys = ordered_columns(request, &first);
    if first.schema() != second.schema() {
        return Ok(Sameness::Different(format!("columns {:?} and {:?}", first.schema(), second.schema())));
    }
    if first.num_rows() != second.num_rows() {
        return Ok(Sameness::Different(format!("{} and {} rows", first.num_rows(), second.num_rows())));
    }
    if first.project(&keys)? != second.project(&keys)? {
        return Ok(Sameness::Different(first_difference(&first.project(&keys)?, &second.project(&keys)?)?));
    }
    let (first, second) = (sorted(&first)?, sorted(&second)?);
    if first == second { Ok(Sameness::Rows) } else { Ok(Sameness::Different(first_difference(&first, &second)?)) }
}

fn batch(stream: &[u8]) -> Result<RecordBatch> {
    let reader = StreamReader::try_new(stream, None).context("an answer is no Arrow stream")?;
    let schema = reader.schema();
    let batches = reader.collect::<Result<Vec<_>, _>>()?;
    Ok(concat_batches(&schema, &batches)?)
}

fn sorted(batch: &RecordBatch) -> Result<RecordBatch> {
    let columns: Vec<SortColumn> =
        batch.columns().iter().map(|column| SortColumn { values: Arc::clone(column), options: None }).collect();
    Ok(take_record_batch(batch, &lexsort_to_indices(&columns, None)?)?)
}

/// Places of the columns by which the request orders its rows.
fn ordered_columns(request: &Value, batch: &RecordBatch) -> Vec<usize> {
    let names = request.get("order_by").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    names.filter_map(|name| batch.schema().index_of(name.trim_start_matches('-')).ok()).collect()
}

fn first_difference(first: &RecordBatch, second: &RecordBatch) -> Result<String> {
    for row in 0..first.num_rows() {
        if first.slice(row, 1) != second.slice(row, 1) {
            return Ok(format!("row {}: {} and {}", row + 1, show(first, row)?, show(second, row)?));
        }
    }
    Ok("no row differs".to_owned())
}

fn show(batch: &RecordBatch, row: usize) -> Result<String> {
    let cells = batch
        .columns()
        .iter()
        .map(|column| if column.is_null(row) { Ok("null".to_owned()) } else { array_value_to_string(column, row) });
    Ok(format!("[{}]", cells.collect::<Result<Vec<_>, _>>()?.join(", ")))
}

#[cfg(test)]
mod tests {
    use arrow::array::{ArrayRef, Float64Array, StringArray};
    use arrow::ipc::writer::StreamWriter;
    use serde_json::json;

    use super::*;

    fn write(path: &Path, batches: &[(&[&str], &[f64])]) {
        let batches: Vec<RecordBatch> = batches
            .iter()
            .map(|(names, values)| {
                let names: ArrayRef = Arc::new(StringArray::from(names.to_vec()));
                let values: ArrayRef = Arc::new(Float64Array::from(values.to_vec()));
                RecordBatch::try_from_iter([("x", names), ("m", values)]).expect("columns are equally long")
            })
            .collect();
        let schema = batches.first().expect("there is a batch").schema();
        let mut writer = StreamWriter::try_new(Vec::new(), &schema).expect("a stream can be written");
        for batch in &batches {
            writer.write(batch).expect("a batch can be written");
        }
        fs::write(path, writer.into_inner().expect("the stream ends")).expect("the folder can be written to");
    }

    fn compared(request: &Value, first: &[(&[&str], &[f64])], second: &[(&[&str], &[f64])]) -> Sameness {
        let folder = tempfile::tempdir().expect("there is room");
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        write(&a, first);
        write(&b, second);
        compare(request, &a, &b).expect("both can be read")
    }

    #[test]
    fn batches_and_unasked_order_do_not_matter() {
        let whole: &[(&[&str], &[f64])] = &[(&["a", "b", "c"], &[1.0, 2.0, 3.0])];
        let cut: &[(&[&str], &[f64])] = &[(&["b"], &[2.0]), (&["a", "c"], &[1.0, 3.0])];
        assert_eq!(compared(&json!({}), whole, whole), Sameness::Bytes);
        assert_eq!(compared(&json!({}), whole, cut), Sameness::Rows);
        assert!(matches!(compared(&json!({"order_by": ["x"]}), whole, cut), Sameness::Different(_)));
    }

    #[test]
    fn the_last_bit_matters() {
        let sum = 0.1_f64 + 0.2;
        let near = f64::from_bits(sum.to_bits() + 1);
        let sameness = compared(&json!({}), &[(&["a"], &[sum])], &[(&["a"], &[near])]);
        assert!(matches!(sameness, Sameness::Different(_)));
        let zeroes = compared(&json!({}), &[(&["a"], &[0.0])], &[(&["a"], &[-0.0])]);
        assert!(matches!(zeroes, Sameness::Different(_)));
    }
}
