//! What a trust badge opens: definition, as-of, freshness, tests, owner, lineage.

use martlet_browser::intl::{DateStyle, Intl};
use martlet_site::catalog::{Catalog, Freshness, FreshnessStatus, Metric, Owner, TestOutcome, TestStatus, Trust};
use yew::prelude::*;

use super::icon::Icon;
use super::intl::use_intl;
use super::links::metric_href;
use super::shared::Shared;
use super::trust_badge::TrustSubject;
use super::trust_words::{freshness_words, state_class, state_icon, state_meaning, state_words, test_words};

#[derive(Properties, PartialEq)]
pub(super) struct TrustDetailsProps {
    pub catalog: Shared<Catalog>,
    pub subject: TrustSubject,
}

#[function_component]
pub(super) fn TrustDetails(props: &TrustDetailsProps) -> Html {
    let intl = use_intl();
    let catalog = &props.catalog;
    let state = props.subject.state(catalog);
    let facts = match &props.subject {
        TrustSubject::Metric(name) => {
            catalog.metrics.iter().find(|metric| metric.name == **name).map(|metric| of_metric(catalog, metric, &intl))
        }
        TrustSubject::Table(name) => catalog.tables.iter().find(|table| table.name == **name).map(|table| {
            let ids: Vec<&str> = table.unique_id.as_deref().into_iter().collect();
            html! { <>
                { definition(&table.description, None) }
                <dl class="facts">
                    { evidence(catalog, &table.trust, &ids, &intl) }
                    { owner(table.owner.as_ref()) }
                </dl>
            </> }
        }),
        TrustSubject::Project => Some(html! {
            <dl class="facts">{ evidence(catalog, &catalog.trust, &[], &intl) }</dl>
        }),
        TrustSubject::AdHoc => None,
    };
    html! {
        <div class="trust-details">
            <p class={classes!("trust-details-state", state_class(state))}>
                <span class="trust-sign"><Icon name={state_icon(state)} size={12} /></span>
                { state_words(state) }
            </p>
            <h2 class="trust-details-title">{ props.subject.label(catalog) }</h2>
            <p class="trust-details-meaning">{ state_meaning(state) }</p>
            { facts.unwrap_or_default() }
        </div>
    }
}

fn of_metric(catalog: &Catalog, metric: &Metric, intl: &Intl) -> Html {
    let upstream: Vec<&str> = metric.upstream.iter().map(String::as_str).collect();
    let made_of = metric.input_metrics.iter().map(|name| {
        html! {
            <a class="lineage-item" href={metric_href(name)}>{ label_of(catalog, name) }</a>
        }
    });
    let tables = metric.tables.iter().map(|name| html! { <code class="lineage-item">{ name }</code> });
    html! { <>
        { definition(&metric.description, Some(&metric.formula)) }
        <dl class="facts">
            { evidence(catalog, &metric.trust, &upstream, intl) }
            { owner(metric.owner.as_ref()) }
            <dt>{ "Made of" }</dt>
            <dd class="lineage">{ for made_of }{ for tables }</dd>
        </dl>
        <p><a href={metric_href(&metric.name)}>{ "Open in the dictionary" }</a></p>
    </> }
}

fn label_of(catalog: &Catalog, metric: &str) -> String {
    catalog
        .metrics
        .iter()
        .find(|known| known.name == metric)
        .map_or_else(|| metric.to_owned(), |known| known.label.clone())
}

fn definition(words: &str, formula: Option<&str>) -> Html {
    html! { <>
        if !words.is_empty() { <p class="trust-details-definition">{ words }</p> }
        if let Some(formula) = formula.filter(|formula| !formula.is_empty()) {
            <p><code class="formula">{ formula }</code></p>
        }
    </> }
}

fn owner(owner: Option<&Owner>) -> Html {
    html! { <>
        <dt>{ "Owner" }</dt>
        <dd>
            { match owner {
                Some(Owner { name, email: Some(email) }) => {
                    html! { <a href={format!("mailto:{email}")}>{ name }</a> }
                }
                Some(owner) => html! { { &owner.name } },
                None => html! { <span class="absent">{ "nobody is named" }</span> },
            } }
        </dd>
    </> }
}

fn evidence(catalog: &Catalog, trust: &Trust, upstream: &[&str], intl: &Intl) -> Html {
    let as_of = trust.as_of.as_ref().or(catalog.as_of.as_ref());
    let sources = catalog.sources.iter().filter(|source| trust.sources.contains(&source.unique_id));
    let failing = tests_of(catalog, upstream)
        .into_iter()
        .filter(|test| !matches!(test.status, TestStatus::Pass | TestStatus::NotRun));
    html! { <>
        <dt>{ "As of" }</dt>
        <dd>
            { match as_of {
                Some(as_of) => html! { <time datetime={as_of.clone()}>{ intl.date(as_of, DateStyle::Day) }</time> },
                None => html! { <span class="absent">{ "unknown" }</span> },
            } }
        </dd>
        <dt>{ "Freshness" }</dt>
        <dd>
            if trust.sources.is_empty() {
                <span class="absent">{ "no source is declared" }</span>
            } else {
                <ul class="plain-list">
                    { for sources.map(|source| html! {
                        <li><code>{ &source.name }</code>{ " " }<SourceFreshness freshness={source.freshness.clone()} /></li>
                    }) }
                </ul>
            }
        </dd>
        <dt>{ "Tests" }</dt>
        <dd>
            { test_counts(trust) }
            <ul class="plain-list">
                { for failing.map(|test| html! {
                    <li><code>{ &test.name }</code>{ " " }{ test_words(test.status) }</li>
                }) }
            </ul>
        </dd>
        if !trust.reasons.is_empty() {
            <dt>{ "Reasons" }</dt>
            <dd><ul class="plain-list">{ for trust.reasons.iter().map(|reason| html! { <li>{ reason }</li> }) }</ul></dd>
        }
    </> }
}

fn test_counts(trust: &Trust) -> Html {
    if trust.tests_passed + trust.tests_failed + trust.tests_not_run == 0 {
        return html! { <span class="absent">{ "no test upstream" }</span> };
    }
    let mut counts = vec![format!("{} passed", trust.tests_passed)];
    if trust.tests_failed > 0 {
        counts.push(format!("{} failed", trust.tests_failed));
    }
    if trust.tests_not_run > 0 {
        counts.push(format!("{} not run", trust.tests_not_run));
    }
    html! { { counts.join(", ") } }
}

/// Tests on these models and sources, by dbt unique id; those that did not pass come first.
pub fn tests_of<'a>(catalog: &'a Catalog, unique_ids: &[&str]) -> Vec<&'a TestOutcome> {
    let mut tests: Vec<&TestOutcome> = catalog
        .tests
        .iter()
        .filter(|test| test.attached_to.as_deref().is_some_and(|on| unique_ids.contains(&on)))
        .collect();
    tests.sort_by_key(|test| match test.status {
        TestStatus::Fail | TestStatus::Error => 0,
        TestStatus::Warn => 1,
        TestStatus::Skipped => 2,
        TestStatus::NotRun => 3,
        TestStatus::Pass => 4,
    });
    tests
}

#[derive(Properties, PartialEq)]
pub struct SourceFreshnessProps {
    pub freshness: Option<Freshness>,
}

/// A source's age against its threshold, in words.
#[function_component]
pub fn SourceFreshness(props: &SourceFreshnessProps) -> Html {
    let intl = use_intl();
    let Some(freshness) = &props.freshness else {
        return html! { <span class="absent">{ "freshness is not configured" }</span> };
    };
    let class = match freshness.status {
        FreshnessStatus::Pass => "state-good",
        FreshnessStatus::Warn => "state-late",
        FreshnessStatus::Error | FreshnessStatus::RuntimeError => "state-bad",
        FreshnessStatus::NotMeasured => "absent",
    };
    let threshold = freshness.error_after.as_ref().or(freshness.warn_after.as_ref());
    html! {
        <span class="freshness">
            <span class={class}>{ freshness_words(freshness.status) }</span>
            if let Some(age) = freshness.age_seconds { { ", loaded " }{ intl.age(age) } }
            if let Some(threshold) = threshold { { ", allowed " }{ threshold } }
        </span>
    }
}

#[derive(Properties, PartialEq)]
pub struct TestListProps {
    pub tests: Vec<TestOutcome>,
}

/// Tests with their last result.
#[function_component]
pub fn TestList(props: &TestListProps) -> Html {
    let intl = use_intl();
    html! {
        <ul class="test-list">
            { for props.tests.iter().map(|test| {
                let class = match test.status {
                    TestStatus::Pass => "state-good",
                    TestStatus::Warn => "state-late",
                    TestStatus::Fail | TestStatus::Error => "state-bad",
                    TestStatus::Skipped | TestStatus::NotRun => "absent",
                };
                let failures = test.failures.filter(|count| *count > 0);
                html! {
                    <li class="test">
                        <span class={classes!("test-state", class)}>{ test_words(test.status) }</span>
                        <code class="test-name">{ &test.name }</code>
                        <span class="test-note">
                            if let Some(count) = failures { { format!("{} rows", intl.integer(count)) } }
                            if let Some(ran_at) = &test.ran_at {
                                <time datetime={ran_at.clone()}>{ intl.date(ran_at, DateStyle::Moment) }</time>
                            }
                        </span>
                        if let Some(message) = test.message.as_ref().filter(|_| test.status != TestStatus::Pass) {
                            <span class="test-message">{ message }</span>
                        }
                    </li>
                }
            }) }
        </ul>
    }
}
