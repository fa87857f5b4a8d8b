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
}

#[derive(Debug)]
pub struct Column {
    pub name: String,
    /// As declared: `decimal(12,6)`, `bigint(20) unsigned`.
    pub declared: String,
    pub kind: Kind,
    pub is_nullable: bool,
}

/// The tables named, or all base tables, by name.
pub fn read(connection: &mut Conn, database: &str, only: &[String]) -> Result<Vec<Table>> {
    let failed = |error: mysql::Error| ExtractError::query(None, &error);
    let found: Vec<(String, Option<String>)> = connection
        .exec(
            "SELECT table_name, engine FROM information_schema.tables \
             WHERE table_schema = ? AND table_type = 'BASE TABLE' ORDER BY table_name",
            (database,),
        )
        .map_err(failed)?;
    if let Some(missing) = only.iter().find(|name| !found.iter().any(|(table, _)| table == *name)) {
        return Err(ExtractError::NoTable { table: missing.clone(), database: database.to_owned() });
    }
    let mut tables = Vec::new();
    for (name, engine) in found.into_iter().filter(|(name, _)| only.is_empty() || only.contains(name)) {
        let rows: Vec<Row> = connection
            .exec(
                "SELECT column_name, data_type, column_type, is_nullable, numeric_precision, numeric_scale \
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
        tables.push(Table { name, columns, key, is_transactional });
    }
    Ok(tables)
}

fn column(table: &str, row: Row) -> Result<Column> {
    type Fields = (String, String, String, String, Option<u64>, Option<u64>);
    let (name, data_type, declared, nullable, precision, scale) =
        mysql::from_row_opt::<Fields>(row).map_err(|error| ExtractError::Sql {
            table: Some(table.to_owned()),
            reason: format!("its columns are not described as expected: {error}"),
        })?;
    let kind = Kind::of(&data_type, &declared, precision, scale).ok_or_else(|| ExtractError::Unsupported {
        table: table.to_owned(),
        column: name.clone(),
        data_type: declared.clone(),
    })?;
    Ok(Column { name, declared, kind, is_nullable: nullable == "YES" })
}

impl Table {
    /// One statement that reads all of it, in the order of its key.
    pub fn select(&self) -> String {
        let list = |names: &mut dyn Iterator<Item = &str>| names.map(quoted).collect::<Vec<_>>().join(", ");
        let columns = list(&mut self.columns.iter().map(|column| column.name.as_str()));
        let mut sql = format!("SELECT {columns} FROM {}", quoted(&self.name));
        if !self.key.is_empty() {
            sql.push_str(" ORDER BY ");
            sql.push_str(&list(&mut self.key.iter().map(String::as_str)));
        }
        sql
    }
}

pub fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}
