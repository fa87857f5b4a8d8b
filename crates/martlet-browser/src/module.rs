//! Loading an ES module when it is first needed.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::document::{absolute_url, meta};
use crate::listen::thrown_text;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = "import", catch)]
    async fn import_module(url: &str) -> Result<JsValue, JsValue>;
}

/// A module that did not load: lost connection, or a site whose files were replaced meanwhile.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{url} did not load: {reason}")]
pub struct ModuleError {
    pub url: String,
    pub reason: String,
}

impl ModuleError {
    pub const CODE: &str = "MRT-W002";
}

/// Imports the module named by `<meta name="martlet-{name}">`, else `js/{name}.js` beside the page.
/// The browser keeps it, so a second call costs nothing.
pub async fn load(name: &str) -> Result<JsValue, ModuleError> {
    let relative = meta(&format!("martlet-{name}")).unwrap_or_else(|| format!("js/{name}.js"));
    let url = absolute_url(&relative).unwrap_or(relative);
    match import_module(&url).await {
        Ok(module) => Ok(module),
        Err(thrown) => Err(ModuleError { reason: thrown_text(&thrown), url }),
    }
}
