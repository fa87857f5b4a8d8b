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
use crate::layer::{CompiledQuery, with_lacks};
use crate::request::MetricRequest;
use crate::resolve::time_rules::{self, is_agg_time_of_metric};
use crate::resolve::{Gathered, ResolvedRequest};
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
    let mut gathered = ResolvedRequest::gather(index, &plain);
    let mut problems = std::mem::take(&mut gathered.problems);
    columns::name_own(&mut problems, request, &gathered.resolved.metrics);
    problems.extend(check_shape(request, &gathered));
    let ranges = ranges(index, request, &gathered, &mut problems);
    let totals = totals(index, request, &gathered).unwrap_or_else(|problem| {
        problems.extend(problem);
        Vec::new()
    });
    let top = request.top.as_ref().and_then(|top| match ResolvedTop::new(top, request, &gathered) {
        Ok(top) => Some(top),
        Err(found) => {
            problems.extend(found);
            None
        }
    });
    problems.extend(partial::check(index, request, &gathered, top.as_ref()));
    problems.extend(columns::check(&own_keys, index, request, &gathered, top.as_ref()));
    let resolved = gathered.resolved;
    if !problems.is_empty() {
        return Err(with_lacks(index, &resolved, problems));
    }
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
    let mut last = format!("SELECT\n  {}\n{from}", columns.sql());
    last.push_str(&ordering(&own_keys, &resolved, &shape));
    if let Some(limit) = resolved.limit {
        last.push_str(&format!("\nLIMIT {limit}"));
    }
    let sql = steps.finish(&last);
    Ok(CompiledQuery { sql, columns: columns.outputs(), tables: steps.tables.into_iter().collect() })
}

/// Places of the items kept by each total in which at least one metric has a value. One that looks back in time has none
/// over all periods; beside others it is null there. No problem where the names that it follows from are wrong.
fn totals(index: &Index, request: &MetricRequest, gathered: &Gathered) -> Result<Vec<Vec<usize>>, Option<Problem>> {
    let Some(totals) = request.totals else { return Ok(Vec::new()) };
    let resolved = &gathered.resolved;
    let count = if gathered.has_all_items { resolved.items.len() } else { request.group_by.len() };
    let is_counted = gathered.has_all_items || request.saved_query.is_none();
    let mut sets = grouping_sets(totals, count).map_err(|problem| Some(problem).filter(|_| is_counted))?;
    if !gathered.has_all_names() || resolved.metrics.is_empty() {
        return Err(None);
    }
    sets.retain(|kept| resolved.metrics.iter().any(|metric| rows::has_value(index, resolved, metric, kept)));
    if sets.is_empty() {
        let metric = resolved.metrics.first().cloned().unwrap_or_default();
        let why = time_rules::needs_time(index, &metric, &[]).unwrap_or_default();
        return Err(Some(Problem::NoTotalOverTime { metric, why }));
    }
    Ok(sets)
}

/// The parts of the request that do not go together.
fn check_shape(request: &MetricRequest, gathered: &Gathered) -> Vec<Problem> {
    let wrong = |what: &str, needs: &str| Problem::ComposedShape { what: what.to_owned(), needs: needs.to_owned() };
    let resolved = &gathered.resolved;
    let mut problems = Vec::new();
    let has_metrics = !resolved.metrics.is_empty() || !request.metrics.is_empty() || !gathered.has_all_metrics;
    if !has_metrics || resolved.min_max_only {
        problems.push(wrong("a comparison, a total or a list of the largest values", "a metric"));
    }
    if request.totals.is_some() && resolved.limit.is_some() {
        problems.push(wrong(
            "a request with totals",
            "no limit, which would cut rows but not totals; ask for the top values",
        ));
    }
    problems
}

/// The two ranges, if a comparison is asked for; what is wrong with them is added to `problems`.
pub(crate) fn ranges(
    index: &Index,
    request: &MetricRequest,
    gathered: &Gathered,
    problems: &mut Vec<Problem>,
) -> Option<Ranges> {
    let comparison = request.comparison.as_ref()?;
    let resolved = &gathered.resolved;
    let before = problems.len();
    for filter in &resolved.filters {
        let is_time = |item: &&Item| is_known_time(index, gathered, item);
        if filter.items().iter().any(is_time) {
            problems.push(Problem::ComparisonTimeFilter { filter: filter.source.clone() });
        }
    }
    if request.time_constraint.is_none() {
        problems.push(Problem::ComparisonWithoutRange);
    }
    problems.extend(no_standard_grain(index, gathered));
    let times = time_items(index, resolved).unwrap_or_default();
    let finest = times.into_iter().map(|(_, grain)| grain).min().unwrap_or(Granularity::Day);
    let found = match (&request.time_constraint, resolved.range) {
        // By which grain periods meet is not known without all items.
        (Some(asked), Some(widened)) if gathered.has_all_items => {
            comparison::ranges(comparison, asked, widened, finest)
        }
        _ => Err(comparison::own_problems(comparison)),
    };
    match found {
        Ok(ranges) if problems.len() == before => Some(ranges),
        Ok(_) => None,
        Err(found) => {
            problems.extend(found);
            None
        }
    }
}

/// Is this a time of the request, whatever the metrics that are not known?
fn is_known_time(index: &Index, gathered: &Gathered, item: &Item) -> bool {
    item.is_metric_time() || gathered.has_all_metrics && is_time_of_request(index, &gathered.resolved, item)
}

/// Periods of custom grains have no place in what goes by periods.
fn no_standard_grain(index: &Index, gathered: &Gathered) -> Option<Problem> {
    let mut times = gathered.resolved.items.iter().filter(|item| is_known_time(index, gathered, item));
    times.find_map(|item| match item.grain() {
        Some(Grain::Custom(name)) => Some(without_standard_grain(name)),
        _ => None,
    })
}

fn without_standard_grain(grain: &str) -> Problem {
    Problem::Unsupported { what: format!("comparisons, partial periods and ranks by the custom grain {grain}") }
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
                return Err(without_standard_grain(name));
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
