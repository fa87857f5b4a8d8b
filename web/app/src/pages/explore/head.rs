//! The metric's name, its newest whole number, how that changed, and how far it can be trusted.

use std::rc::Rc;

use martlet_browser::intl::{DateStyle, NumberSize};
use martlet_site::catalog::{Metric, NumberFormat};
use martlet_view::explore::{Action, Explained, find_metric, why_not_explained};
use yew::prelude::*;

use super::period::period_label;
use super::view::View;
use crate::components::{Delta, TrustBadge, TrustSubject, use_intl};
use crate::state::use_app;

#[derive(Properties, PartialEq)]
pub struct HeadViewProps {
    pub metric: String,
    pub view: Option<Rc<View>>,
    pub is_old: bool,
    pub explain: Option<Explained>,
    pub dispatch: Callback<Action>,
}

#[function_component]
pub fn HeadView(props: &HeadViewProps) -> Html {
    let app = use_app();
    let intl = use_intl();
    let catalog = &app.site.catalog;
    let Some(metric) = find_metric(catalog, &props.metric) else { return Html::default() };
    let subject = TrustSubject::Metric(AttrValue::from(metric.name.clone()));
    let as_of = metric.trust.as_of.as_deref().or(catalog.as_of.as_deref());
    let as_of = as_of.map(|day| intl.date(day.get(..10).unwrap_or(day), DateStyle::Day));
    let numbers = props.view.as_ref().map(|view| {
        let head = &view.head;
        let value = head
            .value
            .map(|value| intl.value(value, metric.format, metric.currency.as_deref(), headline_size(metric, value)))
            .unwrap_or_else(|| "no value".to_owned());
        let period = head.period.zip(view.total.grain).map(|(period, grain)| {
            let name = period_label(period.start, grain, &intl);
            if period.is_partial { format!("{name}, so far") } else { name }
        });
        let grain = view.total.grain.map(|grain| grain.name()).unwrap_or_default();
        html! { <>
            <strong class="explore-value">{ value }</strong>
            if let Some(period) = period { <span class="explore-period">{ period }</span> }
            if let Some(compared) = &head.compared {
                <Delta current={Some(compared.change.to)} previous={Some(compared.change.from)} format={metric.format}
                    direction={metric.direction} compared_with={format!("vs previous {grain}")} />
            }
            if let Some(compared) = &view.last_year {
                <Delta current={Some(compared.change.to)} previous={Some(compared.change.from)} format={metric.format}
                    direction={metric.direction} compared_with="vs last year" />
            }
        </> }
    });
    html! { <>
        <div class="explore-title">
            <h1>{ &metric.label }</h1>
            <TrustBadge catalog={catalog.clone()} {subject} />
            if let Some(as_of) = as_of { <span class="explore-as-of">{ "as of " }{ as_of }</span> }
        </div>
        <p class={classes!("explore-numbers", props.is_old.then_some("is-old"))}>
            { numbers.unwrap_or_else(|| html! { <strong class="explore-value">{ "\u{a0}" }</strong> }) }
            { explain_button(metric, props) }
        </p>
    </> }
}

/// Opens and closes the explanation of the newest whole period.
fn explain_button(metric: &Metric, props: &HeadViewProps) -> Html {
    let why_not = why_not_explained(metric);
    let next = if props.explain.is_some() { None } else { Some(Explained::Latest) };
    html! {
        <button type="button" class="button button-quiet explore-explain" aria-pressed={props.explain.is_some().to_string()}
            disabled={why_not.is_some()} title={why_not.clone()} onclick={props.dispatch.reform(move |_| Action::Explain(next))}>
            { "Explain the change" }
        </button>
    }
}

/// A count of people is read to the last one, and a share to its digit; money and large counts are not.
pub fn headline_size(metric: &Metric, value: f64) -> NumberSize {
    match metric.format {
        NumberFormat::Percent => NumberSize::Full,
        NumberFormat::Integer if value.abs() < 100_000.0 => NumberSize::Full,
        _ => NumberSize::Compact,
    }
}
