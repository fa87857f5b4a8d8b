//! What every page can reach.

use martlet_browser::engine_client::EngineClient;
use martlet_view::url::Route;
use yew::prelude::*;

use super::site::Site;
use crate::routes::{Entry, Navigator};

#[derive(Debug, Clone, PartialEq)]
pub struct AppContext {
    pub site: Site,
    pub engine: EngineClient,
    pub navigator: Navigator,
}

impl AppContext {
    /// Shows another page or state.
    pub fn go(&self, route: Route, entry: Entry) {
        self.navigator.go(&route, &self.site.catalog, entry);
    }
}

/// The app around this component. Every page stands below the provider in `App`.
#[hook]
#[expect(clippy::expect_used, reason = "a component outside the app is a mistake in the code, not in its input")]
pub fn use_app() -> AppContext {
    use_context::<AppContext>().expect("components stand below App's provider")
}
