//! What an extraction found, in words.

use std::time::Duration;

use martlet_extract::{Finding, Increment, Lag, Progress, Reading, Step, TableResult, WholeReason};

use crate::output::{bytes, count};

/// `usage_events: 262,144 of about 1,190,000 rows, 3.1 MB, 540,000 rows/s`
pub fn progress(at: &Progress<'_>, took: Duration) -> String {
    let what = match at.step {
        Step::Reading => "rows",
        Step::ReadingChanges => "changed rows",
        Step::ComparingKeys => "keys compared",
        Step::Merging => "rows written",
    };
    let of = match (at.step, at.rows_expected) {
        (Step::ReadingChanges, _) | (_, None) => String::new(),
        (_, Some(expected)) => format!(" of about {}", count(expected.max(at.rows))),
    };
    let size = if at.bytes == 0 { String::new() } else { format!(", {}", bytes(at.bytes)) };
    let rate = at.rows as f64 / took.as_secs_f64().max(0.001);
    format!("{}: {}{of} {what}{size}, {} rows/s", at.table, count(at.rows), count(rate as u64))
}

pub fn lag(lag: &Lag) -> Option<String> {
    match lag {
        Lag::NotAReplica => None,
        Lag::Seconds(seconds) => Some(format!("the replica is {} s behind its source", count(*seconds))),
        Lag::Stopped => Some("warning: the replica does not follow its source: replication is not running".to_owned()),
        Lag::Unknown(reason) => Some(format!("whether this is a replica, and how far it lags, is not known: {reason}")),
    }
}

pub fn finding(finding: &Finding) -> String {
    match finding {
        Finding::NoDates { table, column, rows, first_key } => format!(
            "warning: {table}.{column} has a date that is none in {} of the rows read, written as null; the first has \
             {first_key}",
            count(*rows)
        ),
        Finding::NotInSnapshot { table } => {
            format!("warning: {table} is not transactional; its rows may be newer than those of other tables")
        }
    }
}

/// One line of the summary.
pub fn table(table: &TableResult) -> String {
    let line = format!("{:>14} rows  {:>10}  {}.parquet", count(table.rows), bytes(table.bytes), table.name);
    match reading(&table.reading) {
        None => line,
        Some(reading) => format!("{line}  {reading}"),
    }
}

fn reading(reading: &Reading) -> Option<String> {
    match reading {
        Reading::Whole => None,
        Reading::WholeBecause(reason) => Some(format!("read whole: {}", whole(reason))),
        Reading::Increment(Increment { column, since, changed_rows, late_rows, deleted_rows }) => Some(format!(
            "read from {column} {since}: {} rows, {} late, {} deleted",
            count(*changed_rows),
            count(*late_rows),
            count(*deleted_rows)
        )),
    }
}

fn whole(reason: &WholeReason) -> String {
    match reason {
        WholeReason::Told => "as told".to_owned(),
        WholeReason::FirstTime => "the first time".to_owned(),
        WholeReason::NoFormerFile => "the folder has no file of it that is as new as the state".to_owned(),
        WholeReason::NoKey => "no primary key".to_owned(),
        WholeReason::NoWatermark { counting_key: None } => "no column says when a row changed".to_owned(),
        WholeReason::NoWatermark { counting_key: Some(key) } => {
            format!("no column says when a row changed (if rows are only added: --watermark …={key})")
        }
        WholeReason::OtherWatermark => "the state has no value of its watermark".to_owned(),
        WholeReason::NotInSnapshot => "not transactional".to_owned(),
        WholeReason::OtherColumns => "its columns or key changed".to_owned(),
        WholeReason::KeyOrder => "the database sorts its key otherwise than by value".to_owned(),
        WholeReason::ManyLateRows => "too many rows are new with old times".to_owned(),
    }
}
