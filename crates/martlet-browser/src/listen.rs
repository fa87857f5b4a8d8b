//! Event listeners and observers that end when their guard is dropped.

use std::fmt;

use js_sys::{Array, Function};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget, KeyboardEvent, ResizeObserver, ResizeObserverEntry};

/// A registered listener; dropping it removes the listener.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    callback: Closure<dyn FnMut(Event)>,
}

impl Listener {
    pub fn new(target: &EventTarget, name: &'static str, callback: impl FnMut(Event) + 'static) -> Self {
        let callback: Closure<dyn FnMut(Event)> = Closure::new(callback);
        // `addEventListener` throws only for arguments that this type rules out.
        let _ = target.add_event_listener_with_callback(name, callback.as_ref().unchecked_ref());
        Self { target: target.clone(), name, callback }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function: &Function = self.callback.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.name, function);
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Listens on the window; none outside of a page.
pub fn on_window(name: &'static str, callback: impl FnMut(Event) + 'static) -> Option<Listener> {
    let window: EventTarget = web_sys::window()?.into();
    Some(Listener::new(&window, name, callback))
}

/// A key that was pressed, without the browser's types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// `KeyboardEvent.key`: `k`, `Escape`, `ArrowLeft`.
    pub name: String,
    /// Ctrl, or Cmd on a Mac.
    pub is_command: bool,
    pub is_shift: bool,
    pub is_alt: bool,
    /// The key went to a field in which a person types.
    pub is_typing: bool,
}

/// Calls back with every key pressed in the page; returning true prevents the browser's own action.
pub fn on_key(mut callback: impl FnMut(&Key) -> bool + 'static) -> Option<Listener> {
    on_window("keydown", move |event| {
        let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else { return };
        let is_typing = event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| {
            matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
                || element.closest("[contenteditable=true]").ok().flatten().is_some()
        });
        let key = Key {
            name: pressed.key(),
            is_command: pressed.ctrl_key() || pressed.meta_key(),
            is_shift: pressed.shift_key(),
            is_alt: pressed.alt_key(),
            is_typing,
        };
        if callback(&key) {
            event.prevent_default();
        }
    })
}

/// Watches an element's size; dropping it stops.
pub struct SizeWatch {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut(Array)>,
}

impl SizeWatch {
    /// Calls back with the content box, in CSS pixels; none where the browser has no `ResizeObserver`.
    pub fn new(element: &Element, mut callback: impl FnMut(f64, f64) + 'static) -> Option<Self> {
        let callback: Closure<dyn FnMut(Array)> = Closure::new(move |entries: Array| {
            if let Ok(entry) = entries.get(0).dyn_into::<ResizeObserverEntry>() {
                let content = entry.content_rect();
                callback(content.width(), content.height());
            }
        });
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _callback: callback })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl fmt::Debug for SizeWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SizeWatch")
    }
}

/// A media query (`(prefers-color-scheme: dark)`) that calls back when its answer changes.
#[derive(Debug)]
pub struct MediaWatch {
    _listener: Listener,
}

impl MediaWatch {
    pub fn new(query: &str, mut callback: impl FnMut(bool) + 'static) -> Option<Self> {
        let list = web_sys::window()?.match_media(query).ok().flatten()?;
        let asked = list.clone();
        let listener = Listener::new(&list, "change", move |_| callback(asked.matches()));
        Some(Self { _listener: listener })
    }
}

/// Whether a media query holds now.
pub fn media_matches(query: &str) -> bool {
    web_sys::window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|list| list.matches())
}

/// The text of a thrown value: an `Error`'s message, or the value itself.
pub(crate) fn thrown_text(thrown: &JsValue) -> String {
    if let Some(error) = thrown.dyn_ref::<js_sys::Error>() {
        return String::from(error.message());
    }
    thrown.as_string().unwrap_or_else(|| String::from("the browser gave no reason"))
}
