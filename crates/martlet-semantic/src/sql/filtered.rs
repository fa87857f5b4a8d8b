//! Several aggregations of the same rows under different filters become one: each aggregate gets its own
//! `FILTER (WHERE ..)`, and rows that no filter wants are left out.
//!
//! Joined fully, the aggregations would have a row wherever one of them has, and null where the others have
//! none; the merged one gives exactly that.

use super::dialect::atom;
use super::ident::ident;
use super::select::{Column, Select};
use super::token::{TokenKind, tokens};

/// The merged SELECT, and the names in it of the columns wanted from each part. A part is a SELECT with its
/// columns as SQL and the names wanted for them.
pub(super) fn merge(parts: &[(&Select, &[(&str, &str)])]) -> Option<(Select, Vec<Vec<String>>)> {
    let ((first, _), others) = parts.split_first()?;
    let keys = first.group_by?;
    let alike = others.iter().all(|(other, _)| {
        other.from == first.from
            && other.joins == first.joins
            && other.group_by == first.group_by
            && other.columns.get(..keys) == first.columns.get(..keys)
            && other.filters != first.filters
    });
    let plain = parts.iter().all(|(part, _)| !part.distinct && part.order_by.is_empty() && part.limit.is_none());
    if !alike || !plain || others.is_empty() {
        return None;
    }
    let in_all = |filter: &&String| parts.iter().all(|(part, _)| part.filters.contains(filter));
    let common: Vec<String> = first.filters.iter().filter(in_all).cloned().collect();
    let mut merged =
        Select { columns: first.columns.get(..keys)?.to_vec(), filters: common.clone(), ..(*first).clone() };
    let mut names = Vec::new();
    let mut conditions = Vec::new();
    for (part, wanted) in parts {
        let own: Vec<&str> =
            part.filters.iter().filter(|filter| !common.contains(filter)).map(String::as_str).collect();
        let own = (!own.is_empty()).then(|| own.join(" AND "));
        let mut part_names = Vec::new();
        for (column, name) in *wanted {
            let source = part.columns.get(keys..)?.iter().find(|found| ident(&found.name) == *column)?;
            let expression = match &own {
                Some(filter) => with_filter(&source.expression, filter, keys > 0)?,
                None => source.expression.clone(),
            };
            let free = free_name(&merged, name, &expression);
            let new = Column::new(expression, free.clone());
            if !merged.columns.contains(&new) {
                merged.columns.push(new);
            }
            part_names.push(free);
        }
        names.push(part_names);
        conditions.push(own);
    }
    if let Some(conditions) = conditions.into_iter().collect::<Option<Vec<String>>>() {
        let either: Vec<String> = conditions
            .into_iter()
            .map(|filter| if filter.contains(" AND ") { format!("({filter})") } else { filter })
            .collect();
        merged.filters.push(format!("({})", either.join(" OR ")));
    }
    Some((merged, names))
}

/// The name, numbered if another column has it.
fn free_name(select: &Select, name: &str, expression: &str) -> String {
    let mut free = name.to_owned();
    let mut number = 1;
    while select.columns.iter().any(|known| known.name == free && known.expression != expression) {
        number += 1;
        free = format!("{name}_{number}");
    }
    free
}

/// The aggregate over the rows that pass the filter; null for groups without such rows.
fn with_filter(aggregate: &str, filter: &str, grouped: bool) -> Option<String> {
    let filter = format!("FILTER (WHERE {filter})");
    match aggregate {
        "COUNT(*)" | "NULLIF(COUNT(*), 0)" => return Some(format!("NULLIF(COUNT(*) {filter}, 0)")),
        _ => {}
    }
    let parts = tokens(aggregate);
    let function = parts.first().filter(|token| token.kind == TokenKind::Word)?.text;
    let one_call = atom(aggregate) == aggregate && parts.get(1)?.kind == TokenKind::Open;
    match function {
        "SUM" | "MIN" | "MAX" | "AVG" if one_call => Some(format!("{aggregate} {filter}")),
        "COUNT" if one_call && grouped => {
            Some(format!("CASE WHEN COUNT(*) {filter} > 0 THEN {aggregate} {filter} END"))
        }
        "COUNT" if one_call => Some(format!("{aggregate} {filter}")),
        _ => None,
    }
}
