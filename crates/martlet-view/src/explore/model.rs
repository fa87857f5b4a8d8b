//! Results → what a chart draws.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::series::time_item;
use crate::change::Change;
use crate::period::Grain;
use crate::result::ResultTable;

/// How a missing dimension value is named.
pub const WITHOUT_VALUE: &str = "(no value)";

/// Parts may differ from the whole by this share before they count as not adding up.
const ADDS_UP: f64 = 1e-9;

/// Why a result does not fit its request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    #[error("the result has no column {name}; it has {found}")]
    NoColumn { name: String, found: String },
}

impl ModelError {
    pub const CODE: &str = "MRT-V003";
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
    /// The parts that are not shown by themselves, added up.
    Other,
    Comparison,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub name: String,
    pub role: Role,
    /// One per period; none where the metric has no value.
    pub values: Vec<Option<f64>>,
}

/// Series over the same periods. Without time there are no periods and each series has one value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChartModel {
    pub grain: Option<Grain>,
    pub periods: Vec<Period>,
    pub series: Vec<Series>,
    /// Values of the breakdown that are neither shown nor in “Other”.
    pub not_shown: usize,
    /// First day of each comparison period, beside `periods`.
    pub compared_with: Vec<Option<NaiveDate>>,
}

/// The number at the head of a metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    pub value: Option<f64>,
    pub period: Option<Period>,
    pub previous: Option<Change>,
    /// The same period a year earlier.
    pub last_year: Option<Change>,
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
            let series = Series {
                name: label.to_owned(),
                role: Role::Total,
                values: vec![if table.rows == 0 { None } else { values.number(0) }],
            };
            return Ok(Self { series: vec![series], ..Self::default() });
        };
        let time = column(table, &time_item(grain))?;
        let mut at: BTreeMap<NaiveDate, Option<f64>> = BTreeMap::new();
        for row in 0..table.rows {
            if let Some(start) = time.date(row) {
                at.insert(start, values.number(row));
            }
        }
        let periods = periods(grain, at.keys().copied(), as_of);
        let values = periods.iter().map(|period| at.get(&period.start).copied().flatten()).collect();
        let series = Series { name: label.to_owned(), role: Role::Total, values };
        let has_points = !periods.is_empty();
        Ok(Self {
            grain: Some(grain),
            periods,
            series: if has_points { vec![series] } else { Vec::new() },
            ..Self::default()
        })
    }

    /// The `top` largest parts of `by`, largest first. The rest become “Other” where all parts add up
    /// to the total in every period, and are counted in `not_shown` where they do not.
    pub fn breakdown(self, table: &ResultTable, metric: &str, by: &str, top: u32) -> Result<Self, ModelError> {
        let total = self;
        let values = column(table, metric)?;
        let names = column(table, by)?;
        let time = match total.grain {
            Some(grain) => Some(column(table, &time_item(grain))?),
            None => None,
        };
        let width = total.periods.len().max(1);
        let mut parts: BTreeMap<String, Vec<Option<f64>>> = BTreeMap::new();
        for row in 0..table.rows {
            let at = match time {
                None => Some(0),
                Some(time) => {
                    time.date(row).and_then(|start| total.periods.iter().position(|period| period.start == start))
                }
            };
            let name = names.text(row).unwrap_or_else(|| WITHOUT_VALUE.to_owned());
            if let Some(at) = at {
                parts.entry(name).or_insert_with(|| vec![None; width])[at] = values.number(row);
            }
        }
        let adds_up = total.series.first().is_some_and(|whole| adds_up(&whole.values, parts.values()));
        let ranked_at = total.last_complete().unwrap_or(0);
        let mut ranked: Vec<(String, Vec<Option<f64>>)> = parts.into_iter().collect();
        ranked.sort_by(|a, b| rank(&b.1, ranked_at).total_cmp(&rank(&a.1, ranked_at)).then_with(|| a.0.cmp(&b.0)));
        let rest = ranked.split_off(ranked.len().min(top as usize));
        let mut series: Vec<Series> =
            ranked.into_iter().map(|(name, values)| Series { name, role: Role::Part, values }).collect();
        let mut not_shown = 0;
        if adds_up && !rest.is_empty() {
            let values = (0..width).map(|at| sum(rest.iter().map(|(_, values)| values[at]))).collect();
            series.push(Series { name: format!("Other ({})", rest.len()), role: Role::Other, values });
        } else {
            not_shown = rest.len();
        }
        Ok(Self { series, not_shown, ..total })
    }

    /// Lays another range of the same metric beside this one, period by period from the first.
    pub fn compared(mut self, other: &Self, label: &str) -> Self {
        let Some(before) = other.series.first() else { return self };
        let width = self.periods.len();
        let at = |list: &[Option<f64>], at: usize| list.get(at).copied().flatten();
        self.compared_with = (0..width).map(|i| other.periods.get(i).map(|period| period.start)).collect();
        self.series.push(Series {
            name: label.to_owned(),
            role: Role::Comparison,
            values: (0..width.max(1)).map(|i| at(&before.values, i)).collect(),
        });
        self
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
            return Head { value, period: None, previous: None, last_year: None };
        };
        let value = values.get(at).copied().flatten();
        let start = self.periods[at].start;
        let change_from = |day: NaiveDate| {
            let before = self.periods.iter().position(|period| period.start == day)?;
            Change::between(values.get(before).copied().flatten()?, value?)
        };
        let year_before =
            self.grain.filter(|grain| *grain != Grain::Week).map(|grain| grain.start(Grain::Year.shift(start, -1)));
        Head {
            value,
            period: Some(self.periods[at]),
            previous: self.grain.and_then(|grain| change_from(grain.shift(start, -1))),
            last_year: year_before.filter(|_| self.grain != Some(Grain::Year)).and_then(change_from),
        }
    }

    /// The newest `count` periods only, with the running one if there is one.
    pub fn newest(mut self, count: usize) -> Self {
        let running = self.periods.iter().filter(|period| period.is_partial).count();
        let skip = self.periods.len().saturating_sub(count + running);
        self.periods.drain(..skip);
        for series in &mut self.series {
            series.values.drain(..skip.min(series.values.len()));
        }
        self.compared_with.drain(..skip.min(self.compared_with.len()));
        self
    }
}

fn column<'a>(table: &'a ResultTable, name: &str) -> Result<&'a crate::result::Column, ModelError> {
    table.column(name).ok_or_else(|| ModelError::NoColumn {
        name: name.to_owned(),
        found: table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", "),
    })
}

/// Every period between the first and the last, also those without a row.
fn periods(grain: Grain, starts: impl Iterator<Item = NaiveDate> + Clone, as_of: Option<NaiveDate>) -> Vec<Period> {
    let (Some(first), Some(last)) = (starts.clone().min(), starts.max()) else { return Vec::new() };
    (0..grain.count(first, last))
        .map(|at| {
            let start = grain.shift(grain.start(first), at as i32);
            Period { start, is_partial: as_of.is_some_and(|day| !grain.is_complete(start, day)) }
        })
        .collect()
}

fn sum(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    values.flatten().fold(None, |sum, value| Some(sum.unwrap_or(0.0) + value))
}

fn adds_up<'a>(whole: &[Option<f64>], parts: impl Iterator<Item = &'a Vec<Option<f64>>> + Clone) -> bool {
    whole.iter().enumerate().all(|(at, whole)| {
        let parts = sum(parts.clone().map(|values| values.get(at).copied().flatten()));
        match (whole, parts) {
            (None, None) => true,
            (whole, parts) => {
                let (whole, parts) = (whole.unwrap_or(0.0), parts.unwrap_or(0.0));
                (whole - parts).abs() <= ADDS_UP * whole.abs().max(parts.abs()).max(1.0)
            }
        }
    })
}

fn rank(values: &[Option<f64>], at: usize) -> f64 {
    values.get(at).copied().flatten().map_or(f64::NEG_INFINITY, f64::abs)
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
