//! Explore: one metric by time, filtered, broken down, compared; as a chart and as a table.

mod board;
mod chart;
mod combinations;
mod controls;
mod explanation;
mod facts;
mod filters;
mod head;
mod mark_menu;
mod marks;
mod metric_list;
mod period;
mod range_field;
mod result_table;
mod tools;
mod values;
mod view;

use std::rc::Rc;

use martlet_browser::engine_client::Phase;
use martlet_view::explore::{Action, Display, ExploreState, Mark, Requests, reduce, rows_request};
use martlet_view::url::Route;
use yew::prelude::*;

use crate::components::{ErrorPanel, LoadingBar, Notice, NoticeKind};
use crate::routes::Entry;
use crate::state::{Queries, use_answers, use_app, use_rows};
use board::Board;
use chart::ExploreChart;
use combinations::Combinations;
use controls::Controls;
use explanation::ExplanationPanel;
use facts::Facts;
use filters::Filters;
use head::HeadView;
pub use head::headline_size;
use mark_menu::{MarkMenu, Marked};
use metric_list::MetricList;
pub use period::period_label;
use result_table::ResultRows;
use tools::Tools;
use view::View;

#[derive(Properties, PartialEq)]
pub struct ExplorePageProps {
    pub state: Option<ExploreState>,
}

#[function_component]
pub fn ExplorePage(props: &ExplorePageProps) -> Html {
    match &props.state {
        Some(state) => html! { <Explore state={state.clone()} /> },
        None => html! {
            <div class="empty">
                <h1>{ "Explore" }</h1>
                <p>{ "This site has no metrics that can be computed. Its tables can be queried in SQL." }</p>
                <a class="button button-main" href="#/sql">{ "Open SQL" }</a>
            </div>
        },
    }
}

#[derive(Properties, PartialEq)]
struct ExploreProps {
    state: ExploreState,
}

#[function_component]
fn Explore(props: &ExploreProps) -> Html {
    let app = use_app();
    let catalog = app.site.catalog.clone();
    let unfit = use_state_eq(Vec::<String>::new);
    let requests = use_memo((props.state.clone(), catalog.clone()), |(state, catalog)| {
        state.metric_in(catalog).map(|metric| Requests::of(state, metric, catalog))
    });
    let asked = requests.as_ref().as_ref().map(Requests::all).unwrap_or_default();
    let queries = use_answers(&asked);
    // What only the head needs may fail without taking the rest away.
    let drawn = requests.as_ref().as_ref().map_or(0, |requests| requests.drawn().len());
    let error = queries.error_of(drawn);
    let fresh = use_memo(
        (queries.states.clone(), requests.clone(), props.state.clone(), catalog.clone()),
        |(states, requests, state, catalog)| View::of(state, requests.as_ref().as_ref()?, states, catalog),
    );
    // While the next answer is on its way, the last one of the same metric stays.
    let last = use_mut_ref(|| None::<Rc<View>>);
    let (view, is_old) = match &*fresh {
        Some(Ok(view)) => {
            *last.borrow_mut() = Some(Rc::new(view.clone()));
            (last.borrow().clone(), false)
        }
        _ => (last.borrow().clone().filter(|view| view.state.metric == props.state.metric), true),
    };
    let dispatch = {
        let (app, state, unfit) = (app.clone(), props.state.clone(), unfit.clone());
        Callback::from(move |action: Action| {
            let entry = if action.is_navigation() { Entry::Push } else { Entry::Replace };
            let (next, dropped) = reduce(&state, action, &app.site.catalog);
            unfit.set(dropped);
            app.go(Route::Explore(Some(next)), entry);
        })
    };
    // Numbered, so that the end of one menu does not close the next.
    let menu = use_state_eq(|| None::<(u32, Marked)>);
    let opened = use_mut_ref(|| 0_u32);
    let on_mark = {
        let (menu, opened) = (menu.setter(), opened.clone());
        Callback::from(move |marked: Marked| {
            *opened.borrow_mut() += 1;
            menu.set(Some((*opened.borrow(), marked)));
        })
    };
    let rows = use_rows();
    let Some(metric) = props.state.metric_in(&catalog) else { return Html::default() };
    let state = &props.state;
    let on_rows = {
        let (rows, state, metric, catalog) = (rows.clone(), state.clone(), metric.clone(), catalog.clone());
        Callback::from(move |mark: Mark| rows.ask.emit(rows_request(&state, &metric, &mark, &catalog)))
    };
    let mark_menu = menu.as_ref().map(|(number, marked)| {
        let on_close = {
            let (menu, opened, number) = (menu.setter(), opened.clone(), *number);
            Callback::from(move |()| {
                if *opened.borrow() == number {
                    menu.set(None);
                }
            })
        };
        html! {
            <MarkMenu key={*number} marked={marked.clone()} state={state.clone()} metric={metric.clone()}
                dispatch={dispatch.clone()} {on_rows} {on_close} />
        }
    });
    let close_unfit = {
        let unfit = unfit.clone();
        Callback::from(move |()| unfit.set(Vec::new()))
    };
    let model_error = match &*fresh {
        Some(Err(error)) => Some(error.clone()),
        _ => None,
    };
    html! {
        <div class="explore">
            <MetricList chosen={state.metric.clone()} dispatch={dispatch.clone()} />
            <div class="explore-main">
                <header class="explore-head">
                    <HeadView metric={metric.name.clone()} view={view.clone().filter(|_| !queries.is_cancelled())} {is_old}
                        explain={state.explain} dispatch={dispatch.clone()} />
                    <Tools view={view.clone()} fragment={app_fragment(state, &app.site.catalog)} />
                </header>
                <Controls state={state.clone()} dispatch={dispatch.clone()} />
                <div class="explore-row">
                    <Filters state={state.clone()} dispatch={dispatch.clone()} />
                    <Combinations metric={metric.clone()} dispatch={dispatch.clone()} />
                    <div class="explore-status">{ status(&queries, &app.engine.state().phase, rows.is_waiting) }</div>
                    { display_switch(state.display, &dispatch) }
                </div>
                { for mark_menu }
                if let Some(error) = rows.error { <ErrorPanel {error} /> }
                if !unfit.is_empty() {
                    <Notice kind={NoticeKind::Info} on_close={close_unfit}>
                        { "Left out, since it does not fit this metric: " }{ unfit.join("; ") }
                    </Notice>
                }
                if let Some(error) = model_error.as_ref().or(error) {
                    <ErrorPanel error={error.clone()} on_retry={queries.retry.clone()} action={last_filter_button(state, &dispatch)} />
                } else if let Some(view) = &view {
                    <div class={classes!("explore-result", is_old.then_some("is-old"))} aria-busy={is_old.to_string()}>
                        { result(view, state, &dispatch, &on_mark) }
                    </div>
                } else {
                    <div class="explore-result explore-waiting" aria-busy="true"></div>
                }
            </div>
        </div>
    }
}

fn app_fragment(state: &ExploreState, catalog: &martlet_site::catalog::Catalog) -> String {
    martlet_view::url::write(&Route::Explore(Some(state.clone())), catalog)
}

fn display_switch(chosen: Display, dispatch: &Callback<Action>) -> Html {
    html! {
        <span class="switch" role="group" aria-label="Display">
            { for [(Display::Chart, "Chart"), (Display::Table, "Table")].map(|(display, label)| html! {
                <button type="button" class="switch-item" aria-pressed={(chosen == display).to_string()}
                    onclick={dispatch.reform(move |_| Action::Show(display))}>{ label }</button>
            }) }
        </span>
    }
}

/// One line, always there, so that nothing below it moves.
fn status(queries: &Queries, engine: &Phase, is_finding_rows: bool) -> Html {
    if is_finding_rows {
        return html! { <LoadingBar label="Finding the rows" /> };
    }
    if queries.is_waiting() {
        let label = match engine {
            Phase::Starting | Phase::Opening => "Starting the query engine",
            Phase::Ready { .. } | Phase::Failed(_) => "Computing",
        };
        return html! {
            <LoadingBar {label} progress={queries.progress()} on_cancel={queries.cancel.clone()} />
        };
    }
    if queries.is_cancelled() {
        return html! {
            <p class="stopped" role="status">{ "Stopped; what is below is the last answer. " }
                <button type="button" class="button" onclick={queries.retry.reform(|_| ())}>{ "Compute" }</button>
            </p>
        };
    }
    Html::default()
}

fn last_filter_button(state: &ExploreState, dispatch: &Callback<Action>) -> Html {
    if state.filters.is_empty() {
        return Html::default();
    }
    html! {
        <button type="button" class="button" onclick={dispatch.reform(|_| Action::RemoveLastFilter)}>{ "Remove the last filter" }</button>
    }
}

fn result(view: &Rc<View>, state: &ExploreState, dispatch: &Callback<Action>, on_mark: &Callback<Marked>) -> Html {
    if view.chart.is_empty() {
        return html! {
            <div class="empty" role="status">
                <p>{ "Nothing matches." }</p>
                if state.filters.is_empty() {
                    <button type="button" class="button" onclick={dispatch.reform(|_| Action::ChooseRange(martlet_view::period::Range::All))}>
                        { "Show all time" }
                    </button>
                } else { { last_filter_button(state, dispatch) } }
            </div>
        };
    }
    html! { <>
        if state.display == Display::Chart {
            <ExploreChart view={view.clone()} on_mark={on_mark.clone()} />
            if view.state.by.is_some() { <Board view={view.clone()} on_mark={on_mark.clone()} /> }
        } else {
            <ResultRows view={view.clone()} on_mark={on_mark.clone()} />
        }
        if let Some(explained) = state.explain {
            <ExplanationPanel view={view.clone()} {explained} dispatch={dispatch.clone()} on_mark={on_mark.clone()} />
        }
        <Facts view={view.clone()} />
    </> }
}
