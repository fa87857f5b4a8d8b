//! The site's files over HTTP, by ranges.

use std::{cell::RefCell, collections::HashMap, ops::Range};

use bytes::Bytes;
use futures::{
    FutureExt,
    future::{BoxFuture, LocalBoxFuture, Shared},
};
use martlet_engine::{ByteSource, Part, SourceError};
use martlet_site::catalog::DataFile;
use web_sys::{AbortSignal, Response};

use super::{
    requests::{body, detached, get},
    response::{check_content_range, check_length, check_size, check_status},
};

/// Reads `data_url` + `DataFile::path`. A host that answers a range request with the whole file is
/// taken at its word: the body is used once for everyone who waits for that file.
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
        let size_bytes = file.size_bytes;
        detached(url.clone(), move |signal| read(url, size_bytes, range, signal)).boxed()
    }
}

async fn read(url: String, size_bytes: u64, range: Range<u64>, signal: AbortSignal) -> Result<Part, SourceError> {
    if range == (0..size_bytes) {
        let response = get(&url, None, &signal).await?;
        check_status(&url, response.status(), &[200])?;
        let bytes = body(&url, &response).await?;
        check_size(&url, size_bytes, bytes.len() as u64)?;
        return Ok(Part { offset: 0, bytes: bytes.into() });
    }
    if let Some(coming) = whole_file_coming(&url) {
        return coming.await.map(whole);
    }

    let response = get(&url, Some((range.start, range.end - 1)), &signal).await?;
    check_status(&url, response.status(), &[200, 206])?;
    if response.status() == 200 {
        return whole_file(&url, size_bytes, response).await.map(whole);
    }
    let content_range = response.headers().get("Content-Range").ok().flatten();
    check_content_range(&url, content_range.as_deref(), &range, size_bytes)?;
    let bytes = body(&url, &response).await?;
    check_length(&url, &range, bytes.len() as u64)?;
    Ok(Part { offset: range.start, bytes: bytes.into() })
}

fn whole(bytes: Bytes) -> Part {
    Part { offset: 0, bytes }
}

type Coming = Shared<LocalBoxFuture<'static, Result<Bytes, SourceError>>>;

thread_local! {
    /// Whole bodies that are on their way because a host ignores ranges, by URL.
    static COMING: RefCell<HashMap<String, Coming>> = RefCell::default();
}

fn whole_file_coming(url: &str) -> Option<Coming> {
    COMING.with(|coming| coming.borrow().get(url).cloned())
}

/// The body of the first such answer; later ones wait for it, and their own bodies are dropped unread.
async fn whole_file(url: &str, size_bytes: u64, response: Response) -> Result<Bytes, SourceError> {
    let coming = whole_file_coming(url).unwrap_or_else(|| {
        let address = url.to_owned();
        let reading: LocalBoxFuture<'static, Result<Bytes, SourceError>> = async move {
            let bytes = body(&address, &response).await?;
            check_size(&address, size_bytes, bytes.len() as u64)?;
            Ok(Bytes::from(bytes))
        }
        .boxed_local();
        let reading = reading.shared();
        COMING.with(|coming| coming.borrow_mut().insert(url.to_owned(), reading.clone()));
        reading
    });
    let result = coming.await;
    COMING.with(|coming| coming.borrow_mut().remove(url));
    result
}
