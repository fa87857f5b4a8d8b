//! Sorted streams of rows, no key in two of them, into one file in the order of the key.

use arrow::array::{Array as _, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::SchemaRef;
use arrow::row::OwnedRow;

use crate::Result;
use crate::ordered::{Ordered, Stop};
use crate::table_file::{BYTES_A_BATCH, ROWS_A_BATCH, TableFile};

/// Writes every row of the streams. `progress` hears rows and bytes of the file so far.
pub fn merge(
    streams: &mut [Ordered<'_>],
    schema: &SchemaRef,
    out: &mut TableFile<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), Stop> {
    let mut gathered = Gathered { schema, batches: Vec::new(), rows: 0, bytes: 0 };
    while let Some((first, limit)) = smallest(streams) {
        let taken = streams[first].take_before(limit.as_ref().map(OwnedRow::row))?;
        if let Some(batch) = taken {
            gathered.push(batch);
        }
        if gathered.is_full() {
            gathered.write(out, false)?;
            progress(out.rows(), out.bytes());
        }
    }
    gathered.write(out, true)?;
    Ok(())
}

/// The stream with the smallest head, and the smallest head of the others.
fn smallest(streams: &[Ordered<'_>]) -> Option<(usize, Option<OwnedRow>)> {
    let mut heads: Vec<_> =
        streams.iter().enumerate().filter_map(|(at, stream)| stream.head().map(|head| (head, at))).collect();
    heads.sort_unstable();
    let first = heads.first()?.1;
    Some((first, heads.get(1).map(|(head, _)| head.owned())))
}

/// Slices of batches until they are as large as a batch that is read from the database.
struct Gathered<'a> {
    schema: &'a SchemaRef,
    batches: Vec<RecordBatch>,
    rows: usize,
    bytes: usize,
}

impl Gathered<'_> {
    fn push(&mut self, batch: RecordBatch) {
        self.rows += batch.num_rows();
        self.bytes += bytes_of(&batch);
        self.batches.push(batch);
    }

    fn is_full(&self) -> bool {
        self.rows >= ROWS_A_BATCH || self.bytes >= BYTES_A_BATCH
    }

    /// The last batch may be small; others hold as many rows as can be.
    fn write(&mut self, out: &mut TableFile<'_>, is_last: bool) -> Result<()> {
        if self.batches.is_empty() {
            return Ok(());
        }
        let mut rest = concat_batches(self.schema, &self.batches).map_err(|error| out.failed(error))?;
        self.batches.clear();
        while rest.num_rows() > ROWS_A_BATCH {
            out.push_batch(&rest.slice(0, ROWS_A_BATCH))?;
            rest = rest.slice(ROWS_A_BATCH, rest.num_rows() - ROWS_A_BATCH);
        }
        (self.rows, self.bytes) = (rest.num_rows(), bytes_of(&rest));
        if is_last || self.is_full() {
            out.push_batch(&rest)?;
            (self.rows, self.bytes) = (0, 0);
        } else {
            self.batches.push(rest);
        }
        Ok(())
    }
}

fn bytes_of(batch: &RecordBatch) -> usize {
    batch.columns().iter().map(|column| column.to_data().get_slice_memory_size().unwrap_or_default()).sum()
}
