//! Messages between the worker and its page.

use martlet_protocol::{Asker, FromEngine, QueryId, ToEngine};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, EventTarget, MessageEvent};

use crate::{
    listen::{Listener, thrown_text},
    wire::{self, WireError},
};

/// Receives the page's messages until it is dropped.
#[derive(Debug)]
pub struct Inbox {
    _listener: Listener,
}

impl Inbox {
    /// Starts to listen; what cannot be read is given as an error, with the id of who asked if it has one.
    pub fn open(
        on_message: impl Fn(Result<ToEngine, (WireError, Option<QueryId>)>) + 'static,
    ) -> Result<Self, PostError> {
        let scope: EventTarget = scope()?.into();
        let listener = Listener::new(&scope, "message", move |event| {
            if let Some(event) = event.dyn_ref::<MessageEvent>() {
                let data = event.data();
                on_message(match wire::decode(&data) {
                    Ok((message, _)) => Ok(message),
                    Err(error) => Err((error, asker(&data))),
                });
            }
        });
        Ok(Self { _listener: listener })
    }
}

fn asker(data: &JsValue) -> Option<QueryId> {
    let asker: Asker = serde_json::from_str(&wire::text_of(data)?).ok()?;
    Some(asker.id)
}

/// Why a message did not leave the worker.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    #[error("this is not a worker")]
    NotAWorker,
    #[error(transparent)]
    Wire(#[from] WireError),
    #[error("the browser refused the message: {0}")]
    Refused(String),
}

/// Sends a message; `ipc` travels beside it by transfer.
pub fn post(message: &FromEngine, ipc: Option<&[u8]>) -> Result<(), PostError> {
    let posted = wire::encode(message, ipc)?;
    scope()?
        .post_message_with_transfer(&posted.data, &posted.transfer)
        .map_err(|thrown| PostError::Refused(thrown_text(&thrown)))
}

fn scope() -> Result<DedicatedWorkerGlobalScope, PostError> {
    JsValue::from(js_sys::global()).dyn_into::<DedicatedWorkerGlobalScope>().map_err(|_| PostError::NotAWorker)
}
