//! Rows that are not aggregated yet: a table or step, what is joined to it, which rows count, and how each
//! column is written.

use crate::filter::{Filter, RowValue};
use crate::item::Item;
use crate::sql::dialect::atom;
use crate::sql::select::{Column, Join, Select};

#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    pub(crate) from: String,
    pub(crate) joins: Vec<Join>,
    pub(crate) filters: Vec<String>,
    pub(crate) columns: Vec<Column>,
    /// What the rows are, for names of steps made from them.
    pub(crate) subject: String,
}

impl Rows {
    /// How a column is written.
    pub(crate) fn expression(&self, name: &str) -> Option<&str> {
        self.columns.iter().find(|column| column.name == name).map(|column| column.expression.as_str())
    }

    pub(crate) fn item(&self, item: &Item) -> String {
        let name = item.column();
        self.expression(&name).map_or_else(|| crate::sql::ident::ident(&name), str::to_owned)
    }

    /// A filter of these rows.
    pub(crate) fn condition(&self, filter: &Filter) -> String {
        let value = |name: &str| self.expression(name).map_or_else(|| crate::sql::ident::ident(name), str::to_owned);
        condition(filter, |item| self.item(item), |of_row| value(&of_row.column()))
    }

    pub(crate) fn add_filter(&mut self, filter: &Filter) {
        let condition = self.condition(filter);
        if !self.filters.contains(&condition) {
            self.filters.push(condition);
        }
    }

    /// All rows, with these columns.
    pub(crate) fn select(&self, columns: Vec<Column>) -> Select {
        Select {
            columns,
            from: self.from.clone(),
            joins: self.joins.clone(),
            filters: self.filters.clone(),
            ..Select::default()
        }
    }
}

/// A filter as a condition that can stand beside others.
pub(crate) fn filter_sql(filter: &Filter, column: impl Fn(&Item) -> String) -> String {
    condition(filter, column, |value| crate::sql::ident::ident(&value.column()))
}

/// The same with `value` for each metric that is named without a template.
pub(crate) fn condition(
    filter: &Filter,
    column: impl Fn(&Item) -> String,
    value: impl Fn(&RowValue) -> String,
) -> String {
    let sql = filter.sql(|item| atom(&column(item)), |of_row| atom(&value(of_row)));
    let sql = crate::sql::dialect::expression(&sql);
    let or = crate::sql::token::tokens(&sql).iter().any(|token| token.text.eq_ignore_ascii_case("or"));
    if or { format!("({sql})") } else { sql }
}
