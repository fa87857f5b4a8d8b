//! Moving the keyboard's focus, and opening native dialogs and popovers.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement};

use crate::document::document;

/// Focuses the element with this id; false when there is none.
pub fn focus_id(id: &str) -> bool {
    document().and_then(|document| document.get_element_by_id(id)).is_some_and(|element| focus(&element))
}

pub fn focus(element: &Element) -> bool {
    element.dyn_ref::<HtmlElement>().is_some_and(|element| element.focus().is_ok())
}

/// Opens a `<dialog>` above everything, with the rest of the page inert.
pub fn show_modal(dialog: &Element) {
    if let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>()
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
}

pub fn close_dialog(dialog: &Element) {
    if let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>()
        && dialog.open()
    {
        dialog.close();
    }
}

/// Where a floating element goes: the anchor's box and the viewport, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnchorBox {
    pub left: f64,
    pub top: f64,
    pub bottom: f64,
    pub right: f64,
    pub viewport_width: f64,
    pub viewport_height: f64,
}

pub fn anchor_box(element: &Element) -> AnchorBox {
    let rect = element.get_bounding_client_rect();
    let side = |value: Option<wasm_bindgen::JsValue>| value.and_then(|v| v.as_f64()).unwrap_or(0.0);
    let window = web_sys::window();
    AnchorBox {
        left: rect.left(),
        top: rect.top(),
        bottom: rect.bottom(),
        right: rect.right(),
        viewport_width: side(window.as_ref().and_then(|w| w.inner_width().ok())),
        viewport_height: side(window.as_ref().and_then(|w| w.inner_height().ok())),
    }
}

/// Scrolls an element into view if it is not, without animation.
pub fn reveal(element: &Element) {
    element.scroll_into_view();
}
