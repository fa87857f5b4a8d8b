//! Answers as a table for people: numbers to the right, no colours, no lines around cells.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use super::Answer;
use super::cell::{self, Cell, Cells};

pub(super) fn write(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let mut table = plain(answer.schema.fields().iter().map(|field| field.name().clone()).collect());
    let mut columns = vec![Vec::new(); answer.schema.fields().len()];
    for batch in &answer.batches {
        for (cells, array) in columns.iter_mut().zip(batch.columns()) {
            let values = Cells::of(array)?;
            for row in 0..batch.num_rows() {
                cells.push(values.get(row)?);
            }
        }
    }
    for (at, (field, cells)) in answer.schema.fields().iter().zip(&mut columns).enumerate() {
        if cell::is_number(field.data_type())
            && let Some(column) = table.column_mut(at)
        {
            column.set_cell_alignment(CellAlignment::Right);
        }
        if field.data_type().is_temporal() {
            days_only(cells);
        }
    }
    for row in 0..answer.rows() {
        table.add_row(columns.iter().map(|cells| cells.get(row).map_or_else(String::new, text)));
    }
    writeln!(out, "{}", trimmed(&table))?;
    let rows = answer.rows();
    writeln!(out, "({rows} {})", if rows == 1 { "row" } else { "rows" })
}

/// A table with this header and a line under it.
pub(super) fn plain(header: Vec<String>) -> Table {
    let mut table = Table::new();
    let line = LineStyle::none().fill('─').junction('─');
    table
        .load_style(TableStyle::new().header_separator(line))
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(header);
    table
}

pub(super) fn trimmed(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Null => "null".to_owned(),
        Cell::Bare(text) => rounded(text),
        Cell::NotFinite(text) => text.clone(),
        // A plan has many lines, and is read as such.
        Cell::Text(text) => text.trim_end_matches('\n').replace(['\r', '\t'], " "),
    }
}

/// People do not read the sixteenth digit of a float; programs get it from the other formats.
fn rounded(text: &str) -> String {
    let long_fraction = text.split_once('.').is_some_and(|(_, fraction)| fraction.len() > 6);
    match text.parse::<f64>() {
        Ok(value) if long_fraction && !text.contains(['e', 'E']) && value.abs() >= 1e-3 => {
            format!("{value:.6}").trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => text.to_owned(),
    }
}

/// Midnights are shown as days when there is nothing else in the column.
fn days_only(cells: &mut [Cell]) {
    const MIDNIGHT: &str = "T00:00:00";
    if cells.iter().all(|cell| !matches!(cell, Cell::Text(text) if !text.ends_with(MIDNIGHT))) {
        for cell in cells {
            if let Cell::Text(text) = cell {
                text.truncate(text.len() - MIDNIGHT.len());
            }
        }
    }
}
