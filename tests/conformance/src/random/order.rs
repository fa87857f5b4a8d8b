//! The order and the limit of a drawn request.

use martlet_semantic::{ColumnRole, GroupByKind, MetricRequest, OutputColumn};
use serde_json::{Map, Value, json};

use super::draw::{Draw, Letters, NameForm, OrderDraw, Place};
use super::names::Named;
use crate::catalogue::Catalogue;

/// A column by which the rows are ordered.
#[derive(Debug, Clone)]
pub struct OrderKey {
    pub column: String,
    pub descending: bool,
    /// Numbers that are computed can be equal for one side and a hair apart for the other.
    pub is_metric: bool,
}

/// Orders as drawn. With a limit, be it that of the saved query, the items follow as further keys, so that there is but
/// one right answer.
pub fn order(
    catalogue: &Catalogue,
    draw: &Draw,
    saved_limit: Option<u64>,
    request: &mut Map<String, Value>,
) -> (Vec<OrderKey>, Option<u64>) {
    let columns = columns(catalogue, request);
    let mut keys: Vec<OrderKey> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for drawn in &draw.order_by {
        let Some(column) = drawn.column.of(&columns) else { continue };
        if !keys.iter().any(|key| key.column == column.name) {
            names.push(name(column, *drawn, &columns));
            let is_metric = column.role == ColumnRole::Metric;
            keys.push(OrderKey { column: column.name.clone(), descending: drawn.descending, is_metric });
        }
    }
    // Where nothing is known of the columns, both sides refuse or the order of the rows is anyone's.
    let own_limit = draw.limit.filter(|_| !columns.is_empty());
    let limit = own_limit.or(saved_limit);
    if limit.is_some() {
        for column in columns.iter().filter(|column| column.role != ColumnRole::Metric) {
            if !keys.iter().any(|key| key.column == column.name) {
                let plain =
                    OrderDraw { column: Place::FIRST, descending: false, form: NameForm::Dundered(Letters::Small) };
                names.push(name(column, plain, &columns));
                keys.push(OrderKey { column: column.name.clone(), descending: false, is_metric: false });
            }
        }
    }
    if let Some(limit) = own_limit {
        request.insert("limit".to_owned(), json!(limit));
    }
    if !names.is_empty() {
        request.insert("order_by".to_owned(), json!(names));
    }
    (keys, limit)
}

/// The columns of the answer, as the semantic layer tells them.
fn columns(catalogue: &Catalogue, request: &Map<String, Value>) -> Vec<OutputColumn> {
    let request: Option<MetricRequest> = serde_json::from_value(Value::Object(request.clone())).ok();
    request.and_then(|request| catalogue.columns(&request)).unwrap_or_default()
}

fn name(column: &OutputColumn, drawn: OrderDraw, all: &[OutputColumn]) -> String {
    let minus = if drawn.descending { "-" } else { "" };
    let text = match &column.role {
        ColumnRole::GroupBy { item, kind, grain, date_part } => {
            let named = Named { base: item.clone(), kind: *kind, grain: grain.clone(), date_part: date_part.clone() };
            let form = match drawn.form {
                // Which of two such columns is meant, the shorter name does not say.
                NameForm::Shortened if is_shared(item, *kind, all) => NameForm::Dundered(Letters::Small),
                form => form,
            };
            named.text(form)
        }
        _ => match drawn.form {
            NameForm::Template(_) => format!("Metric('{}')", column.name),
            NameForm::Dundered(Letters::Capital) => column.name.to_uppercase(),
            _ => column.name.clone(),
        },
    };
    match drawn.form {
        NameForm::Template(place) if drawn.descending && place.of(&[false, true]) == Some(&true) => {
            format!("{text}.descending(True)")
        }
        _ => format!("{minus}{text}"),
    }
}

/// Do other columns end with the same name?
fn is_shared(item: &str, kind: GroupByKind, all: &[OutputColumn]) -> bool {
    let Some((_, short)) = item.split_once("__") else { return false };
    let ends = |column: &&OutputColumn| match &column.role {
        ColumnRole::GroupBy { item: other, kind: of_other, .. } => {
            other != item && *of_other == kind && (other == short || other.ends_with(&format!("__{short}")))
        }
        _ => false,
    };
    all.iter().any(|column| ends(&column))
}
