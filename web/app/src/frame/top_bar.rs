//! Title, search, as-of with the site's trust, and the theme.

use martlet_browser::intl::DateStyle;
use martlet_browser::theme::Theme;
use yew::prelude::*;

use crate::components::{Icon, IconName, TrustBadge, TrustSubject, use_intl};
use crate::state::use_app;

#[derive(Properties, PartialEq)]
pub struct TopBarProps {
    pub on_search: Callback<()>,
}

#[function_component]
pub fn TopBar(props: &TopBarProps) -> Html {
    let app = use_app();
    let intl = use_intl();
    let catalog = &app.site.catalog;
    let as_of = catalog.as_of.as_deref().map(|day| intl.date(day.get(..10).unwrap_or(day), DateStyle::Day));
    html! {
        <header class="top-bar">
            <a class="top-bar-title" href="#/overview">{ &catalog.project.title }</a>
            <button type="button" class="top-bar-search" onclick={props.on_search.reform(|_| ())}
                aria-keyshortcuts="Control+K Meta+K">
                <Icon name={IconName::Search} size={14} />
                <span class="top-bar-search-words">{ "Search metrics, tables, pages" }</span>
                <kbd aria-hidden="true">{ "Ctrl K" }</kbd>
            </button>
            <div class="top-bar-state">
                if let Some(as_of) = as_of {
                    <span class="top-bar-as-of"><span class="top-bar-as-of-words">{ "as of " }</span>{ as_of }</span>
                }
                <TrustBadge catalog={catalog.clone()} subject={TrustSubject::Project} is_compact=true />
            </div>
            <ThemeSwitch />
        </header>
    }
}

/// Between light and dark; what the system says counts until the first click.
#[function_component]
fn ThemeSwitch() -> Html {
    let theme = use_state_eq(Theme::stored);
    use_effect_with(*theme, |theme| theme.apply());
    let onclick = {
        let theme = theme.clone();
        Callback::from(move |_: MouseEvent| {
            theme.set(if theme.is_dark() { Theme::Light } else { Theme::Dark });
        })
    };
    let label = if theme.is_dark() { "Switch to the light theme" } else { "Switch to the dark theme" };
    html! {
        <button type="button" class="button button-quiet button-icon" aria-label={label} title={label} {onclick}>
            <Icon name={IconName::Theme} />
        </button>
    }
}
