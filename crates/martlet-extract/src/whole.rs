//! One table, every row of it.

use std::path::Path;

use mysql::prelude::Queryable as _;
use mysql::{Conn, Params};

use crate::schema::Table;
use crate::table_file::{TableFile, Written, values_of};
use crate::watch::{Progress, Step, Watch};
use crate::watermark::Highest;
use crate::{ExtractError, Result};

/// `watermark` is the position of the column whose highest value is to be known.
pub fn read(
    connection: &mut Conn,
    table: &Table,
    dir: &Path,
    watermark: Option<usize>,
    highest: &mut Highest,
    watch: &mut dyn Watch,
) -> Result<Written> {
    let mut file = TableFile::create(table, dir)?;
    let mut reading = Rows { table, watermark, highest, step: Step::Reading };
    reading.read(connection, &table.select_all(), Params::Empty, &mut file, watch)?;
    file.finish()
}

/// Rows that a statement gives, into a file.
pub struct Rows<'a> {
    pub table: &'a Table,
    pub watermark: Option<usize>,
    pub highest: &'a mut Highest,
    pub step: Step,
}

impl Rows<'_> {
    pub fn read(
        &mut self,
        connection: &mut Conn,
        sql: &str,
        parameters: Params,
        file: &mut TableFile<'_>,
        watch: &mut dyn Watch,
    ) -> Result<()> {
        let failed = |error: mysql::Error| ExtractError::query(Some(&self.table.name), &error);
        // A prepared statement: numbers and dates come as such, not as text. Rows are read as they arrive.
        for row in connection.exec_iter(sql, parameters).map_err(failed)? {
            let row = values_of(row.map_err(failed)?);
            if let Some(at) = self.watermark {
                self.highest.see(&row[at]);
            }
            file.push(&row)?;
            if file.is_full() {
                file.flush()?;
                watch.progress(Progress {
                    table: &self.table.name,
                    step: self.step,
                    rows: file.rows(),
                    rows_expected: self.table.rows_expected,
                    bytes: file.bytes(),
                });
            }
        }
        Ok(())
    }
}
