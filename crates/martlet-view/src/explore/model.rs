//! Results → what a chart draws.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::series::time_item;
use crate::change::Change;
use crate::period::Grain;
use crate::result::ResultTable;

/// How a missing dimension value is named.
pub const WITHOUT_VALUE: &str = "(no value)";

/// How the row of all other values is named.
pub const OTHER: &str = "Other";

/// The mark of partial periods in an answer.
const IS_PARTIAL: &str = "is_partial";

/// Why a result does not fit its request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    #[error("the result has no column {name}; it has {found}")]
    NoColumn { name: String, found: String },
}

impl ModelError {
    pub const CODE: &str = "MRT-V003";

    /// The column of that name, or what is there instead.
    pub(crate) fn column<'a>(table: &'a ResultTable, name: &str) -> Result<&'a crate::result::Column, Self> {
        table.column(name).ok_or_else(|| Self::NoColumn {
            name: name.to_owned(),
            found: table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", "),
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub start: NaiveDate,
    /// The data ends within it.
    pub is_partial: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Total,
    /// One value of the breakdown.
    Part,
    /// The rows without a value.
    Missing,
    /// All values that are not shown by themselves.
    Other,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub name: String,
    pub role: Role,
    /// One per period; none where the metric has no value.
    pub values: Vec<Option<f64>>,
    /// The same in the periods compared with; empty without a comparison.
    pub before: Vec<Option<f64>>,
}

/// Series over the same periods. Without time there are no periods and each series has one value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartModel {
    pub grain: Option<Grain>,
    pub periods: Vec<Period>,
    pub series: Vec<Series>,
    /// The period that each of `periods` is compared with; empty without a comparison.
    pub compared_with: Vec<Option<Period>>,
}

/// The number at the head of a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    pub value: Option<f64>,
    pub period: Option<Period>,
    /// As the request compares.
    pub compared: Option<Compared>,
}

/// A change between two periods that the request named.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    pub change: Change,
    pub with: Period,
}

impl ChartModel {
    /// One metric over time; or its one value when `grain` is none.
    pub fn total(
        table: &ResultTable,
        metric: &str,
        label: &str,
        grain: Option<Grain>,
        as_of: Option<NaiveDate>,
    ) -> Result<Self, ModelError> {
        let values = column(table, metric)?;
        let Some(grain) = grain else {
            let values = vec![if table.rows == 0 { None } else { values.number(0) }];
            let series = Series { name: label.to_owned(), role: Role::Total, values, before: Vec::new() };
            return Ok(Self { series: vec![series], ..Self::default() });
        };
        let time = column(table, &time_item(grain))?;
        let flag = table.column(IS_PARTIAL);
        let mut at: BTreeMap<NaiveDate, Option<f64>> = BTreeMap::new();
        let mut flagged = BTreeSet::new();
        for row in 0..table.rows {
            let Some(start) = time.date(row) else { continue };
            at.insert(start, values.number(row));
            if flag.is_some_and(|flag| flag.is_true(row)) {
                flagged.insert(start);
            }
        }
        let periods: Vec<Period> = starts(grain, at.keys().copied())
            .map(|start| Period {
                start,
                is_partial: match (flag, as_of) {
                    (None, Some(day)) => !grain.is_complete(start, day),
                    _ => flagged.contains(&start),
                },
            })
            .collect();
        let values = periods.iter().map(|period| at.get(&period.start).copied().flatten()).collect();
        let series = Series { name: label.to_owned(), role: Role::Total, values, before: Vec::new() };
        let has_points = !periods.is_empty();
        Ok(Self {
            grain: Some(grain),
            periods,
            series: if has_points { vec![series] } else { Vec::new() },
            ..Self::default()
        })
    }

    /// Lays the range that an answer compares with beside this one, which is a total.
    pub fn compared(mut self, table: &ResultTable, metric: &str) -> Result<Self, ModelError> {
        let Some(grain) = self.grain else { return Ok(self) };
        let item = time_item(grain);
        let (time, other) = (column(table, &item)?, column(table, &format!("{item}__compared"))?);
        let before = column(table, &before_name(metric))?;
        let is_partial = table.column(&format!("{IS_PARTIAL}__compared"));
        let mut values = vec![None; self.periods.len()];
        self.compared_with = vec![None; self.periods.len()];
        for row in 0..table.rows {
            let Some(at) = self.place(time.date(row)) else { continue };
            values[at] = before.number(row);
            self.compared_with[at] = other
                .date(row)
                .map(|start| Period { start, is_partial: is_partial.is_some_and(|flag| flag.is_true(row)) });
        }
        if let Some(series) = self.series.first_mut() {
            series.before = values;
        }
        Ok(self)
    }

    /// Which of the periods begins on the day.
    fn place(&self, start: Option<NaiveDate>) -> Option<usize> {
        let start = start?;
        self.periods.iter().position(|period| period.start == start)
    }

    /// The parts of `by`, the largest of the last whole period first, “Other” last.
    pub fn breakdown(self, table: &ResultTable, metric: &str, by: &str) -> Result<Self, ModelError> {
        let total = self;
        let names = column(table, by)?;
        let is_other = column(table, &format!("{by}__is_other"))?;
        let values = column(table, metric)?;
        let before = table.column(&before_name(metric));
        let time = match total.grain {
            Some(grain) => Some(column(table, &time_item(grain))?),
            None => None,
        };
        let width = total.periods.len().max(1);
        let mut parts: BTreeMap<(bool, Option<String>), Part> = BTreeMap::new();
        for row in 0..table.rows {
            let at = match time {
                None => Some(0),
                // A compared period without a counterpart has no place here.
                Some(time) => total.place(time.date(row)),
            };
            let Some(at) = at else { continue };
            let key = (is_other.is_true(row), names.text(row));
            let part = parts.entry(key).or_insert_with(|| Part::new(width, before.is_some()));
            part.values[at] = values.number(row);
            if let Some(before) = before {
                part.before[at] = before.number(row);
            }
        }
        let ranked_at = total.last_complete().unwrap_or(0);
        let mut ranked: Vec<((bool, Option<String>), Part)> = parts.into_iter().collect();
        ranked.sort_by(|a, b| {
            let by_size = rank(&b.1.values, ranked_at).total_cmp(&rank(&a.1.values, ranked_at));
            a.0.0.cmp(&b.0.0).then(by_size).then_with(|| a.0.1.cmp(&b.0.1))
        });
        let series = ranked.into_iter().map(|((is_other, name), part)| part.into_series(is_other, name)).collect();
        Ok(Self { series, ..total })
    }

    /// Is there a range beside this one?
    pub fn has_comparison(&self) -> bool {
        self.series.iter().any(|series| !series.before.is_empty())
    }

    pub fn is_empty(&self) -> bool {
        self.series.iter().all(|series| series.values.iter().all(Option::is_none))
    }

    /// Index of the newest period that the data covers whole; of the newest one if none is.
    pub fn last_complete(&self) -> Option<usize> {
        self.periods.iter().rposition(|period| !period.is_partial).or_else(|| self.periods.len().checked_sub(1))
    }

    /// The first series' value in its last complete period, and how it changed.
    pub fn head(&self) -> Head {
        let values = self.series.first().map(|series| series.values.as_slice()).unwrap_or_default();
        let Some(at) = self.last_complete() else {
            let value = values.first().copied().flatten();
            return Head { value, period: None, compared: None };
        };
        let value = values.get(at).copied().flatten();
        let before = self.series.first().and_then(|series| series.before.get(at).copied().flatten());
        let with = self.compared_with.get(at).copied().flatten();
        let compared = before
            .zip(value)
            .zip(with)
            .and_then(|((before, value), with)| Change::between(before, value).map(|change| Compared { change, with }));
        Head { value, period: Some(self.periods[at]), compared }
    }

    /// The newest `count` periods only, with the running one if there is one.
    pub fn newest(mut self, count: usize) -> Self {
        let running = self.periods.iter().filter(|period| period.is_partial).count();
        let skip = self.periods.len().saturating_sub(count + running);
        self.periods.drain(..skip);
        for series in &mut self.series {
            series.values.drain(..skip.min(series.values.len()));
            series.before.drain(..skip.min(series.before.len()));
        }
        self.compared_with.drain(..skip.min(self.compared_with.len()));
        self
    }
}

pub(super) fn column<'a>(table: &'a ResultTable, name: &str) -> Result<&'a crate::result::Column, ModelError> {
    ModelError::column(table, name)
}

/// The column of the values compared with.
fn before_name(metric: &str) -> String {
    format!("{metric}__compared")
}

/// Every period between the first and the last, also those without a row.
fn starts(grain: Grain, found: impl Iterator<Item = NaiveDate> + Clone) -> impl Iterator<Item = NaiveDate> {
    let ends = found.clone().min().zip(found.max());
    ends.into_iter().flat_map(move |(first, last)| {
        (0..grain.count(first, last)).map(move |at| grain.shift(grain.start(first), at as i32))
    })
}

/// One value of the breakdown while its rows are read.
struct Part {
    values: Vec<Option<f64>>,
    before: Vec<Option<f64>>,
}

impl Part {
    fn new(width: usize, has_comparison: bool) -> Self {
        Self { values: vec![None; width], before: vec![None; if has_comparison { width } else { 0 }] }
    }

    fn into_series(self, is_other: bool, name: Option<String>) -> Series {
        let (name, role) = match (is_other, name) {
            (true, _) => (OTHER.to_owned(), Role::Other),
            (false, Some(name)) => (name, Role::Part),
            (false, None) => (WITHOUT_VALUE.to_owned(), Role::Missing),
        };
        Series { name, role, values: self.values, before: self.before }
    }
}

fn rank(values: &[Option<f64>], at: usize) -> f64 {
    values.get(at).copied().flatten().map_or(f64::NEG_INFINITY, f64::abs)
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
