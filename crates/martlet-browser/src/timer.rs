//! One-shot timers that are cancelled on drop. Work in a page and in a worker.

use std::fmt;

use js_sys::{Function, Reflect, global};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// A pending call; dropping it cancels the call.
pub struct Timeout {
    id: JsValue,
    _callback: Closure<dyn FnMut()>,
}

impl Timeout {
    pub fn new(after_ms: u32, callback: impl FnOnce() + 'static) -> Self {
        let callback = Closure::once(callback);
        let id = function("setTimeout")
            .and_then(|set| set.call2(&JsValue::UNDEFINED, callback.as_ref(), &JsValue::from(after_ms)).ok())
            .unwrap_or(JsValue::UNDEFINED);
        Self { id, _callback: callback }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        if let Some(clear) = function("clearTimeout") {
            let _ = clear.call1(&JsValue::UNDEFINED, &self.id);
        }
    }
}

impl fmt::Debug for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Timeout")
    }
}

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

fn function(name: &str) -> Option<Function> {
    Reflect::get(&global(), &JsValue::from_str(name)).ok()?.dyn_into().ok()
}
