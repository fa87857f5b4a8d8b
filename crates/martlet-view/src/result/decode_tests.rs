//! Streams written by Arrow itself, read back.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringDictionaryBuilder};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array, NullArray, RecordBatch,
    StringArray, StringViewArray, TimestampMicrosecondArray, UInt64Array,
};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{Field, Schema};

use super::*;

fn stream(columns: &[(&str, ArrayRef)]) -> Vec<u8> {
    let fields: Vec<Field> =
        columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), columns.iter().map(|(_, array)| array.clone()).collect())
        .expect("columns of one length");
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new(&mut bytes, &schema).expect("a vector can be written");
    // Twice, so that batches are joined.
    writer.write(&batch).expect("a vector can be written");
    writer.write(&batch).expect("a vector can be written");
    writer.finish().expect("a vector can be written");
    bytes
}

#[test]
fn every_kind_keeps_its_value() {
    let mut dictionary = StringDictionaryBuilder::<Int32Type>::new();
    dictionary.append_value("de");
    dictionary.append_null();
    let mut list = ListBuilder::new(arrow_array::builder::Int64Builder::new());
    list.append_value([Some(1), None]);
    list.append_null();
    let micros = 1_777_593_600_000_000;
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("integer", Arc::new(Int64Array::from(vec![Some(-7), None]))),
        ("unsigned", Arc::new(UInt64Array::from(vec![Some(u64::MAX), None]))),
        ("float", Arc::new(Float64Array::from(vec![Some(0.25), Some(f64::NAN)]))),
        (
            "decimal",
            Arc::new(
                Decimal128Array::from(vec![Some(80_886_639), None])
                    .with_precision_and_scale(38, 2)
                    .expect("38 digits are allowed"),
            ),
        ),
        ("boolean", Arc::new(BooleanArray::from(vec![Some(true), None]))),
        ("date", Arc::new(Date32Array::from(vec![Some(20_574), None]))),
        ("timestamp", Arc::new(TimestampMicrosecondArray::from(vec![Some(micros), None]))),
        ("instant", Arc::new(TimestampMicrosecondArray::from(vec![Some(micros), None]).with_timezone("UTC"))),
        ("text", Arc::new(StringArray::from(vec![Some("O'Land"), None]))),
        ("view", Arc::new(StringViewArray::from(vec![Some("a text longer than twelve bytes"), None]))),
        ("dictionary", Arc::new(dictionary.finish())),
        ("list", Arc::new(list.finish())),
        ("null", Arc::new(NullArray::new(2))),
    ];
    let table = ResultTable::from_ipc(&stream(&columns)).expect("just written");
    assert_eq!(table.rows, 4);
    let written: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let cells: Vec<String> =
                (0..table.rows).map(|row| column.text(row).unwrap_or_else(|| "∅".to_owned())).collect();
            format!("{}: {}", column.name, cells.join(" | "))
        })
        .collect();
    expect_test::expect![[r#"
        integer: -7 | ∅ | -7 | ∅
        unsigned: 18446744073709551615 | ∅ | 18446744073709551615 | ∅
        float: 0.25 | NaN | 0.25 | NaN
        decimal: 808866.39 | ∅ | 808866.39 | ∅
        boolean: true | ∅ | true | ∅
        date: 2026-05-01 | ∅ | 2026-05-01 | ∅
        timestamp: 2026-05-01T00:00:00 | ∅ | 2026-05-01T00:00:00 | ∅
        instant: 2026-05-01T00:00:00Z | ∅ | 2026-05-01T00:00:00Z | ∅
        text: O'Land | ∅ | O'Land | ∅
        view: a text longer than twelve bytes | ∅ | a text longer than twelve bytes | ∅
        dictionary: de | ∅ | de | ∅
        list: [1, null] | ∅ | [1, null] | ∅
        null: ∅ | ∅ | ∅ | ∅"#]]
    .assert_eq(&written.join("\n"));
    assert_eq!(table.column("decimal").and_then(|column| column.number(0)), Some(808_866.39));
    assert_eq!(table.column("float").and_then(|column| column.number(1)), None, "what is not a number is not drawn");
}

#[test]
fn a_cut_stream_is_an_error_or_fewer_rows_but_no_panic() {
    let whole = stream(&[("n", Arc::new(Int64Array::from(vec![1, 2, 3])))]);
    for cut in 0..whole.len() {
        if let Ok(table) = ResultTable::from_ipc(&whole[..cut]) {
            assert!(table.rows <= 6, "cut at {cut}");
        }
    }
    assert!(ResultTable::from_ipc(b"").is_err());
    assert!(ResultTable::from_ipc(b"<!doctype html>").is_err());
}
