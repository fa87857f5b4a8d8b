//! What can be asked of a metric, and why the rest of the project cannot be combined with it.

use martlet_site::catalog::{GroupByKind, GroupByOption, Metric};
use martlet_view::explore::{Action, METRIC_TIME, dimension_label};
use yew::prelude::*;

use crate::components::{Dialog, ErrorPanel, LoadingBar};
use crate::state::{Options, use_options};

#[derive(Properties, PartialEq)]
pub struct CombinationsProps {
    pub metric: Metric,
    pub dispatch: Callback<Action>,
}

/// A button and its dialog.
#[function_component]
pub fn Combinations(props: &CombinationsProps) -> Html {
    let is_open = use_state_eq(|| false);
    let set_open = |to: bool| {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(to))
    };
    let metric = &props.metric;
    let choose = {
        let (dispatch, close) = (props.dispatch.clone(), set_open(false));
        Callback::from(move |name: String| {
            close.emit(());
            dispatch.emit(Action::BreakDown(Some(name)));
        })
    };
    html! { <>
        <button type="button" class="button button-quiet" onclick={set_open(true).reform(|_| ())}>{ "What can be asked" }</button>
        <Dialog title={format!("What can be asked of {}", metric.label)} is_open={*is_open} on_close={set_open(false)}>
            <section class="combinations">
                <h3>{ "Goes with it" }</h3>
                <ul class="combination-list">{ for metric.group_by.iter().map(|option| available(metric, option, &choose)) }</ul>
                <h3>{ "Does not go with it, and why" }</h3>
                <Unavailable metric={metric.name.clone()} />
            </section>
        </Dialog>
    </> }
}

fn available(metric: &Metric, option: &GroupByOption, choose: &Callback<String>) -> Html {
    let (name, label) = (option.name.clone(), dimension_label(metric, &option.name));
    let is_time = option.kind == GroupByKind::Time;
    let shown = if is_time || option.name == METRIC_TIME {
        html! { <span>{ label }</span> }
    } else {
        html! { <button type="button" class="link-button" onclick={choose.reform(move |_| name.clone())}>{ label }</button> }
    };
    html! {
        <li key={option.name.clone()}>
            <span class="combination-name">{ shown }<code>{ &option.name }</code></span>
            if !option.grains.is_empty() { <span class="combination-words">{ format!("by {}", option.grains.join(", ")) }</span> }
            if !option.description.is_empty() { <span class="combination-words">{ &option.description }</span> }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct UnavailableProps {
    metric: String,
}

#[function_component]
fn Unavailable(props: &UnavailableProps) -> Html {
    match use_options(&props.metric) {
        Options::Waiting => html! { <LoadingBar label="Asking the semantic layer" /> },
        Options::Failed(error) => html! { <ErrorPanel {error} /> },
        Options::Known(options) if options.unavailable.is_empty() => {
            html! { <p class="combination-words">{ "Everything that the project has goes with this metric." }</p> }
        }
        Options::Known(options) => html! {
            <ul class="combination-list">
                { for options.unavailable.iter().map(|item| html! {
                    <li key={item.name.clone()}>
                        <span class="combination-name"><span>{ item.label.as_ref().unwrap_or(&item.name) }</span><code>{ &item.name }</code></span>
                        <span class="combination-words">{ &item.reason }</span>
                    </li>
                }) }
            </ul>
        },
    }
}
