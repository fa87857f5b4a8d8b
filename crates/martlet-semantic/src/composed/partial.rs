//! Is a period partial: cut by the range, or not over when the data ends?

use martlet_project::semantic_manifest::Granularity;

use super::data_until::DataUntil;
use crate::resolve::TimeRange;
use crate::resolve::time_range::truncate;
use crate::sql::time;

/// A condition over the finest of the row's periods, or over the whole range where it has none. `periods` are columns
/// with their grains; `marker`, if the answer has totals, is null where there is no row.
pub(super) fn condition(
    mut periods: Vec<(String, Granularity)>,
    range: Option<TimeRange>,
    until: &DataUntil,
    marker: Option<&str>,
) -> String {
    let whole = match range {
        Some(range) => format!("{} > {}", time::timestamp(&time::instant(range.end)), until.sql),
        None => "CAST(NULL AS BOOLEAN)".to_owned(),
    };
    periods.sort_by_key(|(_, grain)| *grain);
    let Some((finest, grain)) = periods.first() else { return whole };
    let Some(marker) = marker else { return of_period(finest, *grain, range, until) };
    let mut sql = format!("CASE WHEN {marker} IS NULL THEN NULL");
    for (start, grain) in &periods {
        sql.push_str(&format!(" WHEN {start} IS NOT NULL THEN {}", of_period(start, *grain, range, until)));
    }
    format!("{sql} ELSE {whole} END")
}

fn of_period(start: &str, grain: Granularity, range: Option<TimeRange>, until: &DataUntil) -> String {
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
    conditions.join(" OR ")
}
