//! One GET, with or without a range, that ends when nobody waits for it any more.

use futures::{
    channel::oneshot,
    future::{Either, select},
};
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use martlet_engine::SourceError;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, AbortSignal, Headers, RequestCache, RequestInit, Response};

use crate::listen::thrown_text;

#[wasm_bindgen]
extern "C" {
    /// The global `fetch`, which pages and workers both have.
    #[wasm_bindgen(js_name = fetch, catch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

/// Runs `work` on the event loop and hands its result over to any thread's future. When that future
/// is dropped, the signal given to `work` aborts its requests.
pub(super) async fn detached<T, F>(
    location: String,
    work: impl FnOnce(AbortSignal) -> F + 'static,
) -> Result<T, SourceError>
where
    T: 'static,
    F: Future<Output = Result<T, SourceError>> + 'static,
{
    let waiting = spawn(work);
    waiting
        .await
        .unwrap_or_else(|_| Err(SourceError::Connection { location, reason: "the request was given up".to_owned() }))
}

fn spawn<T, F>(work: impl FnOnce(AbortSignal) -> F + 'static) -> oneshot::Receiver<Result<T, SourceError>>
where
    T: 'static,
    F: Future<Output = Result<T, SourceError>> + 'static,
{
    let (mut done, waiting) = oneshot::channel();
    spawn_local(async move {
        let Ok(aborter) = AbortController::new() else { return };
        let result = {
            let working = std::pin::pin!(work(aborter.signal()));
            match select(working, done.cancellation()).await {
                Either::Left((result, _)) => Some(result),
                Either::Right(_) => None,
            }
        };
        match result {
            Some(result) => {
                let _ = done.send(result);
            }
            None => aborter.abort(),
        }
    });
    waiting
}

/// Sends a GET. With a range, the browser's cache is passed by: it would let the ranges of one file
/// through one at a time, and ours keeps them.
pub(super) async fn get(url: &str, range: Option<(u64, u64)>, signal: &AbortSignal) -> Result<Response, SourceError> {
    let init = RequestInit::new();
    init.set_signal(Some(signal));
    if let Some((first, last)) = range {
        let headers = Headers::new().map_err(|thrown| connection(url, &thrown))?;
        headers.set("Range", &format!("bytes={first}-{last}")).map_err(|thrown| connection(url, &thrown))?;
        init.set_headers(&headers);
        init.set_cache(RequestCache::NoStore);
    }
    let promise = global_fetch(url, &init).map_err(|thrown| connection(url, &thrown))?;
    let response = JsFuture::from(promise).await.map_err(|thrown| connection(url, &thrown))?;
    response.dyn_into::<Response>().map_err(|thrown| connection(url, &thrown))
}

/// The body, copied into wasm memory.
pub(super) async fn body(url: &str, response: &Response) -> Result<Vec<u8>, SourceError> {
    let promise = response.array_buffer().map_err(|thrown| connection(url, &thrown))?;
    let buffer = JsFuture::from(promise).await.map_err(|thrown| connection(url, &thrown))?;
    let buffer = buffer.dyn_into::<ArrayBuffer>().map_err(|thrown| connection(url, &thrown))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Reads a whole file whose size is not known beforehand.
pub async fn read_whole(url: &str) -> Result<Vec<u8>, SourceError> {
    let url = url.to_owned();
    detached(url.clone(), move |signal| async move {
        let response = get(&url, None, &signal).await?;
        super::response::check_status(&url, response.status(), &[200])?;
        body(&url, &response).await
    })
    .await
}

fn connection(url: &str, thrown: &JsValue) -> SourceError {
    SourceError::Connection { location: url.to_owned(), reason: thrown_text(thrown) }
}
