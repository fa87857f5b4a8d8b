//! How answers, summaries and problems are printed: answers on standard output, everything else on
//! standard error.

mod cell;
mod csv;
mod json;
mod problems;
mod progress;
mod quantity;
mod table;

pub use json::JsonText;
pub use problems::{report_failure, tally, write_problems};
pub use progress::Progress;
pub use quantity::{bytes, count, seconds};

use std::io::{self, Write};

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use clap::ValueEnum;

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// Comma-separated, with a header
    Csv,
    /// One JSON value
    Json,
}

/// Rows to print, and the SQL that gave them.
#[derive(Debug)]
pub struct Answer {
    pub schema: SchemaRef,
    pub batches: Vec<RecordBatch>,
    pub sql: String,
}

impl Answer {
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Table => table::write(self, out),
            Format::Csv => csv::write(self, out),
            Format::Json => {
                let mut text = JsonText::default();
                text.answer(self)?;
                writeln!(out, "{}", text.finish())
            }
        }
    }
}

/// Runs `write` on standard output. A reader that went away (`martlet … | head`) is no failure.
pub fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
