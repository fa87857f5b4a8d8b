//! A clock that works in a page and in a worker.

use js_sys::{Date, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Performance;

/// Milliseconds since the page or worker started; differences are what it is for.
pub fn now_ms() -> f64 {
    Reflect::get(&js_sys::global(), &JsValue::from_str("performance"))
        .ok()
        .and_then(|clock| clock.dyn_into::<Performance>().ok())
        .map_or_else(Date::now, |clock| clock.now())
}
