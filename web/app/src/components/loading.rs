//! What is loading, how many bytes of it are here, and a way to stop.

use martlet_protocol::Progress;
use yew::prelude::*;

use super::intl::use_intl;

#[derive(Properties, PartialEq)]
pub struct LoadingBarProps {
    /// "Reading fact_revenue", "Starting the query engine".
    pub label: AttrValue,
    /// None while nothing is known.
    #[prop_or_default]
    pub progress: Option<Progress>,
    #[prop_or_default]
    pub on_cancel: Option<Callback<()>>,
}

#[function_component]
pub fn LoadingBar(props: &LoadingBarProps) -> Html {
    let intl = use_intl();
    let progress = props.progress.filter(|progress| progress.bytes_planned > 0);
    let read = progress
        .map(|progress| format!("{} of {}", intl.bytes(progress.bytes_read), intl.bytes(progress.bytes_planned)));
    let (value, max) = match progress {
        Some(progress) => (
            Some(progress.bytes_read.min(progress.bytes_planned).to_string()),
            Some(progress.bytes_planned.to_string()),
        ),
        None => (None, None),
    };
    html! {
        <div class="loading" role="status">
            <span class="loading-label">{ &props.label }</span>
            <progress class="loading-bar" {value} {max} aria-label={props.label.clone()}></progress>
            // Read out once at the start, not with every byte.
            <span class="loading-bytes" aria-hidden="true">{ read.unwrap_or_default() }</span>
            if let Some(on_cancel) = &props.on_cancel {
                <button type="button" class="button" onclick={on_cancel.reform(|_| ())}>{ "Cancel" }</button>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct SkeletonProps {
    /// What will stand here, for screen readers.
    pub label: AttrValue,
    /// Text lines that it keeps free, so that nothing jumps.
    #[prop_or(1)]
    pub lines: u32,
}

/// Keeps the place of what is to come.
#[function_component]
pub fn Skeleton(props: &SkeletonProps) -> Html {
    html! {
        <div class="skeleton" role="status" aria-busy="true">
            <span class="for-readers">{ format!("Loading: {}", props.label) }</span>
            { for (0..props.lines).map(|_| html! { <span class="skeleton-line" aria-hidden="true"></span> }) }
        </div>
    }
}
