//! The menu of a mark: keep it, leave it out, break it down, explain its change, show its rows.

use martlet_browser::focus::{AnchorBox, Walk, hide_popover, show_popover, walk};
use martlet_site::catalog::Metric;
use martlet_view::explore::{Action, ExploreState, Mark, dimension_label};
use martlet_view::period::as_of_date;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::components::put;
use crate::state::use_app;

const ITEM: &str = "[role=menuitem]:not([aria-disabled=true])";

/// What was clicked, what it is called, and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    pub mark: Mark,
    pub name: String,
    pub place: AnchorBox,
}

#[derive(Properties, PartialEq)]
pub struct MarkMenuProps {
    pub marked: Marked,
    pub state: ExploreState,
    pub metric: Metric,
    pub dispatch: Callback<Action>,
    pub on_rows: Callback<Mark>,
    pub on_close: Callback<()>,
}

/// A native popover: Escape and a click elsewhere close it, and the focus returns.
#[function_component]
pub fn MarkMenu(props: &MarkMenuProps) -> Html {
    let app = use_app();
    let panel = use_node_ref();
    let is_breaking_down = use_state_eq(|| false);
    use_effect_with(*is_breaking_down, {
        let (panel, place) = (panel.clone(), props.marked.place);
        move |_| {
            let Some(element) = panel.cast::<HtmlElement>() else { return };
            show_popover(&element);
            put(&element, place);
            walk(&element, ITEM, Walk::First);
        }
    });
    let close = {
        let panel = panel.clone();
        Callback::from(move |()| {
            if let Some(element) = panel.cast::<Element>() {
                hide_popover(&element);
            }
        })
    };
    let ontoggle = {
        let (panel, on_close) = (panel.clone(), props.on_close.clone());
        Callback::from(move |_: Event| {
            let is_shown = panel.cast::<Element>().is_some_and(|e| e.matches(":popover-open").unwrap_or(false));
            if !is_shown {
                on_close.emit(());
            }
        })
    };
    let onkeydown = {
        let (panel, close, is_breaking_down) = (panel.clone(), close.clone(), is_breaking_down.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(element) = panel.cast::<Element>() else { return };
            let to = match event.key().as_str() {
                "ArrowDown" => Walk::Next,
                "ArrowUp" => Walk::Previous,
                "Home" => Walk::First,
                "End" => Walk::Last,
                "ArrowLeft" if *is_breaking_down => return is_breaking_down.set(false),
                "Tab" => return close.emit(()),
                _ => return,
            };
            event.prevent_default();
            walk(&element, ITEM, to);
        })
    };
    let choose = |action: Action| {
        let (close, dispatch) = (close.clone(), props.dispatch.clone());
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            dispatch.emit(action.clone());
        })
    };
    let (mark, state) = (&props.marked.mark, &props.state);
    let as_of = as_of_date(&app.site.catalog);
    let breakdowns = mark.breakdowns(&props.metric);
    let turn = |to: bool| {
        let is_breaking_down = is_breaking_down.clone();
        Callback::from(move |_: MouseEvent| is_breaking_down.set(to))
    };
    let on_rows = {
        let (close, on_rows, mark) = (close.clone(), props.on_rows.clone(), mark.clone());
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            on_rows.emit(mark.clone());
        })
    };
    let name = &props.marked.name;
    let items = if *is_breaking_down {
        html! { <>
            { item("Back", Some(turn(false)), None) }
            { for breakdowns.iter().map(|option| {
                item(&dimension_label(&props.metric, &option.name), Some(choose(mark.break_down(state, as_of, &option.name))), None)
            }) }
        </> }
    } else {
        let explain = mark.explain(state, &props.metric);
        let why_not = explain.as_ref().err().cloned();
        html! { <>
            if let Some(only) = mark.only(state, as_of) { { item("Filter to this", Some(choose(only)), None) } }
            if let Some(exclude) = mark.exclude(state) { { item("Exclude", Some(choose(exclude)), None) } }
            if !breakdowns.is_empty() { { item("Break down by…", Some(turn(true)), None) } }
            { item("Explain the change", explain.ok().map(choose), why_not) }
            { item("Show rows", Some(on_rows), None) }
        </> }
    };
    html! {
        <div ref={panel} class="popover mark-menu" popover="auto" role="menu" aria-label={name.clone()} {ontoggle} {onkeydown}>
            <p class="mark-menu-name" role="presentation">{ name }</p>
            { items }
        </div>
    }
}

/// Without a callback it cannot be chosen, and says why.
fn item(label: &str, onclick: Option<Callback<MouseEvent>>, why_not: Option<String>) -> Html {
    let is_off = onclick.is_none();
    html! {
        <button type="button" key={label.to_owned()} role="menuitem" tabindex="-1" class="mark-menu-item"
            aria-disabled={is_off.then_some("true")} {onclick}>
            { label }
            if let Some(why) = why_not { <span class="mark-menu-why">{ why }</span> }
        </button>
    }
}
