//! What the source has: tables, columns with their declared types, primary keys; from `information_schema`.

use mysql::prelude::Queryable as _;
use mysql::{Conn, Row};

use crate::column::Kind;
use crate::{ExtractError, Result};

/// A table as the source declares it.
#[derive(Debug)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// Names of the primary key's columns, in its order.
    pub key: Vec<String>,
    /// Whether its engine takes part in the snapshot.
    pub is_transactional: bool,
    /// As the server estimates.
    pub rows_expected: Option<u64>,
}

#[derive(Debug)]
pub struct Column {
    pub name: String,
    /// As declared: `decimal(12,6)`, `bigint(20) unsigned`.
    pub declared: String,
    pub kind: Kind,
    pub is_nullable: bool,
    /// Whether the database sets it whenever a row changes.
    pub is_set_on_update: bool,
    /// Whether the database counts it up.
    pub is_auto_increment: bool,
}

/// The tables named, or all base tables, by name.
pub fn read(connection: &mut Conn, database: &str, only: &[String]) -> Result<Vec<Table>> {
    let failed = |error: mysql::Error| ExtractError::query(None, &error);
    let found: Vec<(String, Option<String>, Option<u64>)> = connection
        .exec(
            "SELECT table_name, engine, table_rows FROM information_schema.tables \
             WHERE table_schema = ? AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY table_name",
            (database,),
        )
        .map_err(failed)?;
    if let Some(missing) = only.iter().find(|name| !found.iter().any(|(table, ..)| table == *name)) {
        return Err(ExtractError::NoTable { table: missing.clone(), database: database.to_owned() });
    }
    let mut tables = Vec::new();
    for (name, engine, rows_expected) in found.into_iter().filter(|(name, ..)| only.is_empty() || only.contains(name)) {
        let rows: Vec<Row> = connection
            .exec(
                "SELECT column_name, data_type, column_type, is_nullable, extra, numeric_precision, numeric_scale \
                 FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position",
                (database, &name),
            )
            .map_err(failed)?;
        let columns = rows.into_iter().map(|row| column(&name, row)).collect::<Result<Vec<_>>>()?;
        let key = connection
            .exec(
                "SELECT column_name FROM information_schema.key_column_usage WHERE table_schema = ? AND table_name = ? \
                 AND constraint_name = 'PRIMARY' ORDER BY ordinal_position",
                (database, &name),
            )
            .map_err(failed)?;
        let is_transactional = engine.is_some_and(|engine| engine.eq_ignore_ascii_case("innodb"));
        tables.push(Table { name, columns, key, is_transactional, rows_expected });
    }
    Ok(tables)
}

fn column(table: &str, row: Row) -> Result<Column> {
    type Fields = (String, String, String, String, String, Option<u64>, Option<u64>);
    let (name, data_type, declared, nullable, extra, precision, scale) =
        mysql::from_row_opt::<Fields>(row).map_err(|error| ExtractError::Sql {
            table: Some(table.to_owned()),
            reason: format!("its columns are not described as expected: {error}"),
        })?;
    let kind = Kind::of(&data_type, &declared, precision, scale).ok_or_else(|| ExtractError::Unsupported {
        table: table.to_owned(),
        column: name.clone(),
        data_type: declared.clone(),
    })?;
    let extra = extra.to_ascii_lowercase();
    Ok(Column {
        name,
        declared,
        kind,
        is_nullable: nullable == "YES",
        is_set_on_update: extra.contains("on update"),
        is_auto_increment: extra.contains("auto_increment"),
    })
}

impl Table {
    /// Positions of the key's columns.
    pub fn key_at(&self) -> Vec<usize> {
        self.key.iter().filter_map(|name| self.columns.iter().position(|column| column.name == *name)).collect()
    }

    /// One statement that reads all of it, in the order of its key.
    pub fn select_all(&self) -> String {
        format!("SELECT {} FROM {}{}", self.column_list(), quoted(&self.name), self.order())
    }

    /// Rows whose watermark is not older than the parameter, or that have none, in the order of the key.
    pub fn select_since(&self, watermark: usize) -> String {
        let (columns, table, by) = (self.column_list(), quoted(&self.name), quoted(&self.columns[watermark].name));
        format!("SELECT {columns} FROM {table} WHERE {by} >= ? OR {by} IS NULL{}", self.order())
    }

    /// The keys of all rows, in their order.
    pub fn select_keys(&self) -> String {
        format!("SELECT {} FROM {}{}", list(self.key.iter()), quoted(&self.name), self.order())
    }

    /// So many rows by their keys, the parameters, in the order of the key.
    pub fn select_rows(&self, rows: usize) -> String {
        let one = self.key.iter().map(|name| format!("{} = ?", quoted(name))).collect::<Vec<_>>().join(" AND ");
        let any = vec![format!("({one})"); rows].join(" OR ");
        format!("SELECT {} FROM {} WHERE {any}{}", self.column_list(), quoted(&self.name), self.order())
    }

    fn column_list(&self) -> String {
        list(self.columns.iter().map(|column| &column.name))
    }

    fn order(&self) -> String {
        if self.key.is_empty() { String::new() } else { format!(" ORDER BY {}", list(self.key.iter())) }
    }
}

fn list<'a>(names: impl Iterator<Item = &'a String>) -> String {
    names.map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_quote_names_and_keep_the_order_of_the_key() {
        let column = |name: &str| Column {
            name: name.to_owned(),
            declared: "int".to_owned(),
            kind: Kind::Integer(4, false),
            is_nullable: false,
            is_set_on_update: false,
            is_auto_increment: false,
        };
        let table = Table {
            name: "odd`name".to_owned(),
            columns: vec![column("b"), column("a"), column("at")],
            key: vec!["a".to_owned(), "b".to_owned()],
            is_transactional: true,
            rows_expected: None,
        };
        assert_eq!(table.key_at(), [1, 0]);
        assert_eq!(table.select_keys(), "SELECT `a`, `b` FROM `odd``name` ORDER BY `a`, `b`");
        assert_eq!(
            table.select_since(2),
            "SELECT `b`, `a`, `at` FROM `odd``name` WHERE `at` >= ? OR `at` IS NULL ORDER BY `a`, `b`"
        );
        assert_eq!(
            table.select_rows(2),
            "SELECT `b`, `a`, `at` FROM `odd``name` WHERE (`a` = ? AND `b` = ?) OR (`a` = ? AND `b` = ?) \
             ORDER BY `a`, `b`"
        );
    }
}
