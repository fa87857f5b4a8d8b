//! Answers as comma-separated values: a header, then rows; null is an empty field.

use std::io::{self, Write};

use super::Answer;
use super::cell::{Cell, Cells};

pub(super) fn write(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(answer.schema.fields().iter().map(|field| field.name())).map_err(own_error)?;
    for batch in &answer.batches {
        let columns = batch.columns().iter().map(Cells::of).collect::<io::Result<Vec<_>>>()?;
        for row in 0..batch.num_rows() {
            for column in &columns {
                match column.get(row)? {
                    Cell::Null => writer.write_field("").map_err(own_error)?,
                    Cell::Bare(text) | Cell::NotFinite(text) | Cell::Text(text) => {
                        writer.write_field(text).map_err(own_error)?;
                    }
                }
            }
            writer.write_record(None::<&[u8]>).map_err(own_error)?;
        }
    }
    writer.flush()
}

/// The error of the output itself, so that a reader that went away is still known as one: the conversion that the
/// crate offers makes every error the same kind.
fn own_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
