//! The rows behind a metric: those of its table that count for it, with everything that the table's semantic model
//! knows of them, before anything is aggregated.
//!
//! The request names one metric and may have group-by items, filters, a range and a limit. Columns: the group-by
//! items; the model's own dimensions and entities under their own names; its measures that the metric uses. A metric
//! of several measures gives the rows of its first measure's table that count for any of its measures there. What
//! the rows alone do not show is said in comments at the top of the text.

use std::collections::BTreeSet;

use martlet_project::semantic_manifest::{Metric, MetricType};

use crate::error::{Problem, RequestError};
use crate::filter::Filter;
use crate::index::{Index, InputRef, LeafKind, Reachable};
use crate::item::{Grain, Item, ItemKind, TimePart};
use crate::layer::{ColumnRole, CompiledQuery, OutputColumn, role, with_lacks};
use crate::plan::read::Source;
use crate::plan::row_values::add_row_values;
use crate::plan::{Planner, Rows};
use crate::request::MetricRequest;
use crate::resolve::ResolvedRequest;
use crate::sql::aggregate::constant;
use crate::sql::dialect;
use crate::sql::select::{Column, JoinKind};

/// Metrics deeper than this are a circle, which resolving has refused already.
const DEEPEST: usize = 32;

pub(crate) fn compile(index: &Index, request: &MetricRequest) -> Result<CompiledQuery, RequestError> {
    let wrong = |needs: &str| Problem::ComposedShape { what: "a list of rows".to_owned(), needs: needs.to_owned() };
    let is_composed = MetricRequest { rows: false, ..request.clone() }.is_composed();
    let mut problems = Vec::new();
    if is_composed || request.min_max_only || !request.order_by.is_empty() {
        problems.push(wrong("no comparison, totals, largest values or order beside it"));
    }
    let plain = MetricRequest { min_max_only: false, order_by: Vec::new(), ..request.plain() };
    let gathered = ResolvedRequest::gather(index, &plain);
    if gathered.has_all_metrics && gathered.resolved.metrics.len() != 1 {
        problems.push(wrong("exactly one metric"));
    }
    problems.extend(gathered.problems);
    let resolved = gathered.resolved;
    let name = match resolved.metrics.as_slice() {
        [name] if problems.is_empty() => name,
        _ => return Err(with_lacks(index, &resolved, problems)),
    };
    let mut planner = Planner::new(index);
    let mut uses = Vec::new();
    planner.measure_uses(name, &[], 0, &mut uses)?;
    let model = uses.first().ok_or(Problem::Empty)?.at.model;
    let (here, elsewhere): (Vec<MeasureUse>, Vec<MeasureUse>) =
        uses.into_iter().partition(|used| used.at.model == model);
    let notes = notes(index, name, &here, &elsewhere);
    let (sql, columns) = planner.listed(&resolved, model, &here)?;
    Ok(CompiledQuery { sql: format!("{notes}{sql}"), columns, tables: planner.tables.into_iter().collect() })
}

/// A measure with the filters that the metrics above put on its rows.
#[derive(Debug)]
struct MeasureUse {
    at: InputRef,
    filters: Vec<Filter>,
}

impl Planner<'_> {
    fn measure_uses(
        &self,
        name: &str,
        carried: &[Filter],
        depth: usize,
        found: &mut Vec<MeasureUse>,
    ) -> Result<(), Problem> {
        let metric = self.index.metric(name).ok_or_else(|| self.index.no_metric(name))?;
        let mut filters = carried.to_vec();
        filters.extend(self.definition_filters(metric, metric.filter.as_ref())?);
        match metric.kind {
            MetricType::Simple | MetricType::Cumulative => {
                let input = self.index.input(name, metric.type_params.measure.as_ref())?;
                filters.extend(self.filters_for(name, input.filters.iter().map(String::as_str))?);
                found.push(MeasureUse { at: input.at, filters });
            }
            MetricType::Conversion => {
                let params = metric.type_params.conversion_type_params.as_ref();
                let input = self.index.input(name, params.and_then(|params| params.base_measure.as_ref()))?;
                filters.extend(self.filters_for(name, input.filters.iter().map(String::as_str))?);
                found.push(MeasureUse { at: input.at, filters });
            }
            MetricType::Ratio | MetricType::Derived if depth < DEEPEST => {
                for input in self.index.input_metrics(metric) {
                    let mut filters = filters.clone();
                    filters.extend(self.definition_filters(metric, input.filter.as_ref())?);
                    self.measure_uses(&input.name, &filters, depth + 1, found)?;
                }
            }
            MetricType::Ratio | MetricType::Derived => {
                return Err(Problem::Unsupported { what: format!("rows of metric '{name}'") });
            }
        }
        Ok(())
    }

    fn listed(
        &mut self,
        request: &ResolvedRequest,
        model: usize,
        uses: &[MeasureUse],
    ) -> Result<(String, Vec<OutputColumn>), Problem> {
        let index = self.index;
        let own: Vec<Item> = index.own_elements(model).iter().map(item_of).collect();
        let mut needed = request.items.clone();
        let filtered = request.filters.iter().chain(uses.iter().flat_map(|used| &used.filters)).flat_map(Filter::items);
        for item in own.iter().chain(filtered) {
            if !needed.contains(item) {
                needed.push(item.clone());
            }
        }
        let taken: BTreeSet<String> = needed.iter().map(Item::column).collect();
        let mut values: Vec<Column> = Vec::new();
        for measure in uses.iter().filter_map(|used| index.measure(used.at)) {
            let is_known = taken.contains(&measure.name) || values.iter().any(|value| value.name == measure.name);
            if constant(measure).is_none() && !is_known {
                values.push(Column::new(dialect::expression(measure.expression()), measure.name.clone()));
            }
        }
        let filters = request.filters.iter().chain(uses.iter().flat_map(|used| &used.filters));
        add_row_values(index, filters, &mut values)?;
        let source = Source {
            model,
            time_of: uses.first().map(|used| used.at),
            range: request.range,
            values: values.clone(),
            join: JoinKind::Left,
            periods: Vec::new(),
        };
        let mut rows = self.read(&source, &needed)?;
        request.filters.iter().for_each(|filter| rows.add_filter(filter));
        rows.filters.extend(any_of(&rows, uses));

        let mut columns: Vec<Column> = Vec::new();
        let mut outputs = Vec::new();
        let mut add = |expression: String, name: String, role: ColumnRole| {
            if !columns.iter().any(|column| column.name == name || column.expression == expression) {
                columns.push(Column::new(expression, name.clone()));
                outputs.push(OutputColumn { name, role });
            }
        };
        for item in &request.items {
            add(rows.item(item), item.column(), role(item));
        }
        for item in &own {
            add(rows.item(item), item.element.clone(), role(item));
        }
        for value in &values {
            let expression = rows.expression(&value.name).unwrap_or(&value.expression).to_owned();
            add(expression, value.name.clone(), ColumnRole::Detail);
        }
        let mut select = rows.select(columns);
        select.limit = request.limit;
        Ok((std::mem::take(&mut self.script).finish(select), outputs))
    }
}

/// Rows that count for at least one use; none when one of them takes all.
fn any_of(rows: &Rows, uses: &[MeasureUse]) -> Option<String> {
    let mut conditions: Vec<String> = Vec::new();
    for used in uses {
        if used.filters.is_empty() {
            return None;
        }
        let all: Vec<String> = used.filters.iter().map(|filter| rows.condition(filter)).collect();
        let all = all.join(" AND ");
        if !conditions.contains(&all) {
            conditions.push(all);
        }
    }
    match conditions.as_slice() {
        [only] => Some(only.clone()),
        several => Some(format!("({})", several.iter().map(|all| format!("({all})")).collect::<Vec<_>>().join(" OR "))),
    }
}

fn item_of(found: &Reachable) -> Item {
    let kind = match found.kind {
        LeafKind::Categorical => ItemKind::Categorical,
        LeafKind::Time(grain) => ItemKind::Time(TimePart::Grain(Grain::Standard(grain))),
        LeafKind::Entity => ItemKind::Entity,
    };
    Item { links: found.links.clone(), element: found.element.clone(), kind }
}

/// What a reader of the rows should know, as comments.
fn notes(index: &Index, name: &str, here: &[MeasureUse], elsewhere: &[MeasureUse]) -> String {
    let mut notes = vec![format!("The rows that count for {name}.")];
    let last = here.iter().filter_map(|used| index.measure(used.at)).find_map(|measure| {
        measure.non_additive_dimension.as_ref().map(|choice| (measure.name.clone(), choice.name.clone()))
    });
    if let Some((measure, time)) = last {
        notes.push(format!("Of each period, {measure} counts only the rows of one {time}."));
    }
    if looks_back(index, name, 0) {
        notes.push("It looks back over time: rows before these count too.".to_owned());
    }
    let others: BTreeSet<&str> =
        elsewhere.iter().filter_map(|used| index.model(used.at.model)).map(|model| model.name.as_str()).collect();
    if !others.is_empty() {
        let others: Vec<&str> = others.into_iter().collect();
        notes.push(format!("Rows of {} count too.", others.join(", ")));
    }
    notes.into_iter().map(|note| format!("-- {}\n", note.replace(['\n', '\r'], " "))).collect()
}

fn looks_back(index: &Index, name: &str, depth: usize) -> bool {
    let Some(metric) = index.metric(name).filter(|_| depth < DEEPEST) else { return false };
    let is_offset = |metric: &Metric| {
        index.input_metrics(metric).iter().any(|input| input.offset_window.is_some() || input.offset_to_grain.is_some())
    };
    metric.kind == MetricType::Cumulative
        || is_offset(metric)
        || index.input_metrics(metric).iter().any(|input| looks_back(index, &input.name, depth + 1))
}
