//! A script: named steps (CTEs) and a last SELECT. Equal steps are written once.

use std::collections::{BTreeMap, BTreeSet};

use super::alike::are_alike;
use super::filtered;
use super::ident::ident;
use super::lines::indented;
use super::numbered::renumber;
use super::pruned::prune;
use super::pushed::push_filters;
use super::select::{Column, Select};
use super::semi_join::use_semi_joins;

/// A step, and which of its columns are wanted under which names.
#[derive(Debug)]
pub(crate) struct FilteredPart<'s> {
    pub(crate) step: &'s str,
    /// The column as SQL, and the name wanted.
    pub(crate) columns: Vec<(&'s str, &'s str)>,
}

#[derive(Debug, Default)]
pub(crate) struct Script {
    steps: Vec<(String, Select)>,
    /// Names of tables, which no step may hide.
    tables: BTreeSet<String>,
    taken: BTreeSet<String>,
    /// Names that got a number, with the name that they would have had.
    numbered: BTreeMap<String, String>,
}

impl Script {
    pub(crate) fn new(tables: impl IntoIterator<Item = String>) -> Self {
        let tables: BTreeSet<String> = tables.into_iter().collect();
        Self { taken: tables.clone(), tables, ..Self::default() }
    }

    /// Adds a step, or finds an equal one. Returns its name.
    pub(crate) fn step(&mut self, hint: &str, select: Select) -> String {
        if let Some((name, _)) = self.steps.iter().find(|(_, known)| *known == select) {
            return name.clone();
        }
        let name = self.free_name(hint);
        self.steps.push((name.clone(), select));
        name
    }

    /// Adds a step, or widens one that differs only in columns. Columns are matched by name; a step with a
    /// different expression under a wanted name is not the same step.
    pub(crate) fn widened_step(&mut self, hint: &str, select: Select) -> String {
        for (name, known) in &mut self.steps {
            if widen(known, &select) {
                return name.clone();
            }
        }
        let name = self.free_name(hint);
        self.steps.push((name.clone(), select));
        name
    }

    /// One SELECT in place of several steps that aggregate the same rows under different filters, and the names
    /// of the columns asked for. `None` when the steps differ in more than that, or aggregate in a way to which
    /// no filter can be attached.
    pub(crate) fn merged(&self, parts: &[FilteredPart<'_>]) -> Option<(Select, Vec<Vec<String>>)> {
        let find = |name: &str| self.steps.iter().find(|(known, _)| known == name).map(|(_, select)| select);
        let steps: Vec<(&Select, &[(&str, &str)])> =
            parts.iter().map(|part| Some((find(part.step)?, part.columns.as_slice()))).collect::<Option<_>>()?;
        filtered::merge(&steps)
    }

    fn free_name(&mut self, hint: &str) -> String {
        let mut name = hint.to_owned();
        let mut number = 1;
        if self.tables.contains(hint) {
            name.push_str("_rows");
        }
        let hint = name.clone();
        while self.taken.contains(&name) {
            number += 1;
            name = format!("{hint}_{number}");
        }
        self.taken.insert(name.clone());
        if name != hint {
            self.numbered.insert(name.clone(), hint);
        }
        name
    }

    /// The whole text. A last SELECT that only repeats a step's columns becomes that step.
    pub(crate) fn finish(mut self, last: Select) -> String {
        let mut last = self.fold(last);
        self.drop_unused(&last);
        self.steps.iter_mut().map(|(_, select)| select).chain([&mut last]).for_each(use_semi_joins);
        push_filters(&mut self.steps, &mut last);
        prune(&mut self.steps, &last);
        renumber(&mut self.steps, &mut last, &self.tables, &self.numbered);
        let mut out = String::new();
        for (at, (name, select)) in self.steps.iter().enumerate() {
            out.push_str(if at == 0 { "WITH " } else { ", " });
            out.push_str(&ident(name));
            out.push_str(" AS (\n");
            out.push_str(&indented(&select.to_string()));
            out.push_str("\n)");
            if at + 1 == self.steps.len() {
                out.push('\n');
            }
        }
        out.push_str(&last.to_string());
        out
    }

    fn fold(&self, last: Select) -> Select {
        let Some((name, step)) = self.steps.last() else { return last };
        let plain = last.from == ident(name)
            && last.joins.is_empty()
            && last.filters.is_empty()
            && last.group_by.is_none()
            && !last.distinct
            && step.order_by.is_empty()
            && step.limit.is_none();
        let same_columns = last.columns.len() == step.columns.len()
            && last.columns.iter().zip(&step.columns).all(|(wanted, have)| wanted.expression == ident(&have.name));
        if !(plain && same_columns) {
            return last;
        }
        let mut folded = step.clone();
        for (column, wanted) in folded.columns.iter_mut().zip(last.columns) {
            column.name = wanted.name;
        }
        folded.order_by = last.order_by;
        folded.limit = last.limit;
        folded
    }

    /// Steps that nothing reads are not printed.
    fn drop_unused(&mut self, last: &Select) {
        let mut used: BTreeSet<String> = BTreeSet::new();
        note_tables(last, &mut used);
        for (name, select) in self.steps.iter().rev() {
            if used.contains(&ident(name)) {
                note_tables(select, &mut used);
            }
        }
        self.steps.retain(|(name, _)| used.contains(&ident(name)));
    }
}

fn note_tables(select: &Select, used: &mut BTreeSet<String>) {
    let mut note = |table: &str| {
        used.insert(table.split(" AS ").next().unwrap_or(table).to_owned());
    };
    note(&select.from);
    for join in &select.joins {
        note(&join.table);
    }
}

fn widen(known: &mut Select, wanted: &Select) -> bool {
    let keys = known.group_by.unwrap_or(0);
    let same = known.from == wanted.from
        && known.joins == wanted.joins
        && known.filters == wanted.filters
        && known.group_by == wanted.group_by
        && known.distinct == wanted.distinct
        && !known.distinct
        && known.order_by == wanted.order_by
        && known.limit == wanted.limit
        && known.columns.get(..keys) == wanted.columns.get(..keys);
    if !same {
        return false;
    }
    let is_aggregated = known.group_by.is_some();
    let clash = wanted.columns.iter().any(|column| {
        known.columns.iter().any(|have| {
            let one_name =
                have.name == column.name || (is_aggregated && are_alike(&have.expression, &column.expression));
            one_name && have.expression != column.expression
        })
    });
    if clash {
        return false;
    }
    let missing: Vec<Column> =
        wanted.columns.iter().filter(|column| !known.columns.contains(column)).cloned().collect();
    known.columns.extend(missing);
    true
}
