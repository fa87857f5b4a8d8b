//! Metrics in filters: the metric by an entity, joined on that entity.

use crate::error::Problem;
use crate::item::{Item, ItemKind};
use crate::plan::{Planner, Rows, Scope};
use crate::sql::ident::{column_of, ident};
use crate::sql::select::{Column, Join, JoinKind};

use super::MetricUse;

impl Planner<'_> {
    /// Joins the values of the metric that `item` names to the rows.
    pub(crate) fn join_metric(&mut self, rows: &mut Rows, item: &Item) -> Result<(), Problem> {
        let ItemKind::Metric { group_by } = &item.kind else { return Ok(()) };
        let mut links = group_by.clone();
        let element = links.pop().unwrap_or_default();
        let by = Item { links, element, kind: ItemKind::Entity };
        let wanted = MetricUse {
            metric: item.element.clone(),
            name: item.element.clone(),
            filters: Vec::new(),
            offset: None,
        };
        let scope = Scope { items: vec![by.clone()], range: None };
        let relation = self.metric(&wanted, &scope)?;
        let hint = format!("{}_by_{}", item.element, by.column());
        let relation = self.settle(relation, &hint);
        let mut outer_links = item.links.clone();
        let outer_element = outer_links.pop().unwrap_or_default();
        let outer = Item { links: outer_links, element: outer_element, kind: ItemKind::Entity };
        let used = rows.joins.iter().filter(|join| join.table.starts_with(&ident(&relation.step))).count();
        let alias = if used == 0 { relation.step.clone() } else { format!("{}_{}", relation.step, used + 1) };
        let table = if used == 0 {
            ident(&relation.step)
        } else {
            format!("{} AS {}", ident(&relation.step), ident(&alias))
        };
        let on = vec![format!("{} = {}", rows.item(&outer), column_of(&alias, &by.column()))];
        rows.joins.push(Join { kind: JoinKind::Left, table, on });
        rows.columns.push(Column::new(column_of(&alias, &item.element), item.column()));
        Ok(())
    }
}
