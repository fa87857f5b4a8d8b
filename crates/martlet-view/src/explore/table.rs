//! The table behind a chart, and its CSV.

use super::model::{ChartModel, Period, Role, Series};
use crate::result::ResultTable;

/// Periods down, series across; without time, series down and one value across.
#[derive(Debug, Clone, PartialEq)]
pub struct TableModel {
    pub columns: Vec<TableColumn>,
    /// Each value has one beside it that it is compared with.
    pub has_comparison: bool,
    pub rows: Vec<TableRow>,
}

/// A column of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumn {
    pub label: String,
    /// A value may have the name of another column, so names do not tell columns apart.
    pub role: Role,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    pub period: Option<Period>,
    /// The period that the row is compared with.
    pub compared_with: Option<Period>,
    pub name: Option<String>,
    /// What the name is of, without time.
    pub role: Option<Role>,
    /// One for each column.
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cell {
    pub value: Option<f64>,
    /// What it is compared with.
    pub before: Option<f64>,
}

impl Cell {
    fn of(series: &Series, at: usize) -> Self {
        let get = |list: &[Option<f64>]| list.get(at).copied().flatten();
        Self { value: get(&series.values), before: get(&series.before) }
    }
}

impl TableModel {
    /// Newest first. A breakdown has the metric without it as its last column, from an answer of its own.
    pub fn of(chart: &ChartModel, total: &ChartModel, value_label: &str) -> Self {
        let has_comparison = chart.has_comparison();
        if chart.periods.is_empty() {
            let row = |series: &Series| TableRow {
                period: None,
                compared_with: None,
                name: Some(series.name.clone()),
                role: Some(series.role),
                cells: vec![Cell::of(series, 0)],
            };
            return Self {
                columns: vec![TableColumn { label: value_label.to_owned(), role: Role::Total }],
                has_comparison,
                rows: chart.series.iter().map(row).collect(),
            };
        }
        let is_broken_down = chart.series.iter().any(|series| series.role != Role::Total);
        let whole = total.series.iter().take(usize::from(is_broken_down));
        let series: Vec<&Series> = chart.series.iter().chain(whole).collect();
        let row = |(at, period): (usize, &Period)| TableRow {
            period: Some(*period),
            compared_with: chart.compared_with.get(at).copied().flatten(),
            name: None,
            role: None,
            cells: series.iter().map(|series| Cell::of(series, at)).collect(),
        };
        let label = |series: &Series| match series.role {
            Role::Total if is_broken_down => TOTAL.to_owned(),
            _ => series.name.clone(),
        };
        Self {
            columns: series.iter().map(|series| TableColumn { label: label(series), role: series.role }).collect(),
            has_comparison,
            rows: chart.periods.iter().enumerate().rev().map(row).collect(),
        }
    }

    /// The values of one column, for digits that suit all of them.
    pub fn column(&self, at: usize) -> impl Iterator<Item = f64> {
        self.rows.iter().filter_map(move |row| row.cells.get(at)).flat_map(|cell| [cell.value, cell.before]).flatten()
    }

    /// The foot of the table: one number over the whole range for each column, from the answer to
    /// `whole_range_request`. Columns that the answer does not have stay empty.
    pub fn foot(&self, answer: &ResultTable, metric: &str, by: Option<&str>) -> Vec<Cell> {
        let number = |name: &str, row: usize| answer.column(name).and_then(|column| column.number(row));
        let before = format!("{metric}__compared");
        let cell = |row: usize| Cell { value: number(metric, row), before: number(&before, row) };
        let Some(by) = by else { return vec![if answer.rows > 0 { cell(0) } else { Cell::default() }] };
        let name = |row: usize| answer.column(by).and_then(|column| column.text(row));
        let role = |row: usize| {
            let bits = answer.column("grouping").and_then(|column| column.number(row)).unwrap_or_default();
            let is_other = answer.column(&format!("{by}__is_other")).is_some_and(|column| column.is_true(row));
            match (bits > 0.0, is_other, name(row)) {
                (true, ..) => Role::Total,
                (false, true, _) => Role::Other,
                (false, false, Some(_)) => Role::Part,
                (false, false, None) => Role::Missing,
            }
        };
        let is_of = |row: usize, column: &TableColumn| {
            role(row) == column.role
                && (column.role != Role::Part || name(row).is_some_and(|name| name == column.label))
        };
        self.columns
            .iter()
            .map(|column| (0..answer.rows).find(|row| is_of(*row, column)).map(cell).unwrap_or_default())
            .collect()
    }
}

/// The column of the metric without its breakdown.
pub const TOTAL: &str = "Total";

/// The chart's numbers as CSV (RFC 4180), oldest first, unrounded.
pub fn to_csv(chart: &ChartModel, total: &ChartModel, value_label: &str, compared_label: &str) -> String {
    let table = TableModel::of(chart, total, value_label);
    let first = chart.grain.map_or("name", |grain| grain.name());
    let has_partial = chart.periods.iter().any(|period| period.is_partial);
    let mut head = vec![first.to_owned()];
    for column in &table.columns {
        head.push(column.label.clone());
        if table.has_comparison {
            head.push(format!("{}: {compared_label}", column.label));
        }
    }
    if table.has_comparison {
        head.push("compared with".to_owned());
    }
    if has_partial {
        head.push("is_partial".to_owned());
    }
    let mut out = line(&head);
    let oldest_first = if chart.periods.is_empty() { table.rows } else { table.rows.into_iter().rev().collect() };
    let day = |period: Option<Period>| period.map(|period: Period| period.start.to_string());
    let number = |value: Option<f64>| value.map(|n| n.to_string()).unwrap_or_default();
    for row in oldest_first {
        let mut cells = vec![day(row.period).or(row.name).unwrap_or_default()];
        for cell in &row.cells {
            cells.push(number(cell.value));
            if table.has_comparison {
                cells.push(number(cell.before));
            }
        }
        if table.has_comparison {
            cells.push(day(row.compared_with).unwrap_or_default());
        }
        if has_partial {
            cells.push(row.period.is_some_and(|period| period.is_partial).to_string());
        }
        out.push_str(&line(&cells));
    }
    out
}

fn line(cells: &[String]) -> String {
    let quoted: Vec<String> = cells
        .iter()
        .map(|cell| {
            if cell.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        })
        .collect();
    format!("{}\r\n", quoted.join(","))
}
