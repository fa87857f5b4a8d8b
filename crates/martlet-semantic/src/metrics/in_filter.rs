//! Metrics in filters: the metric by an entity, joined on that entity.

use crate::error::Problem;
use crate::item::{Item, ItemKind};
use crate::plan::{Planner, Rows, Scope};
use crate::sql::ident::column_of;
use crate::sql::select::{Column, JoinKind};

use super::MetricUse;

impl Planner<'_> {
    /// Joins the values of the metric that `item` names to the rows.
    pub(crate) fn join_metric(&mut self, rows: &mut Rows, item: &Item, kind: JoinKind) -> Result<(), Problem> {
        let ItemKind::Metric { group_by } = &item.kind else { return Ok(()) };
        let mut links = group_by.clone();
        let element = links.pop().unwrap_or_default();
        let by = Item { links, element, kind: ItemKind::Entity };
        let wanted =
            MetricUse { metric: item.element.clone(), name: item.element.clone(), filters: Vec::new(), offset: None };
        let scope = Scope { items: vec![by.clone()], ..Scope::default() };
        let relation = self.metric(&wanted, &scope)?;
        let hint = format!("{}_by_{}", item.element, by.column());
        let relation = self.settle(relation, &hint);
        let mut outer_links = item.links.clone();
        let outer_element = outer_links.pop().unwrap_or_default();
        let outer = Item { links: outer_links, element: outer_element, kind: ItemKind::Entity };
        let outer = rows.item(&outer);
        let alias =
            rows.join(kind, &relation.step, |alias| vec![format!("{outer} = {}", column_of(alias, &by.column()))]);
        if let Some(join) = rows.joins.last_mut() {
            join.finds_one = !relation.may_repeat;
        }
        rows.columns.push(Column::new(column_of(&alias, &item.element), item.column()));
        Ok(())
    }
}
