//! All metrics by domain, with a search over names and definitions.

use martlet_site::catalog::{Catalog, Metric};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Icon, IconName, Notice, Shared, TrustBadge, TrustSubject, metric_href, use_dom_id};

/// The heading of metrics whose project names no domain.
const NO_DOMAIN: &str = "Other metrics";

#[derive(Properties, PartialEq)]
pub(super) struct MetricListProps {
    pub catalog: Shared<Catalog>,
}

#[function_component]
pub(super) fn MetricList(props: &MetricListProps) -> Html {
    let id = use_dom_id("dictionary-search");
    let sought = use_state_eq(String::new);
    let oninput = {
        let sought = sought.clone();
        Callback::from(move |event: InputEvent| sought.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let clear = {
        let sought = sought.clone();
        Callback::from(move |_: MouseEvent| sought.set(String::new()))
    };
    let catalog = &props.catalog;
    let found: Vec<&Metric> = catalog.metrics.iter().filter(|metric| matches(metric, &sought)).collect();
    let domains: Vec<(&str, Vec<&Metric>)> = by_domain(&found);
    html! {
        <div class="page dictionary">
            <header class="dictionary-head">
                <h1>{ "Dictionary" }</h1>
                <search class="dictionary-search">
                    <label for={id.clone()} class="for-readers">{ "Search metrics" }</label>
                    <Icon name={IconName::Search} />
                    <input {id} type="search" class="input" placeholder="Search names and definitions"
                        value={(*sought).clone()} {oninput} />
                </search>
                <p class="dictionary-count" role="status">{ counted(found.len(), catalog.metrics.len()) }</p>
            </header>
            if catalog.metrics.is_empty() {
                <Notice>{ "This site has no metrics: its project has no semantic manifest, so every number is ad hoc. The SQL page can query its tables." }</Notice>
            } else if found.is_empty() {
                <Notice action={html! { <button type="button" class="button" onclick={clear}>{ "Clear the search" }</button> }}>
                    { format!("No metric matches “{}”.", *sought) }
                </Notice>
            }
            { for domains.into_iter().map(|(domain, metrics)| html! {
                <section class="dictionary-domain">
                    <h2>{ domain }</h2>
                    <ul class="dictionary-list">
                        { for metrics.into_iter().map(|metric| row(catalog, metric)) }
                    </ul>
                </section>
            }) }
        </div>
    }
}

fn row(catalog: &Shared<Catalog>, metric: &Metric) -> Html {
    html! {
        <li class="dictionary-row" key={metric.name.clone()}>
            <a class="dictionary-name" href={metric_href(&metric.name)}>{ &metric.label }</a>
            <TrustBadge catalog={catalog.clone()} subject={TrustSubject::Metric(metric.name.clone().into())} is_compact=true />
            <p class="dictionary-words">
                if metric.description.is_empty() {
                    <span class="absent">{ "No definition in words." }</span>
                } else {
                    { &metric.description }
                }
                if metric.unavailable.is_some() { <span class="dictionary-unavailable">{ " Not available here." }</span> }
            </p>
            <code class="dictionary-formula">{ &metric.formula }</code>
        </li>
    }
}

fn counted(found: usize, all: usize) -> String {
    if found == all { format!("{all} metrics") } else { format!("{found} of {all} metrics") }
}

/// Every word must occur in the name, the label, the definition or the domain.
fn matches(metric: &Metric, sought: &str) -> bool {
    let text = format!("{} {} {} {}", metric.name, metric.label, metric.description, metric.domain).to_lowercase();
    sought.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// In the catalog's order of domains; what has none comes last.
fn by_domain<'a>(metrics: &[&'a Metric]) -> Vec<(&'a str, Vec<&'a Metric>)> {
    let mut domains: Vec<(&str, Vec<&Metric>)> = Vec::new();
    for metric in metrics {
        match domains.iter_mut().find(|(domain, _)| *domain == metric.domain) {
            Some((_, list)) => list.push(metric),
            None => domains.push((&metric.domain, vec![metric])),
        }
    }
    domains.sort_by_key(|(domain, _)| domain.is_empty());
    for (domain, _) in &mut domains {
        if domain.is_empty() {
            *domain = NO_DOMAIN;
        }
    }
    domains
}

#[cfg(test)]
mod tests {
    use martlet_site::catalog::{Direction, MetricType, NumberFormat, Trust, TrustState};

    use super::*;

    fn metric(name: &str, domain: &str) -> Metric {
        Metric {
            name: name.to_owned(),
            label: name.to_uppercase(),
            description: String::from("Money that recurs"),
            metric_type: MetricType::Simple,
            formula: String::new(),
            sql: None,
            unavailable: None,
            format: NumberFormat::Currency,
            currency: None,
            direction: Direction::UpIsGood,
            domain: domain.to_owned(),
            owner: None,
            tables: Vec::new(),
            input_metrics: Vec::new(),
            used_by_metrics: Vec::new(),
            upstream: Vec::new(),
            exposures: Vec::new(),
            group_by: Vec::new(),
            needs_time: false,
            trust: Trust {
                state: TrustState::Official,
                reasons: Vec::new(),
                tests_passed: 0,
                tests_failed: 0,
                tests_not_run: 0,
                sources: Vec::new(),
                as_of: None,
            },
        }
    }

    #[test]
    fn domains_keep_their_order_and_the_rest_comes_last() {
        let metrics = [metric("z", ""), metric("mrr", "Revenue"), metric("nrr", "Retention"), metric("arr", "Revenue")];
        let found: Vec<&Metric> = metrics.iter().collect();
        let domains: Vec<(&str, usize)> =
            by_domain(&found).into_iter().map(|(domain, list)| (domain, list.len())).collect();
        assert_eq!(domains, [("Revenue", 2), ("Retention", 1), (NO_DOMAIN, 1)]);
    }

    #[test]
    fn all_words_must_match_somewhere() {
        let metric = metric("mrr", "Revenue");
        assert!(matches(&metric, ""));
        assert!(matches(&metric, "recurs REV"));
        assert!(!matches(&metric, "recurs churn"));
    }
}
