//! The page's address. The app's state lies in the fragment (`#/explore?…`), so that a plain file host
//! never sees it and any sub-path works.

use crate::listen::{Listener, on_window};

/// The fragment without `#`; empty when there is none.
pub fn fragment() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .map(|hash| hash.strip_prefix('#').map(str::to_owned).unwrap_or(hash))
        .unwrap_or_default()
}

/// The whole address, as a person would copy it.
pub fn href() -> String {
    web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// The whole address of another fragment of this page.
pub fn href_of(fragment: &str) -> String {
    let here = href();
    let page = here.split('#').next().unwrap_or_default();
    format!("{page}#{}", fragment.trim_start_matches('#'))
}

/// A new entry in the history: for going somewhere. Does not call [`on_change`].
pub fn push(fragment: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&href_of(fragment)));
    }
}

/// The same entry with another address: for refining. Does not call [`on_change`].
pub fn replace(fragment: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&href_of(fragment)));
    }
}

/// Goes to a fragment as a click on a link would: a new entry, and [`on_change`] is called.
pub fn go(fragment: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(fragment.trim_start_matches('#'));
    }
}

/// Calls back with the fragment after back, forward, a click on a link or [`go`].
pub fn on_change(mut callback: impl FnMut(String) + 'static) -> Option<Listener> {
    // `popstate` fires for all of them, once; `hashchange` would come a second time.
    on_window("popstate", move |_| callback(fragment()))
}

pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}
