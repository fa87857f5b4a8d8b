//! The last SELECT: columns in the order asked for, ordered and limited.

use crate::resolve::ResolvedRequest;
use crate::sql::ident::ident;
use crate::sql::select::{Column, Select};

use super::{Planner, Relation};

impl Planner<'_> {
    pub(crate) fn finish(&self, relation: &Relation, request: &ResolvedRequest) -> Select {
        let mut columns: Vec<Column> =
            request.items.iter().map(|item| Column::new(ident(&item.column()), item.column())).collect();
        for metric in &request.metrics {
            let expression = relation.value(metric).map_or_else(|| ident(metric), |value| value.expression.clone());
            columns.push(Column::new(expression, metric.clone()));
        }
        Select {
            columns,
            from: ident(&relation.step),
            order_by: order_by(request),
            limit: request.limit,
            ..Select::default()
        }
    }
}

/// Nulls come last, whichever way.
pub(crate) fn order_by(request: &ResolvedRequest) -> Vec<String> {
    let keys = request.order_by.iter();
    keys.map(|key| format!("{}{} NULLS LAST", ident(&key.column), if key.descending { " DESC" } else { "" })).collect()
}
