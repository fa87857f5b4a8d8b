//! A link that no longer fits: what was dropped from it.

use martlet_view::url::Route;
use yew::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::routes::Entry;
use crate::state::use_app;

#[derive(Properties, PartialEq)]
pub struct DroppedNoticeProps {
    pub dropped: Vec<String>,
    pub route: Route,
    pub fragment: String,
}

/// The address is mended at once; the notice stays until it is closed or the reader goes on.
#[function_component]
pub fn DroppedNotice(props: &DroppedNoticeProps) -> Html {
    let app = use_app();
    let shown = use_state_eq(|| None::<(Route, Vec<String>)>);
    use_effect_with((props.dropped.clone(), props.route.clone()), {
        let shown = shown.clone();
        move |(dropped, route)| {
            if !dropped.is_empty() {
                shown.set(Some((route.clone(), dropped.clone())));
                app.go(route.clone(), Entry::Replace);
            } else if shown.as_ref().is_some_and(|(of, _)| of != route) {
                shown.set(None);
            }
        }
    });
    let Some((_, dropped)) = &*shown else { return Html::default() };
    let on_close = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(None))
    };
    html! {
        <Notice kind={NoticeKind::Warning} {on_close}>
            <p>{ "Part of this link does not fit this site any more, and was left out:" }</p>
            <ul>{ for dropped.iter().map(|what| html! { <li>{ what }</li> }) }</ul>
        </Notice>
    }
}
