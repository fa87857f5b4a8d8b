//! The site's files over HTTP, by ranges.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    ops::Range,
    rc::Rc,
};

use bytes::Bytes;
use futures::{
    FutureExt,
    future::{BoxFuture, LocalBoxFuture, Shared},
};
use martlet_engine::{ByteSource, Part, SourceError};
use martlet_site::catalog::DataFile;
use web_sys::{AbortSignal, Response};

use super::{
    manners::{Manners, Turn, turn},
    requests::{body, detached, get},
    response::{check_content_range, check_length, check_size, check_status},
};

/// Reads `data_url` + `DataFile::path`. A host that answers a range request with the whole file is
/// taken at its word: each file is asked for once, and its body serves everyone who waits for that file.
#[derive(Debug, Clone)]
pub struct FetchSource {
    data_url: String,
}

impl FetchSource {
    /// `data_url` is absolute and ends with a slash.
    pub fn new(data_url: impl Into<String>) -> Self {
        Self { data_url: data_url.into() }
    }
}

impl ByteSource for FetchSource {
    fn read(&self, file: &DataFile, range: Range<u64>) -> BoxFuture<'static, Result<Part, SourceError>> {
        let url = format!("{}{}", self.data_url, file.path);
        let wanted = Wanted { host: self.data_url.clone(), url: url.clone(), size_bytes: file.size_bytes, range };
        detached(url, move |signal| read(wanted, signal)).boxed()
    }
}

struct Wanted {
    /// Where the site's files lie.
    host: String,
    url: String,
    size_bytes: u64,
    range: Range<u64>,
}

async fn read(wanted: Wanted, signal: AbortSignal) -> Result<Part, SourceError> {
    let Wanted { host, url, size_bytes, range } = wanted;
    if range == (0..size_bytes) {
        let response = get(&url, None, &signal).await?;
        check_status(&url, response.status(), &[200])?;
        let bytes = body(&url, &response).await?;
        check_size(&url, size_bytes, bytes.len() as u64)?;
        return Ok(Part::new(0, bytes.into()));
    }
    let asker = match turn(&host).await {
        Turn::First(asker) => Some(asker),
        Turn::Known(Manners::SendsRanges) => None,
        Turn::Known(Manners::SendsWholeFiles) => return whole_file(&url, size_bytes, None, signal).await,
    };
    if whole_file_coming(&url).is_some() {
        return whole_file(&url, size_bytes, None, signal).await;
    }

    let response = get(&url, Some((range.start, range.end - 1)), &signal).await?;
    check_status(&url, response.status(), &[200, 206])?;
    if response.status() == 200 {
        if whole_file_coming(&url).is_some() {
            give_up_body(&response);
        }
        let reading = whole_file(&url, size_bytes, Some(response), signal);
        // Only now: who waits for this answer finds the file on its way.
        if let Some(asker) = asker {
            asker.learned(Manners::SendsWholeFiles);
        }
        return reading.await;
    }
    if let Some(asker) = asker {
        asker.learned(Manners::SendsRanges);
    }
    let content_range = response.headers().get("Content-Range").ok().flatten();
    check_content_range(&url, content_range.as_deref(), &range, size_bytes)?;
    let bytes = body(&url, &response).await?;
    check_length(&url, &range, bytes.len() as u64)?;
    Ok(Part::new(range.start, bytes.into()))
}

/// A whole body on its way.
#[derive(Clone)]
struct Coming {
    body: Shared<LocalBoxFuture<'static, Result<Bytes, SourceError>>>,
    /// Aborted when the one who asked for it has given up.
    signal: AbortSignal,
    /// Whether one of those who wait has counted its bytes.
    is_counted: Rc<Cell<bool>>,
}

thread_local! {
    /// Whole bodies that are on their way because a host ignores ranges, by URL.
    static COMING: RefCell<HashMap<String, Coming>> = RefCell::default();
}

fn whole_file_coming(url: &str) -> Option<Coming> {
    COMING.with(|coming| coming.borrow().get(url).cloned())
}

/// The whole file: as it is coming already, else from the answer that is there, else asked for. Registered before it
/// is awaited, so that others find it at once.
fn whole_file(
    url: &str,
    size_bytes: u64,
    response: Option<Response>,
    signal: AbortSignal,
) -> impl Future<Output = Result<Part, SourceError>> + use<> {
    let mut coming = whole_file_coming(url).unwrap_or_else(|| ask_whole(url, size_bytes, response, &signal));
    let url = url.to_owned();
    async move {
        loop {
            let result = coming.body.clone().await;
            forget(&url, &coming);
            if result.is_err() && coming.signal.aborted() && !signal.aborted() {
                // Another gave up the query for which it came; this one still waits.
                coming = whole_file_coming(&url).unwrap_or_else(|| ask_whole(&url, size_bytes, None, &signal));
                continue;
            }
            return result.map(|bytes| match coming.is_counted.replace(true) {
                false => Part::new(0, bytes),
                true => Part { transferred_bytes: 0, ..Part::new(0, bytes) },
            });
        }
    }
}

/// Unless another has asked for the file meanwhile.
fn forget(url: &str, come: &Coming) {
    COMING.with(|all| {
        let mut all = all.borrow_mut();
        if all.get(url).is_some_and(|other| Rc::ptr_eq(&other.is_counted, &come.is_counted)) {
            all.remove(url);
        }
    });
}

fn ask_whole(url: &str, size_bytes: u64, response: Option<Response>, signal: &AbortSignal) -> Coming {
    let (address, own_signal) = (url.to_owned(), signal.clone());
    let reading: LocalBoxFuture<'static, Result<Bytes, SourceError>> = async move {
        let response = match response {
            Some(response) => response,
            None => {
                let response = get(&address, None, &own_signal).await?;
                check_status(&address, response.status(), &[200])?;
                response
            }
        };
        let bytes = body(&address, &response).await?;
        check_size(&address, size_bytes, bytes.len() as u64)?;
        Ok(Bytes::from(bytes))
    }
    .boxed_local();
    let coming = Coming { body: reading.shared(), signal: signal.clone(), is_counted: Rc::default() };
    COMING.with(|all| all.borrow_mut().insert(url.to_owned(), coming.clone()));
    coming
}

/// Tells the host that nobody reads this body. Where that fails, it comes and is thrown away.
fn give_up_body(response: &Response) {
    if let Some(stream) = response.body() {
        // What the promise says does not matter, and a rejection must not be reported as nobody's.
        let given_up = wasm_bindgen_futures::JsFuture::from(stream.cancel());
        wasm_bindgen_futures::spawn_local(async move {
            let _ = given_up.await;
        });
    }
}
