//! One SELECT, and its text.

use std::fmt;

use super::alike::are_alike;
use super::ident::ident;
use super::lines::indented_tail;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Select {
    pub(crate) distinct: bool,
    pub(crate) columns: Vec<Column>,
    /// A table or a step of the script, as SQL, with its alias if it has one.
    pub(crate) from: String,
    pub(crate) joins: Vec<Join>,
    /// All must hold.
    pub(crate) filters: Vec<String>,
    /// So many leading columns are grouped by; `None` when nothing is aggregated.
    pub(crate) group_by: Option<usize>,
    pub(crate) order_by: Vec<String>,
    pub(crate) limit: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) expression: String,
    pub(crate) name: String,
}

impl Column {
    pub(crate) fn new(expression: impl Into<String>, name: impl Into<String>) -> Self {
        Self { expression: expression.into(), name: name.into() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Join {
    pub(crate) kind: JoinKind,
    pub(crate) table: String,
    /// All must hold.
    pub(crate) on: Vec<String>,
    /// Does the table have at most one row for each row to which it is joined?
    pub(crate) finds_one: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JoinKind {
    Left,
    Semi,
    Inner,
    Full,
    Cross,
}

impl JoinKind {
    fn keyword(self) -> &'static str {
        match self {
            Self::Left => "LEFT JOIN",
            Self::Semi => "LEFT SEMI JOIN",
            Self::Inner => "INNER JOIN",
            Self::Full => "FULL OUTER JOIN",
            Self::Cross => "CROSS JOIN",
        }
    }
}

impl Select {
    /// The expressions grouped by. Where two that differ would have one name, the later gets another.
    fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for column in self.columns.iter().take(self.group_by.unwrap_or_default()) {
            let mut key = column.expression.clone();
            while keys.iter().any(|before| *before != key && are_alike(before, &key)) {
                key = format!("coalesce({key})");
            }
            keys.push(key);
        }
        keys
    }
}

impl fmt::Display for Select {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.distinct { "SELECT DISTINCT" } else { "SELECT" })?;
        let keys = self.keys();
        for (at, column) in self.columns.iter().enumerate() {
            f.write_str(if at == 0 { "\n  " } else { ",\n  " })?;
            let name = ident(&column.name);
            let expression = keys.get(at).unwrap_or(&column.expression);
            let bare = *expression == name
                || expression.strip_suffix(&name).is_some_and(|table| {
                    table.strip_suffix('.').is_some_and(|table| {
                        !table.is_empty() && table.chars().all(|c| c.is_alphanumeric() || c == '_')
                    })
                });
            f.write_str(&indented_tail(expression, 4))?;
            if !bare {
                write!(f, " AS {name}")?;
            }
        }
        write!(f, "\nFROM {}", self.from)?;
        for join in &self.joins {
            write!(f, "\n{} {}", join.kind.keyword(), join.table)?;
            write_conditions(f, "\n  ON ", "\n  AND ", &join.on)?;
        }
        write_conditions(f, "\nWHERE ", "\n  AND ", &self.filters)?;
        for (at, key) in keys.iter().enumerate() {
            // DataFusion refuses to group by the same expression twice, and once says as much.
            if !keys.iter().take(at).any(|before| before == key) {
                write!(f, "{}{}", if at == 0 { "\nGROUP BY " } else { ", " }, at + 1)?;
            }
        }
        for (at, key) in self.order_by.iter().enumerate() {
            write!(f, "{}{key}", if at == 0 { "\nORDER BY " } else { ", " })?;
        }
        if let Some(limit) = self.limit {
            write!(f, "\nLIMIT {limit}")?;
        }
        Ok(())
    }
}

fn write_conditions(f: &mut fmt::Formatter<'_>, first: &str, next: &str, conditions: &[String]) -> fmt::Result {
    for (at, condition) in conditions.iter().enumerate() {
        f.write_str(if at == 0 { first } else { next })?;
        f.write_str(&indented_tail(condition, 4))?;
    }
    Ok(())
}
