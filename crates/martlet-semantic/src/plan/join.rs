//! Joining other models' tables for their dimensions and entities.
//!
//! Every table is first read into a step of its own, with its expressions resolved, so that names in those
//! expressions cannot clash. A table two joins away is first joined to the one between. Which tables are
//! joined, and in which order, is said in `join_order`.

use martlet_project::semantic_manifest::SemanticModel;

use crate::error::Problem;
use crate::index::Hop;
use crate::item::{Grain, Item, ItemKind, TimePart};
use crate::sql::dialect;
use crate::sql::ident::{column_of, ident};
use crate::sql::select::{Column, Join, JoinKind, Select};
use crate::sql::time;

use super::join_order::{Branch, Turn};
use super::read::{Source, leaf_column};
use super::{Planner, Rows};

impl Planner<'_> {
    pub(super) fn read_joined(&mut self, source: &Source, items: &[Item]) -> Result<Rows, Problem> {
        let mut own: Vec<Item> = Vec::new();
        let mut foreign: Vec<Item> = Vec::new();
        for item in items {
            let wanted = self.base_item(item);
            let local = self.access(source.model, &wanted)?.is_none_or(|access| access.hops.is_empty());
            push_new(if local { &mut own } else { &mut foreign }, &wanted);
        }
        let order = self.join_order(source, &foreign, items)?;
        let mut root_columns: Vec<Column> = Vec::new();
        let mut steps = Vec::new();
        for turn in &order {
            steps.push(match turn {
                Turn::Branch(branch) => Some(self.branch_step(source, branch, &mut own, &mut root_columns)?),
                Turn::Metric(_) | Turn::Periods => None,
            });
        }
        let root = self.table_step(source, &own, root_columns)?;
        let subject = self.index.model(source.model).map(|model| model.name.clone()).unwrap_or_default();
        let mut rows = Rows { from: ident(&root), subject, ..Rows::default() };
        for item in &own {
            rows.columns.push(Column::new(column_of(&root, &item.column()), item.column()));
        }
        for value in &source.values {
            rows.columns.push(Column::new(column_of(&root, &value.name), value.name.clone()));
        }
        for (turn, step) in order.iter().zip(steps) {
            match (turn, step) {
                (Turn::Branch(branch), Some((step, conditions))) => {
                    let alias = rows.join(source.join, &step, |alias| {
                        conditions.iter().map(|condition| condition.sql(|name| column_of(&root, name), alias)).collect()
                    });
                    for (item, _) in &branch.items {
                        rows.columns.push(Column::new(column_of(&alias, &item.column()), item.column()));
                    }
                }
                (Turn::Metric(item), _) => self.join_metric(&mut rows, item, source.join)?,
                _ => self.join_periods(&mut rows, source)?,
            }
        }
        Ok(rows)
    }

    /// Combines the rows with every period of the time spine.
    fn join_periods(&mut self, rows: &mut Rows, source: &Source) -> Result<(), Problem> {
        let (spine, _) = self.spine_rows(&source.periods, None)?;
        let step = self.script.step("time_spine", spine.select(spine.columns.clone()));
        let alias = rows.join(JoinKind::Cross, &step, |_| Vec::new());
        for item in &source.periods {
            rows.columns.push(Column::new(column_of(&alias, &item.column()), item.column()));
        }
        Ok(())
    }

    /// The item that must be read so that `item` can be looked up: custom grains need their base grain,
    /// metrics the entity on which they are joined.
    pub(crate) fn base_item(&self, item: &Item) -> Item {
        match &item.kind {
            ItemKind::Metric { .. } => {
                let mut links = item.links.clone();
                let element = links.pop().unwrap_or_default();
                Item { links, element, kind: ItemKind::Entity }
            }
            _ => match item.grain() {
                Some(grain @ Grain::Custom(_)) => item.at_grain(self.index.base_of(grain)),
                _ => item.clone(),
            },
        }
    }

    /// The branch as one step, and the conditions that join it to the root.
    pub(super) fn branch_step(
        &mut self,
        source: &Source,
        branch: &Branch,
        own: &mut Vec<Item>,
        root_columns: &mut Vec<Column>,
    ) -> Result<(String, Vec<Condition>), Problem> {
        let broken = || Problem::NoJoinPath { names: Vec::new() };
        let index = self.index;
        let root = index.model(source.model).ok_or_else(broken)?;
        let first = branch.hops.first().ok_or_else(broken)?;
        let near = index.model(first.model).ok_or_else(broken)?;
        let (left_key, right_key) = keys(root, near, first).ok_or_else(broken)?;
        let mut conditions = vec![Condition::equal(&left_key, &right_key)];
        push_new(root_columns, &left_key);
        let mut near_columns = vec![right_key];
        let far = match branch.hops.get(1) {
            Some(hop) => Some((hop, index.model(hop.model).ok_or_else(broken)?)),
            None => None,
        };
        let mut far_columns = Vec::new();
        for (ours, theirs, from_far) in root_partitions(root, near, far.map(|(_, model)| model)) {
            conditions.push(Condition::equal(&ours, &theirs));
            push_new(root_columns, &ours);
            push_new(if from_far { &mut far_columns } else { &mut near_columns }, &theirs);
        }
        let near_validity = validity(near);
        let far_validity = far.and_then(|(_, model)| validity(model));
        if let Some((start, end)) = near_validity.clone().or_else(|| far_validity.clone()) {
            let input = source.time_of.ok_or_else(|| Problem::Unsupported {
                what: format!("values of {}, which has validity dates, without a metric", near.name),
            })?;
            let at = Item::metric_time(TimePart::Grain(Grain::Standard(index.agg_time_grain(input))));
            conditions.push(Condition::Valid {
                at: at.column(),
                start: start.as_ref().map(|column| column.name.clone()),
                end: end.as_ref().map(|column| column.name.clone()),
            });
            push_new(own, &at);
            let columns = start.iter().chain(&end);
            columns.for_each(|column| {
                push_new(if near_validity.is_some() { &mut near_columns } else { &mut far_columns }, column);
            });
        }
        for (item, access) in &branch.items {
            let column = Column::new(leaf_column(index, access.leaf, item)?, item.column());
            push_new(if access.hops.len() > 1 { &mut far_columns } else { &mut near_columns }, &column);
        }
        let Some((hop, far)) = far else { return Ok((self.model_step(near, near_columns), conditions)) };
        let step = self.joined_step(source, near, near_columns, hop, far, far_columns)?;
        Ok((step, conditions))
    }

    /// Two models joined into one step with the columns of both.
    fn joined_step(
        &mut self,
        source: &Source,
        near: &SemanticModel,
        near_columns: Vec<Column>,
        hop: &Hop,
        far: &SemanticModel,
        far_columns: Vec<Column>,
    ) -> Result<String, Problem> {
        let (near_key, far_key) =
            keys(near, far, hop).ok_or_else(|| Problem::NoJoinPath { names: vec![far.name.clone()] })?;
        let mut conditions = vec![Condition::equal(&near_key, &far_key)];
        let (mut near_all, mut far_all) = (near_columns.clone(), far_columns.clone());
        push_new(&mut near_all, &near_key);
        push_new(&mut far_all, &far_key);
        for (ours, theirs, _) in root_partitions(near, far, None) {
            conditions.push(Condition::equal(&ours, &theirs));
            push_new(&mut near_all, &ours);
            push_new(&mut far_all, &theirs);
        }
        let near_step = self.model_step(near, near_all);
        let far_step = self.model_step(far, far_all);
        let mut rows = Rows { from: ident(&near_step), ..Rows::default() };
        let alias = rows.join(source.join, &far_step, |alias| {
            conditions.iter().map(|condition| condition.sql(|name| column_of(&near_step, name), alias)).collect()
        });
        let from_near =
            near_columns.iter().map(|column| Column::new(column_of(&near_step, &column.name), &column.name));
        let from_far = far_columns.iter().map(|column| Column::new(column_of(&alias, &column.name), &column.name));
        let columns = from_near.chain(from_far).collect();
        let select = rows.select(columns);
        Ok(self.script.widened_step(&format!("{}_with_{}", near.name, far.name), select))
    }

    /// A model's table with some columns.
    fn model_step(&mut self, model: &SemanticModel, columns: Vec<Column>) -> String {
        self.tables.insert(model.node_relation.alias.clone());
        let select = Select { columns, from: ident(&model.node_relation.alias), ..Select::default() };
        self.script.widened_step(&model.name, select)
    }

    /// Looks a custom grain up in its time spine.
    pub(crate) fn join_custom_grain(&mut self, rows: &mut Rows, item: &Item) -> Result<(), Problem> {
        let index = self.index;
        let name = item.custom_grain().unwrap_or_default();
        let missing = || Problem::NoTimeSpine { grain: name.to_owned(), metric: String::new() };
        let custom = index.custom_grain(name).ok_or_else(missing)?;
        let spine = index.spine(custom.spine).ok_or_else(missing)?;
        self.tables.insert(spine.node_relation.alias.clone());
        let key = format!("calendar_{}", custom.base);
        let columns = vec![
            Column::new(time::timestamp(&ident(&spine.primary_column.name)), &key),
            Column::new(ident(&custom.column), name),
        ];
        let select = Select { columns, from: ident(&spine.node_relation.alias), ..Select::default() };
        let step = self.script.widened_step("calendar", select);
        let base = rows.item(&self.base_item(item));
        let alias = rows.join(JoinKind::Left, &step, |alias| vec![format!("{base} = {}", column_of(alias, &key))]);
        rows.columns.push(Column::new(column_of(&alias, name), item.column()));
        Ok(())
    }
}

impl Rows {
    /// Joins a step; its alias is returned. Where its name is taken, by itself or as another's alias, it is numbered.
    pub(crate) fn join(&mut self, kind: JoinKind, step: &str, on: impl Fn(&str) -> Vec<String>) -> String {
        let mut alias = step.to_owned();
        let mut number = 1;
        let tables: Vec<&String> =
            std::iter::once(&self.from).chain(self.joins.iter().map(|join| &join.table)).collect();
        while tables.iter().any(|table| table.rsplit(" AS ").next() == Some(ident(&alias).as_str())) {
            number += 1;
            alias = format!("{step}_{number}");
        }
        let table = if number == 1 { ident(step) } else { format!("{} AS {}", ident(step), ident(&alias)) };
        self.joins.push(Join { kind, table, on: on(&alias), finds_one: false });
        alias
    }
}

/// One condition of a join, by column names.
#[derive(Debug)]
pub(super) enum Condition {
    Equal {
        left: String,
        right: String,
    },
    /// The root's time lies within the right side's dates of validity.
    Valid {
        at: String,
        start: Option<String>,
        end: Option<String>,
    },
}

impl Condition {
    fn equal(left: &Column, right: &Column) -> Self {
        Self::Equal { left: left.name.clone(), right: right.name.clone() }
    }

    /// `left` writes a column of the left side.
    pub(super) fn sql(&self, left: impl Fn(&str) -> String, right: &str) -> String {
        match self {
            Self::Equal { left: a, right: b } => format!("{} = {}", left(a), column_of(right, b)),
            Self::Valid { at, start, end } => {
                let at = left(at);
                let mut parts = Vec::new();
                if let Some(start) = start {
                    parts.push(format!("{at} >= {}", column_of(right, start)));
                }
                if let Some(end) = end {
                    let end = column_of(right, end);
                    parts.push(format!("({at} < {end} OR {end} IS NULL)"));
                }
                parts.join(" AND ")
            }
        }
    }
}

/// The entity's columns on both sides of a join.
fn keys(left: &SemanticModel, right: &SemanticModel, hop: &Hop) -> Option<(Column, Column)> {
    let left = left.entities.get(hop.left_entity)?;
    let right = right.entities.get(hop.right_entity)?;
    Some((
        Column::new(dialect::expression(left.expression()), &left.name),
        Column::new(dialect::expression(right.expression()), &right.name),
    ))
}

/// Partition columns to join on: ours, theirs, and whether theirs is the farther model's. The nearer model's
/// goes first.
fn root_partitions(
    root: &SemanticModel,
    near: &SemanticModel,
    far: Option<&SemanticModel>,
) -> Vec<(Column, Column, bool)> {
    let mut pairs = Vec::new();
    for ours in root.dimensions.iter().filter(|dimension| dimension.is_partition) {
        let same = |model: &'_ SemanticModel| {
            model.dimensions.iter().find(|theirs| theirs.is_partition && theirs.name == ours.name).cloned()
        };
        let (theirs, from_far) = match (same(near), far.and_then(same)) {
            (Some(theirs), _) => (theirs, false),
            (None, Some(theirs)) => (theirs, true),
            (None, None) => continue,
        };
        let column = |expression: &str| match (ours.granularity(), theirs.granularity()) {
            (Some(a), Some(b)) => {
                let grain = a.max(b);
                let timestamp = time::timestamp(&dialect::expression(expression));
                Column::new(time::truncate(grain, &timestamp), format!("{}__{grain}", ours.name))
            }
            _ => Column::new(dialect::expression(expression), &ours.name),
        };
        pairs.push((column(ours.expression()), column(theirs.expression()), from_far));
    }
    pairs
}

type Validity = (Option<Column>, Option<Column>);

/// The first and last day on which a version of a row holds.
fn validity(model: &SemanticModel) -> Option<Validity> {
    let column = |wanted: fn(&martlet_project::semantic_manifest::ValidityParams) -> bool, name: &str| {
        let dimension = model.dimensions.iter().find(|dimension| dimension.validity().is_some_and(|v| wanted(&v)))?;
        Some(Column::new(time::timestamp(&dialect::expression(dimension.expression())), name))
    };
    let start = column(|validity| validity.is_start, "valid_from");
    let end = column(|validity| validity.is_end, "valid_to");
    (start.is_some() || end.is_some()).then_some((start, end))
}

pub(super) fn push_new<T: Clone + PartialEq>(list: &mut Vec<T>, item: &T) {
    if !list.contains(item) {
        list.push(item.clone());
    }
}
