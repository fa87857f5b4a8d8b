//! Several aggregations of the same rows under different filters become one: each aggregate gets its own
//! `FILTER (WHERE ..)`, and rows that no filter wants are left out.
//!
//! Joined fully, the aggregations would have a row wherever one of them has, and null where the others have
//! none; the merged one gives exactly that.

use super::dialect::atom;
use super::select::{Column, Select};
use super::token::{TokenKind, tokens};

/// The merged SELECT, and for each part its aggregates as columns of it.
pub(super) fn merge(parts: &[&Select]) -> Option<(Select, Vec<Vec<Column>>)> {
    let (first, others) = parts.split_first()?;
    let keys = first.group_by?;
    let alike = others.iter().all(|other| {
        other.from == first.from
            && other.joins == first.joins
            && other.group_by == first.group_by
            && other.columns.get(..keys) == first.columns.get(..keys)
            && other.filters != first.filters
    });
    let plain = parts.iter().all(|part| !part.distinct && part.order_by.is_empty() && part.limit.is_none());
    if !alike || !plain || others.is_empty() {
        return None;
    }
    let common: Vec<String> =
        first.filters.iter().filter(|filter| parts.iter().all(|part| part.filters.contains(filter))).cloned().collect();
    let own: Vec<Option<String>> = parts
        .iter()
        .map(|part| {
            let own: Vec<&str> =
                part.filters.iter().filter(|filter| !common.contains(filter)).map(String::as_str).collect();
            (!own.is_empty()).then(|| own.join(" AND "))
        })
        .collect();
    let mut merged = Select { columns: first.columns.get(..keys)?.to_vec(), filters: common, ..(*first).clone() };
    let mut by_part = Vec::new();
    for (part, own) in parts.iter().zip(&own) {
        let mut columns = Vec::new();
        for column in part.columns.get(keys..)? {
            let expression = match own {
                Some(filter) => with_filter(&column.expression, filter, keys > 0)?,
                None => column.expression.clone(),
            };
            let mut name = column.name.clone();
            let mut number = 1;
            while merged.columns.iter().any(|known| known.name == name && known.expression != expression) {
                number += 1;
                name = format!("{}_{number}", column.name);
            }
            let new = Column::new(expression, name);
            if !merged.columns.contains(&new) {
                merged.columns.push(new.clone());
            }
            columns.push(new);
        }
        by_part.push(columns);
    }
    if own.iter().all(Option::is_some) {
        let any: Vec<String> = own
            .into_iter()
            .flatten()
            .map(|filter| if filter.contains(" AND ") { format!("({filter})") } else { filter })
            .collect();
        merged.filters.push(format!("({})", any.join(" OR ")));
    }
    Some((merged, by_part))
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
