//! Joining models with validity dates to rows that were moved in time: which version of a row holds is decided by
//! `metric_time`, that is the period that the rows count for, or their own time where only times of other names are moved.

use crate::error::Problem;
use crate::item::Item;
use crate::sql::ident::column_of;
use crate::sql::select::{Column, JoinKind};

use super::join::Condition;
use super::read::Source;
use super::{Planner, Rows};

/// One such join, to be made when the rows have been moved.
#[derive(Debug)]
pub(crate) struct VersionJoin {
    step: String,
    conditions: Vec<Condition>,
    items: Vec<Item>,
}

impl Planner<'_> {
    /// The joins that give the items, and the columns that the rows must carry until then.
    pub(crate) fn version_joins(
        &mut self,
        source: &Source,
        items: &[Item],
    ) -> Result<(Vec<VersionJoin>, Vec<Column>), Problem> {
        let mut wanted: Vec<Item> = Vec::new();
        for item in items.iter().map(|item| self.base_item(item)) {
            if !wanted.contains(&item) {
                wanted.push(item);
            }
        }
        let mut joins = Vec::new();
        let mut keys: Vec<Column> = Vec::new();
        for branch in self.branches(source.model, &wanted, source.join)? {
            let mut own_keys = Vec::new();
            let (step, conditions) = self.branch_step(source, &branch, &mut Vec::new(), &mut own_keys)?;
            for key in own_keys {
                let key = Column::new(key.expression, carried(&key.name));
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
            joins.push(VersionJoin {
                step,
                conditions,
                items: branch.items.into_iter().map(|(item, _)| item).collect(),
            });
        }
        Ok((joins, keys))
    }

    /// Makes the joins. `at` is the column of the rows' time at the grain of the measure.
    pub(crate) fn join_versions(&mut self, rows: &mut Rows, joins: Vec<VersionJoin>, at: &Item) -> Result<(), Problem> {
        if !joins.is_empty() && rows.expression(&at.column()).is_none() {
            return Err(Problem::Unsupported {
                what: "a dimension with validity dates in an offset by a custom grain".to_owned(),
            });
        }
        for VersionJoin { step, conditions, items } in joins {
            let known = rows.clone();
            let left = |name: &str| match known.expression(&carried(name)) {
                Some(key) => key.to_owned(),
                None => known.item(at),
            };
            let alias = rows.join(JoinKind::Left, &step, |alias| {
                conditions.iter().map(|condition| condition.sql(left, alias)).collect()
            });
            for item in items {
                rows.columns.push(Column::new(column_of(&alias, &item.column()), item.column()));
            }
        }
        Ok(())
    }
}

/// A key's name while it is carried along, apart from any item's.
fn carried(key: &str) -> String {
    format!("key_{key}")
}
