//! The Overview: the catalog's domains as sections of tiles, with the bridge and the trends.

mod bridge;
mod models;
mod section;
mod tile;
mod trend;

use martlet_browser::engine_client::Phase;
use martlet_view::overview::{OverviewState, sections};
use martlet_view::period::{Comparison, Grain, Range};
use martlet_view::url::Route;
use yew::prelude::*;

use crate::components::{ErrorPanel, LoadingBar, Select, SelectOption};
use crate::routes::Entry;
use crate::state::{QueryState, use_answers, use_app};
use models::Models;
use section::SectionView;

const MONTHS: [u32; 3] = [12, 24, 36];

#[derive(Properties, PartialEq)]
pub struct OverviewPageProps {
    pub state: OverviewState,
}

#[function_component]
pub fn OverviewPage(props: &OverviewPageProps) -> Html {
    let app = use_app();
    let catalog = app.site.catalog.clone();
    let requests = use_memo((props.state.clone(), catalog.clone()), |(state, catalog)| state.requests(catalog));
    let queries = use_answers(&requests);
    let models = use_memo((queries.states.clone(), props.state.months(), catalog.clone()), {
        let requests = requests.clone();
        move |(states, months, catalog)| Models::of(&requests, states, *months as usize, catalog)
    });
    let sections = use_memo(catalog.clone(), |catalog| sections(catalog));

    let go = {
        let app = app.clone();
        Callback::from(move |state: OverviewState| app.go(Route::Overview(state), Entry::Replace))
    };
    if catalog.metrics.is_empty() {
        return no_metrics();
    }
    // Loading is worth a line only when nothing is there yet to look at.
    let is_slow = queries.states.iter().all(|state| matches!(state, QueryState::Waiting(_)));
    let failed = queries.states.iter().filter(|state| matches!(state, QueryState::Failed(_))).count();
    html! {
        <div class="overview">
            <header class="page-head">
                <h1>{ "Overview" }</h1>
                <div class="page-tools">{ range_select(&props.state, &go) }{ comparison_select(&props.state, &go) }</div>
            </header>
            if is_slow {
                <LoadingBar label="Computing the overview" progress={queries.progress()} on_cancel={queries.cancel.clone()} />
            }
            if queries.is_cancelled() {
                <p class="stopped">{ "Stopped. " }
                    <button type="button" class="button" onclick={queries.retry.reform(|_| ())}>{ "Compute the rest" }</button>
                </p>
            }
            // The frame says already that there is no engine.
            if let Some(error) = queries.error().filter(|_| !matches!(app.engine.state().phase, Phase::Failed(_))) {
                <ErrorPanel error={error.clone()} on_retry={queries.retry.clone()}
                    action={html! { <span class="error-panel-note">{ failed_words(failed, requests.len()) }</span> }} />
            }
            { for sections.iter().map(|section| html! {
                <SectionView key={section.title.clone()} section={section.clone()} state={props.state.clone()}
                    models={models.clone()} />
            }) }
        </div>
    }
}

fn failed_words(failed: usize, all: usize) -> String {
    format!("{failed} of {all} metrics could not be computed; the others are shown.")
}

fn range_select(state: &OverviewState, go: &Callback<OverviewState>) -> Html {
    let mut months: Vec<u32> = MONTHS.to_vec();
    if !months.contains(&state.months()) {
        months.push(state.months());
    }
    let options: Vec<SelectOption> = months
        .into_iter()
        .map(|count| {
            let range = Range::Last { count, unit: Grain::Month };
            SelectOption::new(range.to_string(), range.label())
        })
        .collect();
    let on_change = {
        let (state, go) = (state.clone(), go.clone());
        Callback::from(move |value: AttrValue| {
            if let Ok(range) = Range::parse(&value) {
                go.emit(OverviewState { range, ..state.clone() });
            }
        })
    };
    html! { <Select label="Range" is_label_hidden=true {options} value={state.range.to_string()} {on_change} /> }
}

fn comparison_select(state: &OverviewState, go: &Callback<OverviewState>) -> Html {
    let words = |compare| match compare {
        Comparison::PreviousPeriod => "compared with the month before",
        Comparison::PreviousYear => "compared with a year before",
    };
    let options: Vec<SelectOption> =
        Comparison::ALL.into_iter().map(|compare| SelectOption::new(compare.name(), words(compare))).collect();
    let on_change = {
        let (state, go) = (state.clone(), go.clone());
        Callback::from(move |value: AttrValue| {
            if let Some(compare) = Comparison::parse(&value) {
                go.emit(OverviewState { compare, ..state.clone() });
            }
        })
    };
    html! { <Select label="Comparison" is_label_hidden=true {options} value={state.compare.name()} {on_change} /> }
}

fn no_metrics() -> Html {
    html! {
        <div class="empty">
            <h1>{ "Overview" }</h1>
            <p>{ "This site has no metrics, so nothing here is official yet. A dbt project with a semantic layer gives it some; until then the tables can be queried in SQL." }</p>
            <a class="button button-main" href="#/sql">{ "Open SQL" }</a>
        </div>
    }
}
