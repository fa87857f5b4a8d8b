//! Choosing a dimension and its values. Every tick counts at once.

use martlet_semantic::MetricRequest;
use martlet_view::explore::{Action, ExploreState, Filter, FilterKind, dimension, dimensions, values_request};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::filters::empty_filter;
use crate::components::{ErrorPanel, LoadingBar, Select, SelectOption};
use crate::state::{QueryState, use_answers, use_app};

/// Values asked from the engine, and shown at once.
const ASKED: u64 = 2_000;
const SHOWN: usize = 200;

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
        .map(|metric| dimensions(metric).map(|option| (option.name.clone(), option.label.clone())).collect())
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

#[function_component]
fn ValueList(props: &ValueListProps) -> Html {
    let app = use_app();
    let query = use_state_eq(String::new);
    let metric = props.state.metric_in(&app.site.catalog);
    let name = &props.filter.dimension;
    let counted = metric.and_then(|metric| dimension(metric, name)).and_then(|option| option.values.clone());
    let request: Vec<MetricRequest> = match (metric, &counted) {
        (Some(metric), None) => vec![values_request(metric, name, ASKED)],
        _ => Vec::new(),
    };
    let queries = use_answers(&request);
    let mut values = match (counted, queries.states.first()) {
        (Some(values), _) => values,
        (None, Some(QueryState::Done(answered))) => {
            let column = answered.table.column(name);
            (0..answered.table.rows).filter_map(|row| column.and_then(|column| column.text(row))).collect()
        }
        (None, Some(QueryState::Failed(error))) => {
            return html! { <ErrorPanel error={error.clone()} on_retry={queries.retry.clone()} /> };
        }
        (None, _) => return html! { <LoadingBar label="Reading the values" progress={queries.progress()} /> },
    };
    // What is chosen stays in the list, whatever the data says.
    for value in &props.filter.values {
        if !values.contains(value) {
            values.insert(0, value.clone());
        }
    }
    let wanted = query.trim().to_lowercase();
    let found: Vec<&String> = values.iter().filter(|value| value.to_lowercase().contains(&wanted)).collect();
    let oninput = {
        let query = query.clone();
        Callback::from(move |event: InputEvent| query.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    html! { <>
        <input class="input" type="search" placeholder="Search values" aria-label="Search values" value={(*query).clone()} {oninput} />
        <ul class="value-list" aria-label="Values">
            { for found.iter().take(SHOWN).map(|value| {
                let is_on = props.filter.values.contains(value);
                let next = toggled(&props.filter, value);
                html! {
                    <li key={(*value).clone()}><label class="value-item">
                        <input type="checkbox" checked={is_on} onchange={props.dispatch.reform(move |_| Action::SetFilter(next.clone()))} />
                        <span>{ if value.is_empty() { "(empty text)" } else { value.as_str() } }</span>
                    </label></li>
                }
            }) }
        </ul>
        if found.is_empty() { <p class="value-none" role="status">{ "No value has this text." }</p> }
        if found.len() > SHOWN { <p class="value-none">{ format!("{} more: search to find them", found.len() - SHOWN) }</p> }
    </> }
}

fn toggled(filter: &Filter, value: &str) -> Filter {
    let mut next = filter.clone();
    match next.values.iter().position(|chosen| chosen == value) {
        Some(at) => {
            next.values.remove(at);
        }
        None => next.values.push(value.to_owned()),
    }
    next
}
