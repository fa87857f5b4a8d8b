//! Moving the keyboard's focus, and opening native dialogs and popovers.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement};

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

/// Opens the dialog with this id and focuses what is within; both must be there already.
pub fn open_dialog(id: &str, focused: &str) {
    if let Some(dialog) = document().and_then(|document| document.get_element_by_id(id)) {
        show_modal(&dialog);
        focus_id(focused);
    }
}

/// Whether the dialog with this id is open now, whatever is yet to be drawn.
pub fn is_dialog_open(id: &str) -> bool {
    let dialog = document().and_then(|document| document.get_element_by_id(id));
    dialog.is_some_and(|dialog| is_open(&dialog))
}

pub fn is_open(dialog: &Element) -> bool {
    dialog.dyn_ref::<HtmlDialogElement>().is_some_and(HtmlDialogElement::open)
}

pub fn close_dialog_id(id: &str) {
    if let Some(dialog) = document().and_then(|document| document.get_element_by_id(id)) {
        close_dialog(&dialog);
    }
}

pub fn close_dialog(dialog: &Element) {
    if let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>()
        && dialog.open()
    {
        dialog.close();
    }
}

/// Opens a native popover; what it holds must be there already.
pub fn show_popover(popover: &Element) {
    if let Some(popover) = popover.dyn_ref::<HtmlElement>() {
        // Throws when it is open already or gone from the page, and then there is nothing to open.
        let _ = popover.show_popover();
    }
}

/// Closes it; the focus goes back to where it came from.
pub fn hide_popover(popover: &Element) {
    if let Some(popover) = popover.dyn_ref::<HtmlElement>() {
        let _ = popover.hide_popover();
    }
}

/// Where the focus goes among the items of a menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    First,
    Last,
    /// From the last to the first.
    Next,
    Previous,
}

/// Focuses one of the elements in `container` that match `selector`.
pub fn walk(container: &Element, selector: &str, walk: Walk) -> bool {
    let Ok(found) = container.query_selector_all(selector) else { return false };
    let items: Vec<Element> = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect();
    let active = document().and_then(|document| document.active_element());
    let at = active.and_then(|active| items.iter().position(|item| *item == active));
    let last = items.len().saturating_sub(1);
    let next = match (walk, at) {
        (Walk::First, _) | (Walk::Next, None) => 0,
        (Walk::Last, _) | (Walk::Previous, None | Some(0)) => last,
        (Walk::Next, Some(at)) => {
            if at == last {
                0
            } else {
                at + 1
            }
        }
        (Walk::Previous, Some(at)) => at - 1,
    };
    items.get(next).is_some_and(focus)
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

/// The box of the button that an event came from.
pub fn anchor_of(event: &Event) -> Option<AnchorBox> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let button = element.closest("button").ok().flatten();
    Some(anchor_box(&button.unwrap_or(element)))
}

/// A point within an element, in CSS pixels from its corner.
pub fn anchor_within(element: &Element, x: f64, y: f64) -> AnchorBox {
    let whole = anchor_box(element);
    let (left, top) = (whole.left + x, whole.top + y);
    AnchorBox { left, right: left, top, bottom: top, ..whole }
}

/// Scrolls an element into view if it is not, without animation.
pub fn reveal(element: &Element) {
    element.scroll_into_view();
}
