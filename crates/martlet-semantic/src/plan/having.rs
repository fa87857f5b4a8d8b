//! Filters on aggregated values: which groups stay by the metric's value.

use crate::filter::Filter;
use crate::sql::ident::ident;
use crate::sql::select::{Column, Select};

use super::rows::condition;
use super::{Planner, Relation};

impl Planner<'_> {
    /// The relation, whose values are columns of its step, with the groups for which the filters hold. A metric that a
    /// filter names is the relation's first value.
    pub(crate) fn having(&mut self, relation: Relation, filters: &[Filter]) -> Relation {
        let value = relation.values.first().map(|value| ident(&value.name)).unwrap_or_default();
        let conditions =
            filters.iter().map(|filter| condition(filter, |item| ident(&item.column()), |_| value.clone())).collect();
        let mut columns = relation.item_columns();
        columns.extend(relation.values.iter().map(|value| Column::new(ident(&value.name), &value.name)));
        let select = Select { columns, from: ident(&relation.step), filters: conditions, ..Select::default() };
        let step = self.script.step(&format!("{}_filtered", relation.step), select);
        Relation { step, ..relation }
    }
}
