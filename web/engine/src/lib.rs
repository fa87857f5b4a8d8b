//! The engine worker: receives questions, opens the site, runs queries side by side, answers.
//!
//! In: [`martlet_protocol::ToEngine`]. Out: [`martlet_protocol::FromEngine`], with Arrow IPC beside it.
//! Started by `worker.js`; only the browser's glue and the order of things live here.

mod error;
mod open;
mod panic;
mod query;
mod worker;

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once, after the module was compiled.
#[wasm_bindgen]
pub fn start() {
    panic::report_to_page();
    worker::run();
}
