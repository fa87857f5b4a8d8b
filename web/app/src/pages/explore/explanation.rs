//! Why the number changed: the difference between two periods, split over the values of each dimension.

use std::rc::Rc;

use chrono::NaiveDate;
use martlet_browser::focus::anchor_of;
use martlet_browser::intl::{Intl, NumberSize};
use martlet_semantic::MetricRequest;
use martlet_site::catalog::{Metric, NumberFormat};
use martlet_view::explore::{
    Action, Explained, ExplainedDimension, ExplainedPart, Explanation, Mark, MarkedPart, ModelError, PartKind,
    WITHOUT_VALUE, dimension_label, explain_requests,
};
use martlet_view::period::{Comparison, Grain, as_of_date};
use yew::prelude::*;

use super::mark_menu::Marked;
use super::period::period_label;
use super::view::{View, does_not_fit};
use crate::components::{ErrorPanel, Icon, IconName, LoadingBar, use_intl};
use crate::state::{Answered, QueryState, use_answers, use_app};

/// Dimensions in sight; the others are behind a click.
const SHOWN_FIRST: usize = 6;

#[derive(Properties, PartialEq)]
pub struct ExplanationPanelProps {
    pub view: Rc<View>,
    pub explained: Explained,
    pub dispatch: Callback<Action>,
    pub on_mark: Callback<Marked>,
}

#[function_component]
pub fn ExplanationPanel(props: &ExplanationPanelProps) -> Html {
    let app = use_app();
    let intl = use_intl();
    let view = &props.view;
    let period = match props.explained {
        Explained::Period(day) => Some(day),
        Explained::Latest => view.head.period.map(|period| period.start),
    };
    let as_of = as_of_date(&app.site.catalog);
    let requests = period.map(|period| explain_requests(&view.state, &view.metric, period, as_of)).unwrap_or_default();
    // One after the other: asked together, all would be ready only when the last one is.
    let reached = use_state_eq(|| 1_usize);
    use_effect_with(requests.clone(), {
        let reached = reached.clone();
        move |_: &Vec<MetricRequest>| reached.set(1)
    });
    let asked = requests.get(..(*reached).min(requests.len())).unwrap_or_default();
    let queries = use_answers(asked);
    let answered: Vec<_> = queries.states.iter().map_while(QueryState::answered).cloned().collect();
    use_effect_with(answered.len(), {
        let reached = reached.clone();
        move |done: &usize| reached.set(done + 1)
    });
    let close = props.dispatch.reform(|_: MouseEvent| Action::Explain(None));
    let title = match (period, view.state.grain) {
        (Some(period), Some(grain)) => periods(view, period, grain, as_of, &intl),
        _ => String::new(),
    };
    let explanation = use_memo(answered.clone(), |answered| explained(answered));
    let is_waiting = queries.is_waiting() || answered.len() < requests.len();
    let status = match (queries.error(), queries.is_cancelled()) {
        (Some(error), _) => html! { <ErrorPanel error={error.clone()} on_retry={queries.retry.clone()} /> },
        (None, true) => html! {
            <p class="stopped" role="status">{ "Stopped. " }
                <button type="button" class="button" onclick={queries.retry.reform(|_| ())}>{ "Go on" }</button>
            </p>
        },
        (None, false) if requests.is_empty() => {
            html! { <p class="board-note">{ "There is no period to explain." }</p> }
        }
        (None, false) if is_waiting => html! {
            <LoadingBar label="Comparing by every dimension" progress={queries.progress()} on_cancel={queries.cancel.clone()} />
        },
        _ => Html::default(),
    };
    let content = match &*explanation {
        None => Html::default(),
        Some(Ok(explanation)) => told(explanation, view, &props.on_mark, &intl),
        Some(Err(error)) => html! { <ErrorPanel error={does_not_fit(error)} /> },
    };
    html! {
        <section class="explanation" aria-label="Explanation of the change">
            <header class="explanation-head">
                <h2>{ format!("Why {} changed", view.metric.label) }<span class="explanation-periods">{ title }</span></h2>
                <button type="button" class="button button-quiet button-icon" aria-label="Close the explanation" onclick={close}>
                    <Icon name={IconName::Close} />
                </button>
            </header>
            { content }
            { status }
        </section>
    }
}

/// All answers so far; none before the first.
fn explained(answered: &[Rc<Answered>]) -> Option<Result<Explanation, ModelError>> {
    let mut parts = answered.iter().map(|answered| Explanation::of(&answered.table));
    Some(parts.next()?.and_then(|first| parts.try_fold(first, |all, part| part.map(|part| all.with(part)))))
}

/// `Oct 2026 against Sep 2026`; a running period is laid beside the same days.
fn periods(view: &View, period: NaiveDate, grain: Grain, as_of: Option<NaiveDate>, intl: &Intl) -> String {
    let is_last_year = view.state.compare == Some(Comparison::PreviousYear) && grain != Grain::Year;
    let before = match (is_last_year, grain) {
        (true, Grain::Week) => Grain::Week.shift(period, -52),
        (true, _) => Grain::Year.shift(period, -1),
        (false, grain) => grain.shift(period, -1),
    };
    let (now, before) = (period_label(period, grain, intl), period_label(before, grain, intl));
    let is_running = as_of.is_some_and(|day| day >= period && !grain.is_complete(period, day));
    if is_running {
        format!("{now} so far against the same days of {before}")
    } else {
        format!("{now} against {before}")
    }
}

fn told(explanation: &Explanation, view: &View, on_mark: &Callback<Marked>, intl: &Intl) -> Html {
    let metric = &view.metric;
    let (Some(difference), false) = (explanation.difference, explanation.dimensions.is_empty()) else {
        return html! { <p class="board-note">{ "There is no value in one of the two periods, so nothing changed." }</p> };
    };
    let sum = format!(
        "{} → {}, {}",
        value_text(explanation.before, metric, intl),
        value_text(explanation.now, metric, intl),
        difference_text(difference, metric, intl)
    );
    let (first, more) = explanation.dimensions.split_at(explanation.dimensions.len().min(SHOWN_FIRST));
    let splits = |dimensions: &[ExplainedDimension]| {
        let tables = dimensions.iter().map(|split| split_table(split, explanation.is_ratio, view, on_mark, intl));
        let class =
            if explanation.is_ratio { "explanation-dimensions explanation-of-ratio" } else { "explanation-dimensions" };
        html! { <div {class}>{ for tables }</div> }
    };
    html! { <>
        <p class="explanation-sum">{ sum }</p>
        { splits(first) }
        if !more.is_empty() {
            <details class="explanation-more">
                <summary>{ format!("{} more {}", more.len(), if more.len() == 1 { "dimension" } else { "dimensions" }) }</summary>
                { splits(more) }
            </details>
        }
        <p class="board-note">{ method(explanation.is_ratio) }</p>
    </> }
}

fn method(is_ratio: bool) -> &'static str {
    if is_ratio {
        "Mix: the value's weight changed. Rate: its own ratio changed. Both add up to its contribution, and all contributions to the change. First the dimension in which few values make most of it."
    } else {
        "The contributions of each dimension add up to the change. First the dimension in which few values make most of it."
    }
}

fn split_table(
    split: &ExplainedDimension,
    is_ratio: bool,
    view: &View,
    on_mark: &Callback<Marked>,
    intl: &Intl,
) -> Html {
    let metric = &view.metric;
    let label = |name: &str| dimension_label(metric, name);
    let same: Vec<String> = split.same.iter().map(|name| label(name)).collect();
    let largest = split.largest();
    html! {
        <table class="explanation-split">
            <caption>{ "By " }{ label(&split.name) }
                if !same.is_empty() { <span class="explanation-same">{ format!(" (the same by {})", same.join(", ")) }</span> }
            </caption>
            <thead><tr>
                <th scope="col">{ "Value" }</th>
                <th scope="col" class="cell-number">{ "Before" }</th>
                <th scope="col" class="cell-number">{ "Now" }</th>
                <th scope="col" class="cell-number">{ "Contribution" }</th>
                <th scope="col" class="explanation-bar-head"><span class="for-readers">{ "As a bar" }</span></th>
                if is_ratio {
                    <th scope="col" class="cell-number">{ "Mix" }</th>
                    <th scope="col" class="cell-number">{ "Rate" }</th>
                }
            </tr></thead>
            <tbody>
                { for split.parts.iter().map(|part| split_row(part, split, is_ratio, largest, metric, on_mark, intl)) }
            </tbody>
        </table>
    }
}

fn split_row(
    part: &ExplainedPart,
    split: &ExplainedDimension,
    is_ratio: bool,
    largest: f64,
    metric: &Metric,
    on_mark: &Callback<Marked>,
    intl: &Intl,
) -> Html {
    let name = match (part.kind, &part.value) {
        (PartKind::Value, value) => {
            let name = value.clone().unwrap_or_else(|| WITHOUT_VALUE.to_owned());
            let marked = MarkedPart { dimension: split.name.clone(), value: value.clone() };
            let onclick = {
                let (name, on_mark) = (name.clone(), on_mark.clone());
                Callback::from(move |event: MouseEvent| {
                    let mark = Mark { period: None, part: Some(marked.clone()) };
                    if let Some(place) = anchor_of(&event) {
                        on_mark.emit(Marked { mark, name: name.clone(), place });
                    }
                })
            };
            html! { <button type="button" class="link-button" aria-haspopup="menu" {onclick}>{ name }</button> }
        }
        (PartKind::Rest, value) => {
            html! { <span class="cell-null">{ value.as_deref().unwrap_or("other values").to_owned() }</span> }
        }
        (PartKind::Residual, _) => html! { <span class="cell-null">{ "not explained by the parts" }</span> },
    };
    let share = if largest > 0.0 { part.contribution.abs() / largest * 50.0 } else { 0.0 };
    let side = if part.contribution < 0.0 { "explanation-bar explanation-bar-down" } else { "explanation-bar" };
    let currency = metric.currency.as_deref();
    let values = split.parts.iter().flat_map(|part| [part.before, part.now]).flatten();
    let most = values.map(f64::abs).fold(0.0, f64::max);
    let value = |value: Option<f64>| match value {
        Some(value) => intl.compact_beside(value, most, metric.format, currency),
        None => "–".to_owned(),
    };
    let difference = |value: f64| match metric.format {
        NumberFormat::Percent => difference_text(value, metric, intl),
        _ => intl.signed_beside(value, most, metric.format, currency),
    };
    let effect = |value: Option<f64>| value.map(difference).unwrap_or_default();
    html! {
        <tr>
            <th scope="row">{ name }</th>
            <td class="cell-number">{ value(part.before) }</td>
            <td class="cell-number">{ value(part.now) }</td>
            <td class="cell-number">{ difference(part.contribution) }</td>
            <td class="explanation-track" aria-hidden="true"><span class={side} style={format!("--share: {share:.2}%")}></span></td>
            if is_ratio {
                <td class="cell-number">{ effect(part.mix) }</td>
                <td class="cell-number">{ effect(part.rate) }</td>
            }
        </tr>
    }
}

fn value_text(value: Option<f64>, metric: &Metric, intl: &Intl) -> String {
    let size = if metric.format == NumberFormat::Percent { NumberSize::Full } else { NumberSize::Compact };
    value
        .map(|value| intl.value(value, metric.format, metric.currency.as_deref(), size))
        .unwrap_or_else(|| "–".to_owned())
}

/// Shares differ in points.
fn difference_text(value: f64, metric: &Metric, intl: &Intl) -> String {
    if metric.format == NumberFormat::Percent {
        return format!("{} pt", intl.points(value));
    }
    intl.signed(value, metric.format, metric.currency.as_deref(), NumberSize::Compact)
}
