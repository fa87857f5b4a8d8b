//! Answers as JSON: `{"columns":[{"name","type"}],"rows":[[..]],"sql"}`.
//!
//! Written as text, because a decimal's digits would not survive a float on the way. `type` is Arrow's
//! name. A float that is not finite becomes null: JSON has no such number.

use std::io;

use serde::Serialize;

use super::Answer;
use super::cell::{Cell, Cells};

/// JSON text of one object or array, written piece by piece.
#[derive(Debug, Default)]
pub struct JsonText(String);

impl JsonText {
    /// Any value, as serde writes it.
    pub fn value(&mut self, value: &(impl Serialize + ?Sized)) -> io::Result<&mut Self> {
        self.0.push_str(&serde_json::to_string(value)?);
        Ok(self)
    }

    /// Punctuation and names that are already JSON.
    pub fn raw(&mut self, text: &str) -> &mut Self {
        self.0.push_str(text);
        self
    }

    pub fn finish(self) -> String {
        self.0
    }

    /// A whole answer as one object.
    pub fn answer(&mut self, answer: &Answer) -> io::Result<()> {
        self.raw("{");
        self.answer_fields(answer)?;
        self.raw("}");
        Ok(())
    }

    /// The fields of an answer, without the braces.
    pub fn answer_fields(&mut self, answer: &Answer) -> io::Result<()> {
        self.raw("\"columns\":[");
        for (at, field) in answer.schema.fields().iter().enumerate() {
            self.comma(at).raw("{\"name\":").value(field.name())?;
            self.raw(",\"type\":").value(&format!("{:?}", field.data_type()))?.raw("}");
        }
        self.raw("],\"rows\":[");
        let mut rows = 0;
        for batch in &answer.batches {
            let columns = batch.columns().iter().map(Cells::of).collect::<io::Result<Vec<_>>>()?;
            for row in 0..batch.num_rows() {
                self.comma(rows).raw("[");
                for (at, column) in columns.iter().enumerate() {
                    self.comma(at);
                    match column.get(row)? {
                        Cell::Null | Cell::NotFinite(_) => self.raw("null"),
                        Cell::Bare(text) => self.raw(&text),
                        Cell::Text(text) => self.value(&text)?,
                    };
                }
                self.raw("]");
                rows += 1;
            }
        }
        self.raw("],\"sql\":").value(&answer.sql)?;
        Ok(())
    }

    fn comma(&mut self, at: usize) -> &mut Self {
        if at > 0 {
            self.0.push(',');
        }
        self
    }
}
