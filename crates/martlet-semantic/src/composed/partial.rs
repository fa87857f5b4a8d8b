//! Is a period partial: cut by the range, or not over when the data ends?

use martlet_project::semantic_manifest::Granularity;

use super::data_until::{DataUntil, last_day};
use super::{no_standard_grain, time_items};
use crate::error::Problem;
use crate::index::Index;
use crate::request::MetricRequest;
use crate::resolve::time_range::truncate;
use crate::resolve::{Gathered, TimeRange};
use crate::sql::time;
use crate::top_n::ResolvedTop;

/// What is wrong with the mark of partial periods, and with the day up to which the data reaches.
pub(super) fn check(
    index: &Index,
    request: &MetricRequest,
    gathered: &Gathered,
    top: Option<&ResolvedTop>,
) -> Vec<Problem> {
    let resolved = &gathered.resolved;
    let ranks_by_period = top.is_some_and(|top| !super::rows::has_value(index, resolved, &top.metric, &[top.place]));
    let is_compared = request.comparison.is_some();
    let mut problems = Vec::new();
    if request.flag_partial || is_compared || ranks_by_period {
        problems.extend(last_day(request).err());
    }
    // A comparison tells this itself.
    if !is_compared && (request.flag_partial || ranks_by_period) {
        problems.extend(no_standard_grain(index, gathered));
        let is_without_time = request.time_constraint.is_none()
            && gathered.has_all_names()
            && time_items(index, resolved).is_ok_and(|times| times.is_empty());
        if request.flag_partial && is_without_time {
            problems.push(Problem::ComposedShape {
                what: "the mark of partial periods".to_owned(),
                needs: "metric_time among the group-by items, or a date range".to_owned(),
            });
        }
    }
    problems
}

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
