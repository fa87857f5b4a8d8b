//! Up to where a table was read: the highest value of a column that grows with every change of a row.
//!
//! Such a column is one that the database sets on every update, one that is named as applications name it, or one that
//! the caller names. A key that counts up says nothing of changed rows, so it is taken only where the caller names it.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _};
use mysql::Value;
use serde::{Deserialize, Serialize};

use crate::column::Kind;
use crate::schema::{Column, Table};
use crate::watch::WholeReason;
use crate::{ExtractError, Result};

/// In place of a column's name: read the table whole.
pub const NONE: &str = "none";
const NAMES: [&str; 4] = ["updated_at", "modified_at", "last_modified_at", "last_updated_at"];

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watermark {
    pub column: String,
    pub value: Mark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Number(i64),
    Time(NaiveDateTime),
}

impl Mark {
    /// Of a value in a row; `None` for null, for dates that are none and for numbers past 63 bits.
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Int(number) => Some(Self::Number(*number)),
            Value::UInt(number) => i64::try_from(*number).ok().map(Self::Number),
            Value::Date(year, month, day, hour, minute, second, micros) => {
                NaiveDate::from_ymd_opt((*year).into(), (*month).into(), (*day).into())?
                    .and_hms_micro_opt((*hour).into(), (*minute).into(), (*second).into(), *micros)
                    .map(Self::Time)
            }
            _ => None,
        }
    }

    /// From where to read: so much earlier, for rows whose transaction ended late. A number is a count, not a time.
    pub fn less(self, look_back: Duration) -> Self {
        match self {
            Self::Number(_) => self,
            Self::Time(at) => {
                let earlier = TimeDelta::from_std(look_back).ok().and_then(|delta| at.checked_sub_signed(delta));
                Self::Time(earlier.unwrap_or(NaiveDateTime::MIN).max(FIRST))
            }
        }
    }

    /// As a parameter of a statement.
    pub fn value(self) -> Value {
        match self {
            Self::Number(number) => Value::Int(number),
            Self::Time(at) => Value::Date(
                u16::try_from(at.year()).unwrap_or_default(),
                narrow(at.month()),
                narrow(at.day()),
                narrow(at.hour()),
                narrow(at.minute()),
                narrow(at.second()),
                at.and_utc().timestamp_subsec_micros(),
            ),
        }
    }
}

/// The first day that MySQL knows.
const FIRST: NaiveDateTime = match NaiveDate::from_ymd_opt(1000, 1, 1) {
    Some(day) => day.and_time(NaiveTime::MIN),
    None => NaiveDateTime::MIN,
};

fn narrow(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Time(at) => at.format("%Y-%m-%d %H:%M:%S").fmt(f),
        }
    }
}

/// The highest mark that was seen, not beyond the snapshot.
///
/// A time in the future, such as a mistyped year, would hide every change until then.
#[derive(Debug)]
pub struct Highest {
    limit: Mark,
    seen: Option<Mark>,
}

impl Highest {
    pub fn new(snapshot_at: NaiveDateTime, former: Option<Mark>) -> Self {
        Self { limit: Mark::Time(snapshot_at), seen: former }
    }

    pub fn see(&mut self, value: &Value) {
        if let Some(mark) = Mark::of(value).filter(|mark| *mark <= self.limit) {
            self.seen = self.seen.max(Some(mark));
        }
    }

    pub fn seen(&self) -> Option<Mark> {
        self.seen
    }
}

/// Position of the column by which a table can be read in part.
///
/// # Errors
/// [`ExtractError::Watermark`] if the caller named one that cannot be used.
pub fn choose(table: &Table, named: &BTreeMap<String, String>) -> Result<Result<usize, WholeReason>> {
    let is_time = |column: &Column| matches!(column.kind, Kind::DateTime | Kind::Timestamp);
    if let Some(name) = named.get(&table.name) {
        if name == NONE {
            return Ok(Err(WholeReason::Told));
        }
        let refused = |reason: &str| ExtractError::Watermark {
            table: table.name.clone(),
            column: name.clone(),
            reason: reason.to_owned(),
        };
        let at = table
            .columns
            .iter()
            .position(|column| column.name == *name)
            .ok_or_else(|| refused("the table has no such column"))?;
        let kind = table.columns[at].kind;
        if !is_time(&table.columns[at]) && !matches!(kind, Kind::Integer(..) | Kind::Date) {
            return Err(refused("it is neither a time, nor a date, nor a whole number"));
        }
        return Ok(if table.key.is_empty() { Err(WholeReason::NoKey) } else { Ok(at) });
    }
    if table.key.is_empty() {
        return Ok(Err(WholeReason::NoKey));
    }
    let found = table.columns.iter().position(|column| column.is_set_on_update && is_time(column)).or_else(|| {
        NAMES.iter().find_map(|name| {
            table.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name) && is_time(column))
        })
    });
    Ok(found.ok_or_else(|| {
        let counting = table.columns.iter().find(|column| column.is_auto_increment);
        WholeReason::NoWatermark { counting_key: counting.map(|column| column.name.clone()) }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().expect("a time")
    }

    #[test]
    fn the_look_back_is_for_times() {
        let days = Duration::from_secs(3 * 86_400);
        assert_eq!(Mark::Time(at("2026-03-02T00:00:00")).less(days), Mark::Time(at("2026-02-27T00:00:00")));
        assert_eq!(Mark::Number(7).less(days), Mark::Number(7));
        assert_eq!(Mark::Time(at("2026-03-02T00:00:00")).less(Duration::MAX), Mark::Time(at("1000-01-01T00:00:00")));
    }

    #[test]
    fn times_to_come_are_no_watermark() {
        let mut highest = Highest::new(at("2026-01-01T00:00:00"), None);
        highest.see(&Value::Date(2025, 12, 31, 0, 0, 0, 5));
        highest.see(&Value::Date(2099, 1, 1, 0, 0, 0, 0));
        highest.see(&Value::Date(0, 0, 0, 0, 0, 0, 0));
        highest.see(&Value::NULL);
        assert_eq!(highest.seen(), Some(Mark::Time(at("2025-12-31T00:00:00.000005"))));
    }

    #[test]
    fn a_mark_goes_through_json_and_becomes_the_same_parameter() {
        for value in [Value::Date(2024, 2, 29, 23, 59, 59, 999_999), Value::Int(-4)] {
            let mark = Mark::of(&value).expect("a mark");
            let text = serde_json::to_string(&mark).expect("JSON");
            let read: Mark = serde_json::from_str(&text).expect("a mark");
            assert_eq!(read.value(), value, "{text}");
        }
    }
}
