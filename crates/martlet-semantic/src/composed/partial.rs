//! Is a period partial: cut by the range, or not over when the data ends?

use martlet_project::semantic_manifest::Granularity;

use super::data_until::DataUntil;
use crate::resolve::TimeRange;
use crate::resolve::time_range::truncate;
use crate::sql::time;

/// A condition over one period, or over the whole range where there is none.
pub(super) fn condition(
    period: Option<(&str, Granularity)>,
    range: Option<TimeRange>,
    until: &DataUntil,
    can_be_total: bool,
) -> String {
    let whole = match range {
        Some(range) => format!("{} > {}", cast(&time::instant(range.end)), until.sql),
        None => "CAST(NULL AS BOOLEAN)".to_owned(),
    };
    let Some((start, grain)) = period else { return whole };
    let end = format!("{start} + {}", time::interval(1, grain));
    let mut conditions = vec![format!("{end} > {}", until.sql)];
    if let Some(range) = range {
        if range.start.is_some_and(|start| truncate(start, grain) != start) {
            let first = range.start.map(time::instant).unwrap_or_default();
            conditions.push(format!("{start} < {first}"));
        }
        if truncate(range.end, grain) != range.end {
            conditions.push(format!("{end} > {}", time::instant(range.end)));
        }
    }
    let period = conditions.join(" OR ");
    if can_be_total { format!("CASE WHEN {start} IS NULL THEN {whole} ELSE {period} END") } else { period }
}

fn cast(literal: &str) -> String {
    time::timestamp(literal)
}
