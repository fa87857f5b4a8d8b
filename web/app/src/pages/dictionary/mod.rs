//! The dictionary: what each metric means, who stands for it, and what it is made of.

mod list;
mod metric_page;

use yew::prelude::*;

use crate::components::{Notice, NoticeKind, dictionary_href};
use crate::state::use_app;
use list::MetricList;
use metric_page::MetricPage;

#[derive(Properties, PartialEq)]
pub struct DictionaryPageProps {
    /// Name of the metric to show; none shows the list.
    #[prop_or_default]
    pub metric: Option<String>,
}

#[function_component]
pub fn DictionaryPage(props: &DictionaryPageProps) -> Html {
    let catalog = use_app().site.catalog;
    let Some(name) = &props.metric else {
        return html! { <MetricList catalog={catalog.clone()} /> };
    };
    match catalog.metrics.iter().position(|metric| metric.name == *name) {
        Some(place) => html! { <MetricPage key={name.clone()} catalog={catalog.clone()} {place} /> },
        None => html! {
            <div class="page dictionary">
                <Notice kind={NoticeKind::Warning}
                    action={html! { <a class="button" href={dictionary_href()}>{ "All metrics" }</a> }}>
                    { format!("No metric is called “{name}” in this snapshot. It may have been renamed or removed.") }
                </Notice>
                <MetricList catalog={catalog.clone()} />
            </div>
        },
    }
}
