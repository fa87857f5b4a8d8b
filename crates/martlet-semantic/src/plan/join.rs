//! Joining other models' tables for their dimensions and entities.
//!
//! Every table is first read into a step of its own, with its expressions resolved, so that names in those
//! expressions cannot clash. Paths that begin alike share their joins.

use martlet_project::semantic_manifest::{Granularity, SemanticModel};

use crate::error::Problem;
use crate::index::{Access, Hop};
use crate::item::{Grain, Item, ItemKind, TimePart};
use crate::sql::dialect;
use crate::sql::ident::{column_of, ident};
use crate::sql::select::{Column, Join, JoinKind, Select};
use crate::sql::time;

use super::read::{Source, leaf_column};
use super::{Planner, Rows};

/// A table to join, and what is needed from it.
#[derive(Debug, Default)]
struct Node {
    hops: Vec<Hop>,
    columns: Vec<Column>,
}

impl Planner<'_> {
    pub(super) fn read_joined(&mut self, source: &Source, items: &[Item]) -> Result<Rows, Problem> {
        let mut root_items: Vec<Item> = Vec::new();
        let mut root_columns: Vec<Column> = Vec::new();
        let mut nodes: Vec<Node> = Vec::new();
        let mut metric_items = Vec::new();
        let mut custom_items = Vec::new();
        let mut placed: Vec<(Item, Vec<Hop>)> = Vec::new();
        for item in items {
            let wanted = match &item.kind {
                ItemKind::Metric { .. } => {
                    metric_items.push(item.clone());
                    entity_of(item)
                }
                _ if item.custom_grain().is_some() => {
                    custom_items.push(item.clone());
                    self.at_base_grain(item)
                }
                _ => item.clone(),
            };
            let Some(access) = self.access(source.model, &wanted)? else {
                push_new(&mut root_items, &wanted);
                placed.push((wanted, Vec::new()));
                continue;
            };
            if access.hops.is_empty() {
                push_new(&mut root_items, &wanted);
            } else {
                self.place(&mut nodes, &access, &wanted)?;
            }
            placed.push((wanted, access.hops));
        }
        nodes.sort_by_key(|node| node.hops.len());
        let mut conditions = Vec::new();
        for node in 0..nodes.len() {
            let hops = nodes.get(node).map(|node| node.hops.clone()).unwrap_or_default();
            conditions.push(self.conditions(source, &hops, &mut nodes, &mut root_items, &mut root_columns)?);
        }
        let root = self.table_step(source, &root_items, root_columns)?;
        let mut rows = Rows { from: ident(&root), ..Rows::default() };
        rows.subject = self.index.model(source.model).map(|model| model.name.clone()).unwrap_or_default();
        let mut aliases: Vec<(Vec<Hop>, String)> = vec![(Vec::new(), root.clone())];
        for (node, condition) in nodes.iter().zip(conditions) {
            let alias = self.join_node(&mut rows, node, &aliases)?;
            let left_hops = node.hops.get(..node.hops.len().saturating_sub(1)).unwrap_or_default();
            let left = alias_of(&aliases, left_hops);
            let on = condition.iter().map(|condition| condition.sql(&root, &left, &alias)).collect();
            if let Some(join) = rows.joins.last_mut() {
                join.on = on;
            }
            aliases.push((node.hops.clone(), alias));
        }
        for (item, hops) in &placed {
            let alias = alias_of(&aliases, hops);
            let name = item.column();
            if rows.expression(&name).is_none() {
                rows.columns.push(Column::new(column_of(&alias, &name), name));
            }
        }
        for value in &source.values {
            rows.columns.push(Column::new(column_of(&root, &value.name), value.name.clone()));
        }
        for item in &custom_items {
            self.join_custom_grain(&mut rows, item)?;
        }
        for item in &metric_items {
            self.join_metric(&mut rows, item)?;
        }
        Ok(rows)
    }

    /// The time dimension from which a custom grain is looked up.
    pub(crate) fn at_base_grain(&self, item: &Item) -> Item {
        let base = item.grain().map_or(Granularity::Day, |grain| self.index.base_of(grain));
        item.at_grain(base)
    }

    /// Notes that the item is needed from the table at the end of its path.
    fn place(&self, nodes: &mut Vec<Node>, access: &Access, item: &Item) -> Result<(), Problem> {
        for length in 1..=access.hops.len() {
            let hops = access.hops.get(..length).unwrap_or_default();
            if !nodes.iter().any(|node| node.hops == hops) {
                nodes.push(Node { hops: hops.to_vec(), columns: Vec::new() });
            }
        }
        let column = Column::new(leaf_column(self.index, access.leaf, item)?, item.column());
        if let Some(node) = nodes.iter_mut().find(|node| node.hops == access.hops) {
            push_new(&mut node.columns, &column);
        }
        Ok(())
    }

    /// The conditions of one join; what they need is added to both sides.
    fn conditions(
        &self,
        source: &Source,
        hops: &[Hop],
        nodes: &mut [Node],
        root_items: &mut Vec<Item>,
        root_columns: &mut Vec<Column>,
    ) -> Result<Vec<Condition>, Problem> {
        let broken = || Problem::NoJoinPath { names: Vec::new() };
        let (last, before) = hops.split_last().ok_or_else(broken)?;
        let left_model = before.last().map_or(source.model, |hop| hop.model);
        let left = self.index.model(left_model).ok_or_else(broken)?;
        let right = self.index.model(last.model).ok_or_else(broken)?;
        let left_entity = left.entities.get(last.left_entity).ok_or_else(broken)?;
        let right_entity = right.entities.get(last.right_entity).ok_or_else(broken)?;
        let mut left_columns = vec![Column::new(dialect::expression(left_entity.expression()), &left_entity.name)];
        let mut right_columns = vec![Column::new(dialect::expression(right_entity.expression()), &right_entity.name)];
        let mut conditions = vec![Condition::Equal { left: left_entity.name.clone(), right: right_entity.name.clone() }];
        for (left_partition, right_partition) in partitions(left, right) {
            conditions.push(Condition::Equal {
                left: left_partition.name.clone(),
                right: right_partition.name.clone(),
            });
            left_columns.push(left_partition);
            right_columns.push(right_partition);
        }
        if let Some((start, end)) = validity(right) {
            let input = source.time_of.ok_or_else(|| Problem::Unsupported {
                what: format!("values of {}, which has validity dates, without a metric", right.name),
            })?;
            let at = Item::metric_time(TimePart::Grain(Grain::Standard(self.index.agg_time_grain(input))));
            conditions.push(Condition::Valid {
                at: at.column(),
                start: start.as_ref().map(|column| column.name.clone()),
                end: end.as_ref().map(|column| column.name.clone()),
            });
            push_new(root_items, &at);
            right_columns.extend(start.into_iter().chain(end));
        }
        if let Some(node) = nodes.iter_mut().find(|node| node.hops == hops) {
            right_columns.iter().for_each(|column| push_new(&mut node.columns, column));
        }
        if before.is_empty() {
            left_columns.iter().for_each(|column| push_new(root_columns, column));
        } else if let Some(node) = nodes.iter_mut().find(|node| node.hops == before) {
            left_columns.iter().for_each(|column| push_new(&mut node.columns, column));
        }
        Ok(conditions)
    }

    /// Reads the node's table and joins it; its alias is returned.
    fn join_node(&mut self, rows: &mut Rows, node: &Node, aliases: &[(Vec<Hop>, String)]) -> Result<String, Problem> {
        let index = self.index;
        let last = node.hops.last().ok_or_else(|| Problem::NoJoinPath { names: Vec::new() })?;
        let model = index.model(last.model).ok_or_else(|| Problem::NoJoinPath { names: Vec::new() })?;
        self.tables.insert(model.node_relation.alias.clone());
        let select = Select {
            columns: node.columns.clone(),
            from: ident(&model.node_relation.alias),
            ..Select::default()
        };
        let step = self.script.widened_step(&model.name, select);
        let mut alias = step.clone();
        let mut number = 1;
        while aliases.iter().any(|(_, taken)| *taken == alias) {
            number += 1;
            alias = format!("{step}_{number}");
        }
        let table = if alias == step { ident(&step) } else { format!("{} AS {}", ident(&step), ident(&alias)) };
        rows.joins.push(Join { kind: JoinKind::Left, table, on: Vec::new() });
        Ok(alias)
    }

    /// Looks a custom grain up in its time spine.
    pub(crate) fn join_custom_grain(&mut self, rows: &mut Rows, item: &Item) -> Result<(), Problem> {
        let index = self.index;
        let name = item.custom_grain().unwrap_or_default();
        let missing = || Problem::NoTimeSpine { grain: name.to_owned() };
        let custom = index.custom_grain(name).ok_or_else(missing)?;
        let spine = index.spine(custom.spine).ok_or_else(missing)?;
        self.tables.insert(spine.node_relation.alias.clone());
        let key = format!("{}__{}", "spine", custom.base);
        let columns = vec![
            Column::new(time::timestamp(&ident(&spine.primary_column.name)), &key),
            Column::new(ident(&custom.column), name),
        ];
        let select = Select { columns, from: ident(&spine.node_relation.alias), ..Select::default() };
        let step = self.script.widened_step("calendar", select);
        let used = rows.joins.iter().filter(|join| join.table == ident(&step) || join.table.starts_with(&format!("{} AS", ident(&step)))).count();
        let alias = if used == 0 { step.clone() } else { format!("{step}_{}", used + 1) };
        let table = if used == 0 { ident(&step) } else { format!("{} AS {}", ident(&step), ident(&alias)) };
        let base = rows.item(&self.at_base_grain(item));
        let on = vec![format!("{base} = {}", column_of(&alias, &key))];
        rows.joins.push(Join { kind: JoinKind::Left, table, on });
        rows.columns.push(Column::new(column_of(&alias, name), item.column()));
        Ok(())
    }
}

/// One condition of a join, by column names.
#[derive(Debug)]
enum Condition {
    Equal { left: String, right: String },
    /// The root's time lies within the right side's dates of validity.
    Valid { at: String, start: Option<String>, end: Option<String> },
}

impl Condition {
    fn sql(&self, root: &str, left: &str, right: &str) -> String {
        match self {
            Self::Equal { left: a, right: b } => format!("{} = {}", column_of(left, a), column_of(right, b)),
            Self::Valid { at, start, end } => {
                let at = column_of(root, at);
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

/// The entity on which a metric in a filter is joined.
fn entity_of(item: &Item) -> Item {
    let mut links = item.links.clone();
    let element = links.pop().unwrap_or_default();
    Item { links, element, kind: ItemKind::Entity }
}

/// Partition columns that both models have, left and right.
fn partitions(left: &SemanticModel, right: &SemanticModel) -> Vec<(Column, Column)> {
    let mut pairs = Vec::new();
    for ours in left.dimensions.iter().filter(|dimension| dimension.is_partition) {
        for theirs in right.dimensions.iter().filter(|dimension| dimension.is_partition && dimension.name == ours.name) {
            let column = |expression: &str| match (ours.granularity(), theirs.granularity()) {
                (Some(a), Some(b)) => {
                    let grain = a.max(b);
                    let expression = time::timestamp(&dialect::expression(expression));
                    Column::new(time::truncate(grain, &expression), format!("{}__{grain}", ours.name))
                }
                _ => Column::new(dialect::expression(expression), &ours.name),
            };
            pairs.push((column(ours.expression()), column(theirs.expression())));
        }
    }
    pairs
}

/// The first and last day on which a version of a row holds.
fn validity(model: &SemanticModel) -> Option<(Option<Column>, Option<Column>)> {
    let column = |wanted: fn(&martlet_project::semantic_manifest::ValidityParams) -> bool, name: &str| {
        let dimension = model.dimensions.iter().find(|dimension| dimension.validity().is_some_and(|v| wanted(&v)))?;
        Some(Column::new(time::timestamp(&dialect::expression(dimension.expression())), name))
    };
    let start = column(|validity| validity.is_start, "valid_from");
    let end = column(|validity| validity.is_end, "valid_to");
    (start.is_some() || end.is_some()).then_some((start, end))
}

fn alias_of(aliases: &[(Vec<Hop>, String)], hops: &[Hop]) -> String {
    aliases.iter().find(|(known, _)| known == hops).map(|(_, alias)| alias.clone()).unwrap_or_default()
}

fn push_new<T: Clone + PartialEq>(list: &mut Vec<T>, item: &T) {
    if !list.contains(item) {
        list.push(item.clone());
    }
}
