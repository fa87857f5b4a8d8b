//! Requests whose answer takes several plain ones: comparisons, totals, the largest values with all others,
//! partial periods, contributions, lists of values and lists of rows.
//!
//! Each plain request is planned by itself and becomes one step of a single SQL text, so that an answer comes from
//! one statement, can be shown, and runs wherever SQL runs.

mod columns;
mod data_until;
mod partial;
mod rank;
mod rows;
mod steps;

pub(crate) use rows::variant;
pub(crate) use steps::Steps;

use martlet_project::semantic_manifest::Granularity;

use crate::comparison::{self, Ranges, align};
use crate::error::{Problem, RequestError};
use crate::index::Index;
use crate::item::{Grain, Item, ItemKind, TimePart};
use crate::layer::CompiledQuery;
use crate::request::MetricRequest;
use crate::resolve::ResolvedRequest;
use crate::resolve::time_rules::{self, is_agg_time_of_metric};
use crate::sql::ident::{column_of, ident};
use crate::sql::time;
use crate::top_n::ResolvedTop;
use crate::totals::grouping_sets;

use columns::{Columns, ordering};
use data_until::DataUntil;
use rows::Shape;

/// The SQL of a composed request.
pub(crate) fn compile(index: &Index, request: &MetricRequest) -> Result<CompiledQuery, RequestError> {
    if request.values.is_some() {
        return crate::values::compile(index, request);
    }
    if request.contribution.is_some() {
        return crate::contribution::compile(index, request);
    }
    if request.rows {
        return crate::rows::compile(index, request);
    }
    let own_keys = columns::own_keys(request);
    let plain = MetricRequest { order_by: own_keys.plain.clone(), ..request.plain() };
    let (resolved, mut problems) = ResolvedRequest::gather(index, &plain);
    columns::name_own(&mut problems, request);
    let is_sound = problems.is_empty();
    problems.extend(check_shape(request, is_sound.then_some(&resolved)));
    // Without a readable range, only a missing one can be told.
    let is_ranged = resolved.range.is_some() || request.time_constraint.is_none();
    let ranges = noted(ranges(index, request, &resolved), &mut problems, is_sound || is_ranged).flatten();
    let sets = request.totals.map_or(Ok(Vec::new()), |totals| grouping_sets(totals, resolved.items.len()));
    let totals = noted(sets, &mut problems, is_sound).unwrap_or_default();
    let top = request.top.as_ref().map(|top| ResolvedTop::new(top, &resolved.items, &resolved.metrics));
    let top = top
        .and_then(|top| noted(top, &mut problems, is_sound || request.top.as_ref().is_some_and(|top| top.count == 0)));
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let totals = if totals.is_empty() { totals } else { totals_with_values(index, &resolved, totals)? };
    let mut steps = Steps::new(index);
    let range = ranges.map_or(resolved.range, |ranges| Some(ranges.current));
    let top = match top {
        Some(top) => {
            let step = rank::rank(index, request, &resolved, &top, range, &mut steps)?;
            Some((top, step))
        }
        None => None,
    };
    let shape = Shape { index, request: &resolved, totals, has_grouping: request.totals.is_some(), top };
    let marks_partial = request.flag_partial || ranges.is_some();
    let until = if marks_partial { Some(DataUntil::new(index, request, &resolved, &mut steps)?) } else { None };
    let current = shape.rows(range, if ranges.is_some() { "current_period" } else { "all_rows" }, &mut steps)?;
    let mut columns = Columns::default();
    let from = match ranges {
        None => {
            columns.plain(&shape, &current, range, until.as_ref())?;
            format!("FROM {current}{}", until.iter().map(DataUntil::join).collect::<String>())
        }
        Some(ranges) => {
            let compared = shape.rows(Some(ranges.compared), "compared_period", &mut steps)?;
            let compared = moved(index, &shape, &ranges, &compared, &mut steps)?;
            columns.compared(index, &shape, (&current, &compared), &ranges, until.as_ref())?;
            let join = full_join(&shape, &current, &compared);
            format!("FROM {current}\n{join}{}", until.iter().map(DataUntil::join).collect::<String>())
        }
    };
    columns.check_names()?;
    let mut last = format!("SELECT\n  {}\n{from}", columns.sql());
    last.push_str(&ordering(&own_keys, &resolved, &columns, &shape)?);
    if let Some(limit) = resolved.limit {
        last.push_str(&format!("\nLIMIT {limit}"));
    }
    let sql = steps.finish(&last);
    Ok(CompiledQuery { sql, columns: columns.outputs(), tables: steps.tables.into_iter().collect() })
}

/// The totals in which at least one metric has a value. One that looks back in time has none over all periods; beside
/// others it is null there.
fn totals_with_values(
    index: &Index,
    request: &ResolvedRequest,
    mut totals: Vec<Vec<usize>>,
) -> Result<Vec<Vec<usize>>, Problem> {
    totals.retain(|kept| request.metrics.iter().any(|metric| rows::has_value(index, request, metric, kept)));
    if totals.is_empty() {
        let metric = request.metrics.first().cloned().unwrap_or_default();
        let why = time_rules::needs_time(index, &metric, &[]).unwrap_or_default();
        return Err(Problem::NoTotalOverTime { metric, why });
    }
    Ok(totals)
}

/// `resolved` where nothing is wrong with the request's names.
fn check_shape(request: &MetricRequest, resolved: Option<&ResolvedRequest>) -> Vec<Problem> {
    let wrong = |what: &str, needs: &str| Problem::ComposedShape { what: what.to_owned(), needs: needs.to_owned() };
    let mut problems = Vec::new();
    if resolved.is_some_and(|resolved| resolved.metrics.is_empty() || resolved.min_max_only) {
        problems.push(wrong("a comparison, a total or a list of the largest values", "a metric"));
    }
    let limit = resolved.map_or(request.limit, |resolved| resolved.limit);
    if request.totals.is_some() && limit.is_some() {
        problems.push(wrong(
            "a request with totals",
            "no limit, which would cut rows but not totals; ask for the top values",
        ));
    }
    problems
}

/// The value, or its problems beside the others; those of a guess are not told.
pub(crate) fn noted<T, E: Into<RequestError>>(
    found: Result<T, E>,
    problems: &mut Vec<Problem>,
    is_certain: bool,
) -> Option<T> {
    match found {
        Ok(value) => Some(value),
        Err(error) => {
            let error: RequestError = error.into();
            let new = error.problems().iter().filter(|_| is_certain).cloned();
            problems.extend(new);
            None
        }
    }
}

/// The two ranges, if a comparison is asked for.
pub(crate) fn ranges(
    index: &Index,
    request: &MetricRequest,
    resolved: &ResolvedRequest,
) -> Result<Option<Ranges>, RequestError> {
    let Some(comparison) = &request.comparison else { return Ok(None) };
    let asked = request.time_constraint.as_ref().ok_or(Problem::ComparisonWithoutRange)?;
    let widened = resolved.range.ok_or(Problem::ComparisonWithoutRange)?;
    for filter in &resolved.filters {
        if filter.items().iter().any(|item| is_time_of_request(index, resolved, item)) {
            return Err(Problem::ComparisonTimeFilter { filter: filter.source.clone() }.into());
        }
    }
    let finest = time_items(index, resolved)?.into_iter().map(|(_, grain)| grain).min().unwrap_or(Granularity::Day);
    Ok(Some(comparison::ranges(comparison, asked, widened, finest)?))
}

/// Is this the time by which all the request's metrics are aggregated?
fn is_time_of_request(index: &Index, request: &ResolvedRequest, item: &Item) -> bool {
    matches!(item.kind, ItemKind::Time(_))
        && request.metrics.iter().all(|metric| is_agg_time_of_metric(index, metric, item))
}

/// Items that are periods of the aggregation time, with their grains.
fn time_items<'r>(index: &Index, request: &'r ResolvedRequest) -> Result<Vec<(&'r Item, Granularity)>, Problem> {
    let mut found = Vec::new();
    for item in request.items.iter().filter(|item| is_time_of_request(index, request, item)) {
        match item.time() {
            Some(TimePart::Grain(Grain::Standard(grain))) => found.push((item, *grain)),
            Some(TimePart::Grain(Grain::Custom(name))) => {
                return Err(Problem::Unsupported {
                    what: format!("comparisons, partial periods and ranks by the custom grain {name}"),
                });
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The compared rows with each time moved to the period that it meets, its own kept under another name.
fn moved(
    index: &Index,
    shape: &Shape<'_>,
    ranges: &Ranges,
    compared: &str,
    steps: &mut Steps,
) -> Result<String, RequestError> {
    let times = time_items(index, shape.request)?;
    if times.is_empty() {
        return Ok(compared.to_owned());
    }
    let mut columns = vec!["*".to_owned()];
    let finest = times.iter().copied().min_by_key(|(_, grain)| *grain);
    for (item, grain) in &times {
        let own = ident(&item.column());
        let mut sql = align(ranges, *grain).sql(&own);
        // A period is met together with the finer one within it. Months and longer have no whole weeks.
        if let Some((within, finer)) = finest.filter(|(_, finer)| finer < grain && *finer != Granularity::Week) {
            let start = ident(&within.column());
            let met = time::truncate(*grain, &align(ranges, finer).sql(&start));
            sql = if shape.has_grouping { format!("CASE WHEN {start} IS NULL THEN {sql} ELSE {met} END") } else { met };
        }
        columns.push(format!("{sql} AS {}", ident(&meeting(item))));
    }
    Ok(steps.add("compared_period_moved", format!("SELECT\n  {}\nFROM {compared}", columns.join(",\n  "))))
}

/// The column of the period that a compared one meets.
fn meeting(item: &Item) -> String {
    format!("{}__meets", item.column())
}

fn full_join(shape: &Shape<'_>, current: &str, compared: &str) -> String {
    let mut on: Vec<String> = Vec::new();
    for item in &shape.request.items {
        let name = item.column();
        let other = if is_time_of_request(shape.index, shape.request, item) && item.grain().is_some() {
            meeting(item)
        } else {
            name.clone()
        };
        on.push(same(&qualified(current, &name), &qualified(compared, &other)));
    }
    if let Some((top, _)) = &shape.top {
        on.push(same(&qualified(current, &top.marker()), &qualified(compared, &top.marker())));
    }
    if shape.has_grouping {
        on.push(same(&qualified(current, "grouping"), &qualified(compared, "grouping")));
    }
    if on.is_empty() {
        return format!("CROSS JOIN {compared}");
    }
    format!("FULL OUTER JOIN {compared}\n  ON {}", on.join("\n  AND "))
}

fn same(left: &str, right: &str) -> String {
    format!("({left} IS NOT DISTINCT FROM {right})")
}

/// A column of a step, whose name is already SQL.
pub(crate) fn qualified(step: &str, column: &str) -> String {
    if step.starts_with('"') { format!("{step}.{}", ident(column)) } else { column_of(step, column) }
}
