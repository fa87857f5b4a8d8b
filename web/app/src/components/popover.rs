//! A native popover under the button that opens it. Its content is made only while it is open.

use martlet_browser::focus::{AnchorBox, anchor_box};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::ids::use_dom_id;

/// Room kept free beside the window's edge.
const EDGE_PX: f64 = 8.0;

#[derive(Properties, PartialEq)]
pub struct PopoverProps {
    /// What the button shows.
    pub button: Html,
    /// The button's name for screen readers, when what it shows is not enough.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    #[prop_or_default]
    pub class: Classes,
    /// Makes the content; called while the popover is open.
    pub content: Callback<(), Html>,
    #[prop_or(360)]
    pub width_px: u32,
}

#[function_component]
pub fn Popover(props: &PopoverProps) -> Html {
    let id = use_dom_id("popover");
    let is_open = use_state_eq(|| false);
    let button = use_node_ref();
    let panel = use_node_ref();
    let onclick = {
        let is_open = is_open.clone();
        // The content must be there before the browser opens the popover and measures it.
        Callback::from(move |_: MouseEvent| is_open.set(true))
    };
    let ontoggle = {
        let (is_open, panel, button) = (is_open.clone(), panel.clone(), button.clone());
        Callback::from(move |_: Event| {
            let Some(element) = panel.cast::<Element>() else { return };
            let is_shown = element.matches(":popover-open").unwrap_or(false);
            is_open.set(is_shown);
            if is_shown {
                place(&button, &panel);
            }
        })
    };
    use_effect_with(*is_open, {
        let (button, panel) = (button.clone(), panel.clone());
        move |is_open| {
            if *is_open {
                place(&button, &panel);
            }
        }
    });
    let style = format!("--popover-width: {}px", props.width_px);
    html! {
        <span class="popover-anchor">
            <button ref={button} type="button" class={props.class.clone()} popovertarget={id.clone()}
                aria-label={props.label.clone()} aria-haspopup="dialog" {onclick}>
                { props.button.clone() }
            </button>
            <div ref={panel} {id} class="popover" popover="auto" role="dialog" aria-label={props.label.clone()}
                {style} {ontoggle}>
                if *is_open { { props.content.emit(()) } }
            </div>
        </span>
    }
}

fn place(button: &NodeRef, panel: &NodeRef) {
    let (Some(button), Some(panel)) = (button.cast::<Element>(), panel.cast::<HtmlElement>()) else {
        return;
    };
    put(&panel, anchor_box(&button));
}

/// Puts a popover that is open beside its anchor.
pub fn put(panel: &HtmlElement, at: AnchorBox) {
    let own = anchor_box(panel);
    let (left, top) = placed(
        at.left,
        at.top,
        at.bottom,
        own.right - own.left,
        own.bottom - own.top,
        at.viewport_width,
        at.viewport_height,
    );
    let style = panel.style();
    let _ = style.set_property("left", &format!("{left}px"));
    let _ = style.set_property("top", &format!("{top}px"));
}

/// Below the anchor, or above it when there is more room; never past the window's edge.
fn placed(
    left: f64,
    top: f64,
    bottom: f64,
    width: f64,
    height: f64,
    window_width: f64,
    window_height: f64,
) -> (f64, f64) {
    let x = left.min(window_width - width - EDGE_PX).max(EDGE_PX);
    let fits_below = bottom + 4.0 + height + EDGE_PX <= window_height;
    let y = if fits_below || top < window_height - bottom { bottom + 4.0 } else { top - 4.0 - height };
    (x, y.max(EDGE_PX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_popover_stays_in_the_window() {
        assert_eq!(placed(100.0, 50.0, 70.0, 360.0, 200.0, 1440.0, 900.0), (100.0, 74.0));
        assert_eq!(placed(300.0, 50.0, 70.0, 360.0, 200.0, 390.0, 800.0).0, 22.0);
        assert_eq!(placed(0.0, 700.0, 720.0, 360.0, 200.0, 1440.0, 800.0).1, 496.0);
        assert_eq!(placed(0.0, 50.0, 70.0, 380.0, 2000.0, 390.0, 800.0), (8.0, 74.0));
    }
}
