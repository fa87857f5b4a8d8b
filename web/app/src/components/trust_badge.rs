//! The sign beside every number: how far it can be trusted. A click says why.

use martlet_site::catalog::{Catalog, TrustState};
use yew::prelude::*;

use super::icon::Icon;
use super::popover::Popover;
use super::shared::Shared;
use super::trust_details::TrustDetails;
use super::trust_words::{state_class, state_icon, state_words};

/// What a number comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrustSubject {
    Metric(AttrValue),
    Table(AttrValue),
    Project,
    AdHoc,
}

impl TrustSubject {
    /// The state that the catalog gives; what it does not know is ad hoc.
    pub fn state(&self, catalog: &Catalog) -> TrustState {
        match self {
            Self::Metric(name) => catalog
                .metrics
                .iter()
                .find(|metric| metric.name == **name)
                .map_or(TrustState::AdHoc, |metric| metric.trust.state),
            Self::Table(name) => catalog
                .tables
                .iter()
                .find(|table| table.name == **name)
                .map_or(TrustState::AdHoc, |table| table.trust.state),
            Self::Project => catalog.trust.state,
            Self::AdHoc => TrustState::AdHoc,
        }
    }

    /// The label of what it is about.
    pub(super) fn label(&self, catalog: &Catalog) -> String {
        match self {
            Self::Metric(name) => catalog
                .metrics
                .iter()
                .find(|metric| metric.name == **name)
                .map_or_else(|| name.to_string(), |metric| metric.label.clone()),
            Self::Table(name) => name.to_string(),
            Self::Project => catalog.project.title.clone(),
            Self::AdHoc => String::from("This result"),
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct TrustBadgeProps {
    pub catalog: Shared<Catalog>,
    pub subject: TrustSubject,
    /// The sign alone, with the words for screen readers.
    #[prop_or_default]
    pub is_compact: bool,
}

#[function_component]
pub fn TrustBadge(props: &TrustBadgeProps) -> Html {
    let state = props.subject.state(&props.catalog);
    let words = state_words(state);
    let label = format!("{}: {words}. Why?", props.subject.label(&props.catalog));
    let content = {
        let (catalog, subject) = (props.catalog.clone(), props.subject.clone());
        Callback::from(move |()| html! { <TrustDetails catalog={catalog.clone()} subject={subject.clone()} /> })
    };
    let class = classes!("trust", state_class(state), props.is_compact.then_some("trust-compact"));
    let button = html! { <>
        <span class="trust-sign"><Icon name={state_icon(state)} size={12} /></span>
        if !props.is_compact { <span class="trust-words">{ words }</span> }
    </> };
    html! { <Popover {class} {button} label={AttrValue::from(label)} {content} /> }
}
