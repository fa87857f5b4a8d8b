//! Martlet's app: Overview, Explore, Dictionary and SQL over one static site.
//!
//! State runs one way: address → route → requests → answers → what is shown. The site's files and the
//! engine are reached through `martlet-browser`; what is asked and drawn is decided in `martlet-view`.

mod app;
mod charts;
mod components;
mod frame;
mod pages;
mod routes;
mod state;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
