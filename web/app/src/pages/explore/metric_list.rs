//! The metrics of the site: a list with a search field; a select on a phone.

use martlet_site::catalog::Metric;
use martlet_view::explore::{Action, ExploreState};
use martlet_view::url::Route;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Select, SelectOption};
use crate::routes::href;
use crate::state::use_app;

#[derive(Properties, PartialEq)]
pub struct MetricListProps {
    pub chosen: String,
    pub dispatch: Callback<Action>,
}

#[function_component]
pub fn MetricList(props: &MetricListProps) -> Html {
    let app = use_app();
    let query = use_state_eq(String::new);
    let catalog = &app.site.catalog;
    let wanted = query.trim().to_lowercase();
    let found: Vec<&Metric> = catalog.metrics.iter().filter(|metric| has_words(metric, &wanted)).collect();
    let oninput = {
        let query = query.clone();
        Callback::from(move |event: InputEvent| query.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let options: Vec<SelectOption> = catalog
        .metrics
        .iter()
        .map(|metric| SelectOption {
            group: Some(AttrValue::from(domain(metric).to_owned())),
            unavailable: metric.unavailable.clone().map(AttrValue::from),
            ..SelectOption::new(metric.name.clone(), metric.label.clone())
        })
        .collect();
    let choose = props.dispatch.reform(|name: AttrValue| Action::ChooseMetric(name.to_string()));
    html! {
        <aside class="metric-list" aria-label="Metrics">
            <div class="metric-list-phone">
                <Select label="Metric" {options} value={props.chosen.clone()} on_change={choose} />
            </div>
            <div class="metric-list-wide">
                <input class="input" type="search" placeholder="Search metrics" aria-label="Search metrics"
                    value={(*query).clone()} {oninput} />
                <div class="metric-list-domains">
                    { for found.chunk_by(|a, b| a.domain == b.domain).map(|metrics| html! {
                        <section key={domain(metrics[0]).to_owned()}>
                            <h2 class="metric-list-domain">{ domain(metrics[0]) }</h2>
                            <ul>{ for metrics.iter().map(|metric| item(metric, props, &app.site.catalog)) }</ul>
                        </section>
                    }) }
                    if found.is_empty() { <p class="metric-list-none" role="status">{ "No metric has this name." }</p> }
                </div>
            </div>
        </aside>
    }
}

fn domain(metric: &Metric) -> &str {
    if metric.domain.is_empty() { "Metrics" } else { &metric.domain }
}

fn has_words(metric: &Metric, words: &str) -> bool {
    let text = format!("{} {} {}", metric.label, metric.name, metric.domain).to_lowercase();
    words.split_whitespace().all(|word| text.contains(word))
}

fn item(metric: &Metric, props: &MetricListProps, catalog: &martlet_site::catalog::Catalog) -> Html {
    if let Some(why) = &metric.unavailable {
        return html! {
            <li key={metric.name.clone()} class="metric-list-item metric-list-off" title={why.clone()}>
                { &metric.label }<span class="metric-list-why">{ why }</span>
            </li>
        };
    }
    let is_chosen = metric.name == props.chosen;
    let name = metric.name.clone();
    // The link is for a new tab; a plain click keeps what the other metric can keep.
    let onclick = props.dispatch.reform(move |event: MouseEvent| {
        event.prevent_default();
        Action::ChooseMetric(name.clone())
    });
    let onclick = Callback::from(move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            onclick.emit(event);
        }
    });
    let link = href(&Route::Explore(Some(ExploreState::of(metric))), catalog);
    html! {
        <li key={metric.name.clone()} class="metric-list-item">
            <a class={classes!("metric-list-link", is_chosen.then_some("metric-list-here"))} href={link}
                aria-current={is_chosen.then_some("true")} {onclick}>{ &metric.label }</a>
        </li>
    }
}
