//! The filters as chips, each opening its values; and a way to add one.

use martlet_view::explore::{Action, ExploreState, Filter, FilterKind, WITHOUT_VALUE, dimension_label, dimensions};
use yew::prelude::*;

use super::values::FilterEditor;
use crate::components::{Icon, IconName, Popover};
use crate::state::use_app;

/// Values named in a chip before the rest is counted.
const NAMED: usize = 3;

#[derive(Properties, PartialEq)]
pub struct FiltersProps {
    pub state: ExploreState,
    pub dispatch: Callback<Action>,
}

#[function_component]
pub fn Filters(props: &FiltersProps) -> Html {
    let app = use_app();
    let Some(metric) = props.state.metric_in(&app.site.catalog) else { return Html::default() };
    let label = |name: &str| dimension_label(metric, name);
    let has_dimensions = dimensions(metric).next().is_some();
    html! {
        <div class="filters" role="group" aria-label="Filters">
            { for props.state.filters.iter().enumerate().map(|(at, filter)| {
                let name = label(&filter.dimension);
                let words = format!("{name} {} {}", filter.kind.label(), value_words(&filter.values));
                let content = editor(props, Some(filter.clone()));
                html! {
                    <span key={filter.dimension.clone()} class="chip">
                        <Popover class="chip-open" button={html! { { words.clone() } }} label={format!("Change the filter: {words}")} {content} />
                        <button type="button" class="chip-remove" aria-label={format!("Remove the filter on {name}")}
                            onclick={props.dispatch.reform(move |_| Action::RemoveFilter(at))}><Icon name={IconName::Close} size={12} /></button>
                    </span>
                }
            }) }
            if has_dimensions {
                <Popover class="button button-quiet filter-add" button={html! { "+ Filter" }} label="Add a filter" content={editor(props, None)} />
            }
            if !props.state.filters.is_empty() {
                <button type="button" class="button button-quiet" onclick={props.dispatch.reform(|_| Action::ClearFilters)}>{ "Clear" }</button>
            }
        </div>
    }
}

fn editor(props: &FiltersProps, filter: Option<Filter>) -> Callback<(), Html> {
    let (state, dispatch) = (props.state.clone(), props.dispatch.clone());
    Callback::from(move |()| {
        html! { <FilterEditor state={state.clone()} dispatch={dispatch.clone()} filter={filter.clone()} /> }
    })
}

fn value_words(values: &[Option<String>]) -> String {
    let named = values.iter().take(NAMED).map(|value| value_name(value.as_deref())).collect::<Vec<_>>().join(", ");
    match values.len().checked_sub(NAMED) {
        Some(more) if more > 0 => format!("{named} and {more} more"),
        _ => named,
    }
}

/// A value as it is listed.
pub(super) fn value_name(value: Option<&str>) -> &str {
    match value {
        None => WITHOUT_VALUE,
        Some("") => "(empty text)",
        Some(value) => value,
    }
}

/// A filter that has no values yet.
pub(super) fn empty_filter(dimension: &str) -> Filter {
    Filter { dimension: dimension.to_owned(), kind: FilterKind::Is, values: Vec::new() }
}
