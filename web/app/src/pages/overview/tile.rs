//! One number: name, value, change, shape, trust, as-of. A click leads to Explore.

use martlet_browser::intl::Intl;
use martlet_site::catalog::Metric;
use martlet_view::explore::{ExploreState, Head, find_metric};
use martlet_view::overview::OverviewState;
use martlet_view::period::{Comparison, Grain};
use martlet_view::url::Route;
use yew::prelude::*;

use super::models::Known;
use crate::charts::Sparkline;
use crate::components::{Delta, TrustBadge, TrustSubject, use_intl};
use crate::pages::explore::{headline_size, period_label};
use crate::routes::href;
use crate::state::use_app;

#[derive(Properties, PartialEq)]
pub struct TileProps {
    pub metric: String,
    pub state: OverviewState,
    pub known: Known,
}

#[function_component]
pub fn Tile(props: &TileProps) -> Html {
    let app = use_app();
    let intl = use_intl();
    let catalog = &app.site.catalog;
    let Some(metric) = find_metric(catalog, &props.metric) else { return Html::default() };
    let mut explore = ExploreState::of(metric);
    explore.range = props.state.range;
    if props.state.compare == Comparison::PreviousYear && explore.grain.is_some() {
        explore.compare = Some(Comparison::PreviousYear);
    }
    let link = href(&Route::Explore(Some(explore)), catalog);
    html! {
        <article class="tile">
            <header class="tile-head">
                <h3 class="tile-name"><a class="tile-link" href={link}>{ &metric.label }</a></h3>
                <TrustBadge catalog={catalog.clone()} subject={TrustSubject::Metric(AttrValue::from(metric.name.clone()))} is_compact=true />
            </header>
            { body(metric, props, &intl) }
        </article>
    }
}

fn body(metric: &Metric, props: &TileProps, intl: &Intl) -> Html {
    let (whole, shown) = match &props.known {
        Known::Waiting => {
            return html! { <>
                <p class="tile-value tile-waiting"><span class="for-readers">{ "Loading" }</span><span class="skeleton-line" aria-hidden="true"></span></p>
                <p class="tile-change">{ "\u{a0}" }</p>
                <span class="sparkline sparkline-empty"></span>
            </> };
        }
        Known::Failed(code) => {
            return html! { <>
                <p class="tile-value tile-failed">{ "–" }</p>
                <p class="tile-change">{ "not computed " }<code>{ code }</code></p>
                <span class="sparkline sparkline-empty"></span>
            </> };
        }
        Known::Series { whole, shown } => (whole, shown),
    };
    let head = whole.head();
    let value = head
        .value
        .map(|value| intl.value(value, metric.format, metric.currency.as_deref(), headline_size(metric, value)));
    let grain = whole.grain.unwrap_or(Grain::Month);
    let against = head.compared.as_ref().map(|compared| {
        let so_far = if compared.with.is_partial { ", so far" } else { "" };
        format!("vs {}{so_far}", period_label(compared.with.start, grain, intl))
    });
    // The shape is that of whole periods: a running one would end each line with a fall.
    let values: Vec<Option<f64>> = shown
        .series
        .first()
        .map(|series| {
            series.values.iter().zip(&shown.periods).filter(|(_, period)| !period.is_partial).map(|(v, _)| *v).collect()
        })
        .unwrap_or_default();
    html! { <>
        <p class="tile-value">{ value.unwrap_or_else(|| "no data".to_owned()) }</p>
        <p class="tile-change">
            if let Some(compared) = &head.compared {
                <span title={against.clone()}>
                    <Delta current={Some(compared.change.to)} previous={Some(compared.change.from)} format={metric.format} direction={metric.direction} />
                    <span class="for-readers">{ against }</span>
                </span>
            }
            <span class="tile-as-of">{ as_of(&head, grain, intl) }</span>
        </p>
        <Sparkline label={format!("{} over {} {}s", metric.label, values.len(), grain.name())} {values} />
    </> }
}

fn as_of(head: &Head, grain: Grain, intl: &Intl) -> String {
    match head.period {
        Some(period) if period.is_partial => format!("{} so far", period_label(period.start, grain, intl)),
        Some(period) => period_label(period.start, grain, intl),
        None => String::new(),
    }
}
