//! The table behind a chart, and its CSV.

use chrono::NaiveDate;

use super::model::{ChartModel, Role};

/// Periods down, series across; without time, series down and one value across.
#[derive(Debug, Clone, PartialEq)]
pub struct TableModel {
    /// Heads of the value columns.
    pub columns: Vec<String>,
    pub rows: Vec<TableRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    pub period: Option<NaiveDate>,
    pub name: Option<String>,
    pub is_partial: bool,
    pub values: Vec<Option<f64>>,
}

impl TableModel {
    /// Newest first.
    pub fn of(chart: &ChartModel, value_label: &str) -> Self {
        if chart.periods.is_empty() {
            return Self {
                columns: vec![value_label.to_owned()],
                rows: chart
                    .series
                    .iter()
                    .map(|series| TableRow {
                        period: None,
                        name: Some(series.name.clone()),
                        is_partial: false,
                        values: series.values.clone(),
                    })
                    .collect(),
            };
        }
        Self {
            columns: chart.series.iter().map(|series| series.name.clone()).collect(),
            rows: chart
                .periods
                .iter()
                .enumerate()
                .rev()
                .map(|(at, period)| TableRow {
                    period: Some(period.start),
                    name: None,
                    is_partial: period.is_partial,
                    values: chart.series.iter().map(|series| series.values.get(at).copied().flatten()).collect(),
                })
                .collect(),
        }
    }
}

/// The chart's numbers as CSV (RFC 4180), oldest first, unrounded.
pub fn to_csv(chart: &ChartModel, value_label: &str) -> String {
    let table = TableModel::of(chart, value_label);
    let first = chart.grain.map_or("name", |grain| grain.name());
    let has_partial = table.rows.iter().any(|row| row.is_partial);
    let has_comparison = chart.series.iter().any(|series| series.role == Role::Comparison);
    let mut head = vec![first.to_owned()];
    head.extend(table.columns.iter().cloned());
    if has_comparison {
        head.push("compared with".to_owned());
    }
    if has_partial {
        head.push("is_partial".to_owned());
    }
    let mut out = line(&head);
    let oldest_first = if chart.periods.is_empty() { table.rows } else { table.rows.into_iter().rev().collect() };
    for (at, row) in oldest_first.into_iter().enumerate() {
        let mut cells = vec![row.period.map(|day| day.to_string()).or(row.name).unwrap_or_default()];
        cells.extend(row.values.iter().map(|value| value.map(|n| n.to_string()).unwrap_or_default()));
        if has_comparison {
            cells.push(chart.compared_with.get(at).copied().flatten().map(|day| day.to_string()).unwrap_or_default());
        }
        if has_partial {
            cells.push(row.is_partial.to_string());
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
