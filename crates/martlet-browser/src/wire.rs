//! How a protocol message crosses between page and worker: a JavaScript array of the message as
//! JSON text and, when there are bytes, an `ArrayBuffer` that is transferred.
//!
//! Text and not an object, because JSON is parsed by serde on both sides and a 64-bit number stays whole.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

/// Why a message could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    #[error("the message is not an array of text and bytes")]
    Shape,
    #[error("the message is not readable: {0}")]
    Json(#[from] serde_json::Error),
}

impl WireError {
    pub const CODE: &str = "MRT-W001";
}

/// A message ready for `postMessage(data, transfer)`.
#[derive(Debug)]
pub struct Posted {
    pub data: JsValue,
    pub transfer: Array,
}

/// Copies `payload` out of wasm memory, because that memory itself cannot be transferred.
pub fn encode<T: Serialize>(message: &T, payload: Option<&[u8]>) -> Result<Posted, WireError> {
    let data = Array::of1(&JsValue::from_str(&serde_json::to_string(message)?));
    let transfer = Array::new();
    if let Some(bytes) = payload {
        let buffer = Uint8Array::from(bytes).buffer();
        data.push(&buffer);
        transfer.push(&buffer);
    }
    Ok(Posted { data: data.into(), transfer })
}

/// The message's text.
pub fn text_of(data: &JsValue) -> Option<String> {
    data.dyn_ref::<Array>()?.get(0).as_string()
}

/// The message and the bytes beside it.
pub fn decode<T: DeserializeOwned>(data: &JsValue) -> Result<(T, Option<Vec<u8>>), WireError> {
    let parts = data.dyn_ref::<Array>().ok_or(WireError::Shape)?;
    let text = parts.get(0).as_string().ok_or(WireError::Shape)?;
    let payload = parts.get(1).dyn_into::<ArrayBuffer>().ok().map(|buffer| Uint8Array::new(&buffer).to_vec());
    Ok((serde_json::from_str(&text)?, payload))
}
