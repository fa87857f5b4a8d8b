//! Choosing a dimension and its values. Every tick counts at once.

use std::collections::HashMap;

use martlet_view::explore::{
    Action, ExploreState, Filter, FilterKind, dimension, dimension_label, dimensions, values_request,
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::filters::{empty_filter, value_name};
use crate::components::{ErrorPanel, LoadingBar, Select, SelectOption, use_intl};
use crate::state::{QueryState, use_answers, use_app};

/// Values listed at once.
const SHOWN: u64 = 200;

#[derive(Properties, PartialEq)]
pub struct FilterEditorProps {
    pub state: ExploreState,
    pub dispatch: Callback<Action>,
    /// None adds one.
    pub filter: Option<Filter>,
}

#[function_component]
pub fn FilterEditor(props: &FilterEditorProps) -> Html {
    let app = use_app();
    let metric = props.state.metric_in(&app.site.catalog);
    let names: Vec<(String, String)> = metric
        .map(|metric| {
            dimensions(metric).map(|option| (option.name.clone(), dimension_label(metric, &option.name))).collect()
        })
        .unwrap_or_default();
    let chosen = use_state_eq(|| {
        props.filter.as_ref().map(|filter| filter.dimension.clone()).unwrap_or_else(|| {
            // The first one that has no filter yet.
            let is_free = |name: &str| !props.state.filters.iter().any(|filter| filter.dimension == name);
            names
                .iter()
                .find(|(name, _)| is_free(name))
                .or(names.first())
                .map(|(name, _)| name.clone())
                .unwrap_or_default()
        })
    });
    let filter = props
        .state
        .filters
        .iter()
        .find(|filter| filter.dimension == *chosen)
        .cloned()
        .unwrap_or_else(|| empty_filter(&chosen));
    let kind = use_state_eq(|| filter.kind);
    let options: Vec<SelectOption> =
        names.iter().map(|(name, label)| SelectOption::new(name.clone(), label.clone())).collect();
    let on_dimension = {
        let chosen = chosen.clone();
        Callback::from(move |value: AttrValue| chosen.set(value.to_string()))
    };
    let on_kind = {
        let (kind, dispatch, filter) = (kind.clone(), props.dispatch.clone(), filter.clone());
        Callback::from(move |value: AttrValue| {
            let Some(chosen) = FilterKind::parse(&value) else { return };
            kind.set(chosen);
            if !filter.values.is_empty() {
                dispatch.emit(Action::SetFilter(Filter { kind: chosen, ..filter.clone() }));
            }
        })
    };
    let kinds = [FilterKind::Is, FilterKind::IsNot].map(|kind| SelectOption::new(kind.name(), kind.label())).to_vec();
    let filter = Filter { kind: *kind, ..filter };
    html! {
        <div class="filter-editor">
            <div class="filter-editor-head">
                <Select label="Dimension" is_label_hidden=true {options} value={(*chosen).clone()} on_change={on_dimension} />
                <Select label="Is or is not" is_label_hidden=true options={kinds} value={kind.name()} on_change={on_kind} />
            </div>
            <ValueList key={(*chosen).clone()} state={props.state.clone()} {filter} dispatch={props.dispatch.clone()} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ValueListProps {
    state: ExploreState,
    filter: Filter,
    dispatch: Callback<Action>,
}

/// A value, and how many rows have it once that is known. None are the rows without one.
struct Counted {
    value: Option<String>,
    rows: Option<f64>,
}

/// The values that the catalog knows are there at once and searched anywhere; of others the engine lists those
/// that begin with what is typed. Both get their counts from the engine.
#[function_component]
fn ValueList(props: &ValueListProps) -> Html {
    let app = use_app();
    let intl = use_intl();
    let query = use_state_eq(String::new);
    let name = &props.filter.dimension;
    let metric = props.state.metric_in(&app.site.catalog);
    let known = metric.and_then(|metric| dimension(metric, name)).and_then(|option| option.values.clone());
    let wanted = query.trim().to_lowercase();
    let prefix = if known.is_some() { "" } else { wanted.as_str() };
    let queries = use_answers(&[values_request(name, prefix, SHOWN)]);
    let answered = queries.states.first().and_then(QueryState::answered);
    let number = |column: &str, row: usize| {
        answered.and_then(|answered| answered.table.column(column)).and_then(|column| column.number(row))
    };
    let counted: HashMap<String, f64> = answered
        .map(|answered| {
            let names = answered.table.column(name);
            (0..answered.table.rows).filter_map(|row| Some((names?.text(row)?, number("rows", row)?))).collect()
        })
        .unwrap_or_default();
    let mut values: Vec<Counted> = match (&known, answered, queries.error()) {
        (Some(known), _, _) => known.iter().map(|value| count(value.clone(), &counted)).collect(),
        (None, Some(answered), _) => {
            let names = answered.table.column(name);
            let found = (0..answered.table.rows).filter_map(|row| names.and_then(|names| names.text(row)));
            found.map(|value| count(value, &counted)).collect()
        }
        (None, None, Some(error)) => {
            return html! { <ErrorPanel error={error.clone()} on_retry={queries.retry.clone()} /> };
        }
        (None, None, None) => Vec::new(),
    };
    let without = number("null_rows", 0).filter(|rows| *rows > 0.0);
    if without.is_some() {
        values.push(Counted { value: None, rows: without });
    }
    // What is chosen stays in the list, whatever the data says.
    for value in &props.filter.values {
        if !values.iter().any(|shown| shown.value == *value) {
            let shown = match value {
                Some(value) => count(value.clone(), &counted),
                None => Counted { value: None, rows: None },
            };
            values.insert(0, shown);
        }
    }
    let is_chosen = |value: &Option<String>| props.filter.values.contains(value);
    let has_words = |value: Option<&str>| value_name(value).to_lowercase().contains(&wanted);
    let found: Vec<&Counted> = values
        .iter()
        .filter(|shown| known.is_none() || is_chosen(&shown.value) || has_words(shown.value.as_deref()))
        .collect();
    let more = match &known {
        None => number("matching", 0).unwrap_or_default() - SHOWN as f64,
        Some(_) => 0.0,
    };
    let oninput = {
        let query = query.clone();
        Callback::from(move |event: InputEvent| query.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let search = if known.is_some() { "Search values" } else { "Values that begin with" };
    html! { <>
        <input class="input" type="search" placeholder={search} aria-label={search} value={(*query).clone()} {oninput} />
        <ul class="value-list" aria-label="Values" aria-busy={queries.is_waiting().to_string()}>
            { for found.iter().map(|shown| {
                let value = &shown.value;
                let next = toggled(&props.filter, value);
                let key = value.as_ref().map_or_else(|| "none".to_owned(), |value| format!("is {value}"));
                html! {
                    <li {key}><label class="value-item">
                        <input type="checkbox" checked={is_chosen(value)} onchange={props.dispatch.reform(move |_| Action::SetFilter(next.clone()))} />
                        <span class="value-name">{ value_name(value.as_deref()) }</span>
                        if let Some(rows) = shown.rows { <span class="value-count" aria-hidden="true">{ intl.integer(rows as u64) }</span> }
                    </label></li>
                }
            }) }
        </ul>
        if known.is_none() && queries.is_waiting() {
            <LoadingBar label="Reading the values" progress={queries.progress()} />
        } else if found.is_empty() {
            <p class="value-none" role="status">{ "No value has this text." }</p>
        }
        if more > 0.0 { <p class="value-none">{ format!("{} more: type how they begin", intl.integer(more as u64)) }</p> }
    </> }
}

fn count(value: String, counted: &HashMap<String, f64>) -> Counted {
    Counted { rows: counted.get(&value).copied(), value: Some(value) }
}

fn toggled(filter: &Filter, value: &Option<String>) -> Filter {
    let mut next = filter.clone();
    match next.values.iter().position(|chosen| chosen == value) {
        Some(at) => {
            next.values.remove(at);
        }
        None => next.values.push(value.clone()),
    }
    next
}
