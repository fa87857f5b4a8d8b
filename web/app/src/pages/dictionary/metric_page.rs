//! One metric: definition, formula, SQL, evidence, lineage, dimensions.

use martlet_site::catalog::{Catalog, Direction, GroupByKind, GroupByOption, Metric, MetricType, NumberFormat, Owner};
use martlet_view::explore::dimension_label;
use yew::prelude::*;

use crate::components::{
    Notice, NoticeKind, Shared, SourceFreshness, SqlText, TestList, TrustBadge, TrustSubject, dictionary_href,
    metric_href, tests_of,
};

#[derive(Properties, PartialEq)]
pub(super) struct MetricPageProps {
    pub catalog: Shared<Catalog>,
    /// Index into the catalog's metrics.
    pub place: usize,
}

#[function_component]
pub(super) fn MetricPage(props: &MetricPageProps) -> Html {
    let catalog = &props.catalog;
    let Some(metric) = catalog.metrics.get(props.place) else { return Html::default() };
    html! {
        <article class="page dictionary dictionary-metric">
            <nav class="breadcrumb" aria-label="Breadcrumb">
                <a href={dictionary_href()}>{ "Dictionary" }</a>
                if !metric.domain.is_empty() { <span>{ &metric.domain }</span> }
            </nav>
            <header class="dictionary-metric-head">
                <h1>{ &metric.label }</h1>
                <TrustBadge catalog={catalog.clone()} subject={TrustSubject::Metric(metric.name.clone().into())} />
                if metric.unavailable.is_none() {
                    <a class="button" href={explore_href(&metric.name)}>{ "Explore" }</a>
                }
            </header>
            if let Some(why) = &metric.unavailable {
                <Notice kind={NoticeKind::Warning}>{ format!("This metric cannot be computed here: {why}") }</Notice>
            }
            <div class="dictionary-columns">
                <div class="dictionary-main">
                    { definition(metric) }
                    if let Some(sql) = &metric.sql {
                        <section aria-labelledby="metric-sql">
                            <h2 id="metric-sql">{ "SQL" }</h2>
                            <p class="dictionary-note">{ "What the engine runs for this metric alone, by its own grain." }</p>
                            <SqlText sql={AttrValue::from(sql.clone())} has_link=true />
                        </section>
                    }
                    { dimensions(metric) }
                    { tests(catalog, metric) }
                </div>
                <aside class="dictionary-side" aria-label="Facts">
                    { facts(metric) }
                    { lineage(catalog, metric) }
                    { freshness(catalog, metric) }
                </aside>
            </div>
        </article>
    }
}

fn explore_href(metric: &str) -> String {
    format!("#/explore?metric={metric}")
}

fn definition(metric: &Metric) -> Html {
    html! {
        <section aria-labelledby="metric-definition">
            <h2 id="metric-definition" class="for-readers">{ "Definition" }</h2>
            if metric.description.is_empty() {
                <p class="absent">{ "The project gives no definition in words. Add a description to the metric in dbt." }</p>
            } else {
                { for metric.description.split("\n\n").map(|paragraph| html! { <p class="dictionary-definition">{ paragraph }</p> }) }
            }
            if !metric.formula.is_empty() {
                <p class="dictionary-formula-line"><code>{ &metric.label }{ " = " }{ &metric.formula }</code></p>
            }
        </section>
    }
}

fn facts(metric: &Metric) -> Html {
    html! {
        <dl class="facts">
            <dt>{ "Name" }</dt><dd><code>{ &metric.name }</code></dd>
            <dt>{ "Type" }</dt><dd>{ type_words(metric.metric_type) }</dd>
            <dt>{ "Shown as" }</dt><dd>{ format_words(metric) }</dd>
            <dt>{ "Direction" }</dt><dd>{ direction_words(metric.direction) }</dd>
            <dt>{ "Owner" }</dt>
            <dd>
                { match &metric.owner {
                    Some(Owner { name, email: Some(email) }) => html! { <a href={format!("mailto:{email}")}>{ name }</a> },
                    Some(owner) => html! { { &owner.name } },
                    None => html! { <span class="absent">{ "nobody is named" }</span> },
                } }
            </dd>
        </dl>
    }
}

fn lineage(catalog: &Catalog, metric: &Metric) -> Html {
    let exposures: Vec<Html> = catalog
        .exposures
        .iter()
        .filter(|exposure| metric.exposures.contains(&exposure.unique_id))
        .map(|exposure| match &exposure.url {
            Some(url) if url.starts_with("https://") || url.starts_with("http://") => {
                html! { <a href={url.clone()} rel="noreferrer">{ &exposure.label }</a> }
            }
            _ => html! { { &exposure.label } },
        })
        .collect();
    let metric_links = |names: &[String]| -> Vec<Html> {
        names.iter().map(|name| html! { <a href={metric_href(name)}>{ label_of(catalog, name) }</a> }).collect()
    };
    let codes =
        |names: Vec<&str>| -> Vec<Html> { names.into_iter().map(|name| html! { <code>{ name }</code> }).collect() };
    html! {
        <section aria-labelledby="metric-lineage">
            <h2 id="metric-lineage">{ "Lineage" }</h2>
            <dl class="facts">
                if !metric.input_metrics.is_empty() { { hop("Made of", metric_links(&metric.input_metrics)) } }
                { hop("Models", codes(metric.upstream.iter().map(|id| short_name(id)).collect())) }
                { hop("Tables", codes(metric.tables.iter().map(String::as_str).collect())) }
                { hop("Used by", metric_links(&metric.used_by_metrics)) }
                { hop("Shown in", exposures) }
            </dl>
        </section>
    }
}

fn hop(title: &str, items: Vec<Html>) -> Html {
    html! { <>
        <dt>{ title }</dt>
        <dd>
            if items.is_empty() {
                <span class="absent">{ "nothing" }</span>
            } else {
                <ul class="plain-list">{ for items.into_iter().map(|item| html! { <li>{ item }</li> }) }</ul>
            }
        </dd>
    </> }
}

fn freshness(catalog: &Catalog, metric: &Metric) -> Html {
    let sources: Vec<Html> = catalog
        .sources
        .iter()
        .filter(|source| metric.trust.sources.contains(&source.unique_id))
        .map(|source| {
            html! {
                <li><code>{ &source.name }</code>{ " " }<SourceFreshness freshness={source.freshness.clone()} /></li>
            }
        })
        .collect();
    html! {
        <section aria-labelledby="metric-freshness">
            <h2 id="metric-freshness">{ "Freshness" }</h2>
            if sources.is_empty() {
                <p class="absent">{ "No source is declared upstream." }</p>
            } else {
                <ul class="plain-list dictionary-sources">{ for sources }</ul>
            }
        </section>
    }
}

fn tests(catalog: &Catalog, metric: &Metric) -> Html {
    let upstream: Vec<&str> = metric.upstream.iter().map(String::as_str).collect();
    let tests: Vec<_> = tests_of(catalog, &upstream).into_iter().cloned().collect();
    let trust = &metric.trust;
    html! {
        <section aria-labelledby="metric-tests">
            <h2 id="metric-tests">{ "Tests upstream" }</h2>
            <p class="dictionary-note">
                { format!("{} passed, {} failed, {} not run, over everything upstream.", trust.tests_passed, trust.tests_failed, trust.tests_not_run) }
            </p>
            if tests.is_empty() {
                <p class="absent">{ "No test is attached to the models one hop up." }</p>
            } else {
                <TestList {tests} />
            }
        </section>
    }
}

fn dimensions(metric: &Metric) -> Html {
    html! {
        <section aria-labelledby="metric-dimensions">
            <h2 id="metric-dimensions">{ "Dimensions" }</h2>
            if metric.group_by.is_empty() {
                <p class="absent">{ "This metric cannot be grouped." }</p>
            } else {
                <ul class="dictionary-dimensions">
                    { for metric.group_by.iter().map(|option| dimension(metric, option)) }
                </ul>
            }
        </section>
    }
}

fn dimension(metric: &Metric, option: &GroupByOption) -> Html {
    let kind = match option.kind {
        GroupByKind::Categorical => "category",
        GroupByKind::Time => "time",
        GroupByKind::Entity => "entity",
    };
    let detail = match (&option.values, option.grains.as_slice()) {
        (_, [_, ..]) => format!("by {}", option.grains.join(", ")),
        (Some(values), _) if values.len() > 6 => format!("{}, and {} more", values[..6].join(", "), values.len() - 6),
        (Some(values), _) => values.join(", "),
        (None, _) => String::new(),
    };
    html! {
        <li class="dictionary-dimension">
            <span class="dictionary-dimension-label">{ dimension_label(metric, &option.name) }</span>
            <code>{ &option.name }</code>
            <span class="dictionary-dimension-kind">{ kind }</span>
            if !option.description.is_empty() { <span class="dictionary-dimension-words">{ &option.description }</span> }
            if !detail.is_empty() { <span class="dictionary-dimension-values">{ detail }</span> }
        </li>
    }
}

fn label_of(catalog: &Catalog, metric: &str) -> String {
    catalog
        .metrics
        .iter()
        .find(|known| known.name == metric)
        .map_or_else(|| metric.to_owned(), |known| known.label.clone())
}

/// `model.clearvana.fact_revenue` is `fact_revenue` to a person.
fn short_name(unique_id: &str) -> &str {
    unique_id.rsplit('.').next().unwrap_or(unique_id)
}

fn type_words(kind: MetricType) -> &'static str {
    match kind {
        MetricType::Simple => "simple: one measure",
        MetricType::Ratio => "ratio of two metrics",
        MetricType::Derived => "derived from other metrics",
        MetricType::Cumulative => "cumulative over time",
        MetricType::Conversion => "conversion between two events",
    }
}

fn format_words(metric: &Metric) -> String {
    match (metric.format, &metric.currency) {
        (NumberFormat::Currency, Some(code)) => format!("money, in {code}"),
        (NumberFormat::Currency, None) => String::from("money, currency not given"),
        (NumberFormat::Percent, _) => String::from("share, in percent"),
        (NumberFormat::Integer, _) => String::from("whole number"),
        (NumberFormat::Decimal, _) => String::from("number"),
    }
}

fn direction_words(direction: Direction) -> &'static str {
    match direction {
        Direction::UpIsGood => "▲ up is good",
        Direction::DownIsGood => "▼ down is good",
        Direction::Neutral => "neither is better",
    }
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn a_model_is_called_by_its_own_name() {
        assert_eq!(short_name("model.clearvana.fact_revenue"), "fact_revenue");
        assert_eq!(short_name("plain"), "plain");
    }
}
