//! Copying text.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use crate::document::document;

/// False when the browser refused (no permission, or a page that is not in focus).
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // `navigator.clipboard` exists only on secure origins; a site on a plain http intranet has none.
    if window.is_secure_context() {
        return JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok();
    }
    copy_by_selection(text).unwrap_or(false)
}

fn copy_by_selection(text: &str) -> Option<bool> {
    let document = document()?;
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    field.set_attribute("aria-hidden", "true").ok()?;
    let _ = field.unchecked_ref::<HtmlElement>().style().set_property("position", "fixed");
    document.body()?.append_child(&field).ok()?;
    field.select();
    let command = js_sys::Reflect::get(&document, &"execCommand".into()).ok()?;
    let done = command
        .dyn_into::<js_sys::Function>()
        .ok()
        .and_then(|run| run.call1(&document, &"copy".into()).ok())
        .is_some_and(|answer| answer.is_truthy());
    field.remove();
    Some(done)
}
