//! Reading a semantic model's table with the columns that are needed, its own and joined ones.

use martlet_project::semantic_manifest::Granularity;

use crate::error::Problem;
use crate::index::{Access, Index, InputRef, Leaf};
use crate::item::{Item, ItemKind, TimePart};
use crate::resolve::TimeRange;
use crate::sql::dialect;
use crate::sql::ident::ident;
use crate::sql::select::{Column, JoinKind, Select};
use crate::sql::time;

use super::{Planner, Rows};

/// What to read from one model's table.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) model: usize,
    /// The measure whose aggregation time `metric_time` is.
    pub(crate) time_of: Option<InputRef>,
    /// Rows outside are left out.
    pub(crate) range: Option<TimeRange>,
    /// Further columns over the table: measures' expressions.
    pub(crate) values: Vec<Column>,
    /// How other tables are joined: metrics keep exactly their own rows, value lists all of both sides.
    pub(crate) join: JoinKind,
    /// `metric_time` items to combine with every row, for value lists.
    pub(crate) periods: Vec<Item>,
}

impl Planner<'_> {
    /// Rows of the model with all `items` and values as columns.
    pub(crate) fn read(&mut self, source: &Source, items: &[Item]) -> Result<Rows, Problem> {
        let mut all_own = true;
        for item in items {
            let looked_up = matches!(item.kind, ItemKind::Metric { .. }) || item.custom_grain().is_some();
            let own = self.access(source.model, &self.base_item(item))?.is_none_or(|access| access.hops.is_empty());
            all_own &= own && !looked_up;
        }
        if all_own && source.periods.is_empty() {
            return self.read_table(source, items);
        }
        let mut rows = self.read_joined(source, items)?;
        for item in items {
            if item.custom_grain().is_some() {
                self.join_custom_grain(&mut rows, item)?;
            } else if matches!(item.kind, ItemKind::Metric { .. }) && rows.expression(&item.column()).is_none() {
                self.join_metric(&mut rows, item, source.join)?;
            }
        }
        Ok(rows)
    }

    /// How to get at an item from a model; `None` for `metric_time`.
    pub(crate) fn access(&self, model: usize, item: &Item) -> Result<Option<Access>, Problem> {
        if item.is_metric_time() {
            return Ok(None);
        }
        let is_entity = item.kind == ItemKind::Entity;
        let found = self.index.reach(model).find(&item.links, &item.element, is_entity);
        found
            .map(|found| Some(found.access.clone()))
            .ok_or_else(|| Problem::NoJoinPath { names: vec![item.base_name()] })
    }

    /// The table itself, when all columns are its own.
    pub(crate) fn read_table(&mut self, source: &Source, items: &[Item]) -> Result<Rows, Problem> {
        let index = self.index;
        let model = index.model(source.model).ok_or_else(|| Problem::NoJoinPath { names: Vec::new() })?;
        self.tables.insert(model.node_relation.alias.clone());
        let mut rows = Rows { from: ident(&model.node_relation.alias), subject: model.name.clone(), ..Rows::default() };
        for item in items {
            let expression = self.own_column(source, item)?;
            rows.columns.push(Column::new(expression, item.column()));
        }
        rows.columns.extend(source.values.iter().cloned());
        if let (Some(range), Some(input)) = (source.range, source.time_of) {
            rows.filters.extend(range_filters(&range, index.agg_time_grain(input), &agg_time(index, input)?));
        }
        Ok(rows)
    }

    /// The model's table as a step of its own, so that others can be joined to it.
    pub(super) fn table_step(
        &mut self,
        source: &Source,
        items: &[Item],
        extra: Vec<Column>,
    ) -> Result<String, Problem> {
        let rows = self.read_table(source, items)?;
        let mut columns = rows.columns.clone();
        for column in extra {
            if !columns.iter().any(|known| known.name == column.name) {
                columns.push(column);
            }
        }
        let select: Select = rows.select(columns);
        Ok(self.script.widened_step(&rows.subject, select))
    }

    /// An item of the model itself, as SQL over its table.
    fn own_column(&self, source: &Source, item: &Item) -> Result<String, Problem> {
        if item.is_metric_time() {
            let input = source.time_of.ok_or_else(|| Problem::NoJoinPath { names: vec![item.base_name()] })?;
            return Ok(time_column(item, &agg_time(self.index, input)?));
        }
        match self.access(source.model, item)? {
            Some(Access { leaf, .. }) => leaf_column(self.index, leaf, item),
            None => Err(Problem::NoJoinPath { names: vec![item.base_name()] }),
        }
    }
}

/// A dimension or entity as SQL over its own table.
pub(crate) fn leaf_column(index: &Index, leaf: Leaf, item: &Item) -> Result<String, Problem> {
    let missing = || Problem::NoJoinPath { names: vec![item.base_name()] };
    let model = index.model(leaf.model()).ok_or_else(missing)?;
    Ok(match leaf {
        Leaf::Entity { entity, .. } => {
            dialect::expression(model.entities.get(entity).ok_or_else(missing)?.expression())
        }
        Leaf::Dimension { dimension, .. } => {
            let dimension = model.dimensions.get(dimension).ok_or_else(missing)?;
            let expression = dialect::expression(dimension.expression());
            match item.kind {
                ItemKind::Time(_) => time_column(item, &time::timestamp(&expression)),
                _ => expression,
            }
        }
    })
}

/// A timestamp at the item's grain, or the item's part of it. Custom grains are read at their base grain.
pub(crate) fn time_column(item: &Item, timestamp: &str) -> String {
    match item.time() {
        Some(TimePart::Part(part)) => time::part(*part, timestamp),
        Some(TimePart::Grain(grain)) => match grain.standard() {
            Some(grain) => time::truncate(grain, timestamp),
            None => timestamp.to_owned(),
        },
        None => timestamp.to_owned(),
    }
}

/// The measure's aggregation time as a timestamp over its table.
pub(crate) fn agg_time(index: &Index, input: InputRef) -> Result<String, Problem> {
    let dimension = index.agg_time_dimension(input).ok_or_else(|| {
        let measure = index.measure(input).map(|measure| measure.name.clone()).unwrap_or_default();
        Problem::BrokenMetric { metric: measure, reason: "its measure has no aggregation time dimension".to_owned() }
    })?;
    Ok(time::timestamp(&dialect::expression(dimension.expression())))
}

/// Conditions that keep a timestamp, of that grain, inside the range.
pub(crate) fn range_filters(range: &TimeRange, grain: Granularity, timestamp: &str) -> Vec<String> {
    let start = range.start.map(|start| format!("{timestamp} >= {}", time::instant(start)));
    start.into_iter().chain([format!("{timestamp} < {}", time::instant(range.end_for(grain)))]).collect()
}
