//! What stands around every page: the bar with title, as-of and trust; the rail of pages; notices.

mod dropped;
mod engine_notice;
mod palette;
mod rail;
mod top_bar;

use martlet_browser::document;
use martlet_view::url::{Reading, Route};
use yew::prelude::*;

use crate::pages::{DictionaryPage, ExplorePage, OverviewPage, SqlPage};
use crate::state::use_app;
use dropped::DroppedNotice;
use engine_notice::EngineNotice;
use palette::Palette;
use rail::Rail;
use top_bar::TopBar;

#[derive(Properties, PartialEq)]
pub struct FrameProps {
    pub reading: Reading,
    /// The address as it stands.
    pub fragment: String,
}

#[function_component]
pub fn Frame(props: &FrameProps) -> Html {
    let app = use_app();
    let route = &props.reading.route;
    let is_palette_open = use_state_eq(|| false);
    use_effect_with((route.page(), app.site.catalog.clone()), |(page, catalog)| {
        document::set_title(&format!("{} · {}", page.label(), catalog.project.title));
    });
    let open_palette = {
        let is_open = is_palette_open.clone();
        use_callback((), move |(), ()| {
            palette::open_now();
            is_open.set(true);
        })
    };
    let close_palette = {
        let is_open = is_palette_open.clone();
        use_callback((), move |(), ()| is_open.set(false))
    };
    let page = match route {
        Route::Overview(state) => html! { <OverviewPage state={state.clone()} /> },
        Route::Explore(state) => html! { <ExplorePage state={state.clone()} /> },
        Route::Dictionary(metric) => html! { <DictionaryPage metric={metric.clone()} /> },
        Route::Sql(statement) => html! { <SqlPage statement={statement.clone()} /> },
    };
    html! {
        <div class="frame">
            <a class="skip-link" href="#content" onclick={skip_to_content()}>{ "Skip to the content" }</a>
            <TopBar on_search={open_palette.clone()} />
            <Rail page={route.page()} />
            <main class="frame-content" id="content" tabindex="-1">
                <DroppedNotice dropped={props.reading.dropped.clone()} route={route.clone()} fragment={props.fragment.clone()} />
                <EngineNotice />
                { page }
            </main>
            <Palette is_open={*is_palette_open} on_open={open_palette} on_close={close_palette} />
        </div>
    }
}

/// A fragment would be taken for a page's address.
fn skip_to_content() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        martlet_browser::focus::focus_id("content");
    })
}
