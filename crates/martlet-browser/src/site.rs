//! The site's own files: index, catalog and first results.
//!
//! In: nothing but the document's base address. Out: the format's types, or an error that names the
//! file and what happened.

use js_sys::Uint8Array;
use martlet_site::bundle::{Bundle, BundleError};
use martlet_site::catalog::Catalog;
use martlet_site::{FORMAT_VERSION, Index};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableWritablePair, RequestCache, RequestInit, Response, WritableStream};

use crate::document::absolute_url;
use crate::listen::thrown_text;

/// Why a file of the site is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SiteError {
    /// The request never got an answer.
    #[error("{url} could not be reached: {reason}")]
    Network { url: String, reason: String },
    #[error("{url} is not on the server (404)")]
    NotFound { url: String },
    #[error("the server answered {status} for {url}")]
    Status { url: String, status: u16 },
    /// Often a host that answers every address with its own page.
    #[error("{url} is not what a Martlet site has there: {reason}")]
    NotReadable { url: String, reason: String },
    #[error("{url} has format version {found}; this page reads up to {supported}")]
    Newer { url: String, found: u32, supported: u32 },
}

impl SiteError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Network { .. } => "MRT-W020",
            Self::NotFound { .. } => "MRT-W021",
            Self::Status { .. } => "MRT-W022",
            Self::NotReadable { .. } => "MRT-W023",
            Self::Newer { .. } => "MRT-W024",
        }
    }

    pub fn url(&self) -> &str {
        match self {
            Self::Network { url, .. }
            | Self::NotFound { url }
            | Self::Status { url, .. }
            | Self::NotReadable { url, .. }
            | Self::Newer { url, .. } => url,
        }
    }

    /// The HTTP status, when there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::NotFound { .. } => Some(404),
            Self::Status { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The same request may succeed later.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Network { .. } => true,
            Self::Status { status, .. } => *status >= 500 || *status == 429,
            _ => false,
        }
    }

    /// What a reader can do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Network { .. } => "Check the connection, then try again.",
            Self::NotFound { .. } => "The site may be half uploaded, or data/ lies elsewhere than beside this page.",
            Self::Status { .. } => "The host has a problem; try again in a moment.",
            Self::NotReadable { .. } => {
                "The host may answer every address with the same page; tell whoever runs the site."
            }
            Self::Newer { .. } => "Reload the page to get the app that fits the data.",
        }
    }
}

/// Where the site's `data/` lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFiles {
    data_url: String,
}

impl SiteFiles {
    /// `data/` beside the page, whatever path the page has.
    pub fn beside_page() -> Self {
        Self { data_url: absolute_url("data/").unwrap_or_else(|| String::from("data/")) }
    }

    /// The absolute address of `data/`, with the slash.
    pub fn data_url(&self) -> &str {
        &self.data_url
    }

    /// Asks the host each time, since this is the one file that changes.
    pub async fn index(&self) -> Result<Index, SiteError> {
        self.json("index.json", RequestCache::NoCache).await
    }

    pub async fn catalog(&self, snapshot: &str) -> Result<Catalog, SiteError> {
        self.json(&format!("{snapshot}/catalog.json"), RequestCache::Default).await
    }

    /// Results of the default views: request key → Arrow IPC stream.
    pub async fn first_results(&self, snapshot: &str) -> Result<Bundle<Vec<u8>>, SiteError> {
        let path = format!("{snapshot}/first.bin");
        let packed = self.bytes(&path, RequestCache::Default).await?;
        let bytes = inflated(packed).await.map_err(|thrown| self.not_readable(&path, &thrown_text(&thrown)))?;
        Bundle::read(bytes).map_err(|error: BundleError| self.not_readable(&path, &error.to_string()))
    }

    async fn json<T: DeserializeOwned>(&self, path: &str, cache: RequestCache) -> Result<T, SiteError> {
        let bytes = self.bytes(path, cache).await?;
        parse_versioned(&self.url(path), &bytes)
    }

    async fn bytes(&self, path: &str, cache: RequestCache) -> Result<Vec<u8>, SiteError> {
        let url = self.url(path);
        let network = |thrown: &JsValue| SiteError::Network { url: url.clone(), reason: thrown_text(thrown) };
        let Some(window) = web_sys::window() else {
            return Err(SiteError::Network { url, reason: String::from("there is no page") });
        };
        let init = RequestInit::new();
        init.set_cache(cache);
        let response: Response = JsFuture::from(window.fetch_with_str_and_init(&url, &init))
            .await
            .map_err(|thrown| network(&thrown))?
            .unchecked_into();
        match response.status() {
            404 => return Err(SiteError::NotFound { url }),
            status if !response.ok() => return Err(SiteError::Status { url, status }),
            _ => {}
        }
        let buffer = response.array_buffer().map_err(|thrown| network(&thrown))?;
        let buffer = JsFuture::from(buffer).await.map_err(|thrown| network(&thrown))?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.data_url)
    }

    fn not_readable(&self, path: &str, reason: &str) -> SiteError {
        SiteError::NotReadable { url: self.url(path), reason: reason.to_owned() }
    }
}

#[wasm_bindgen]
extern "C" {
    /// In every browser that has popovers; web-sys counts it as unstable.
    type DecompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn readable(this: &DecompressionStream) -> ReadableStream;

    #[wasm_bindgen(method, getter)]
    fn writable(this: &DecompressionStream) -> WritableStream;
}

/// Out of gzip, by the browser's own code.
async fn inflated(mut packed: Vec<u8>) -> Result<Vec<u8>, JsValue> {
    let no_body = || JsValue::from_str("the browser made no stream of it");
    let body = Response::new_with_opt_u8_array(Some(&mut packed))?.body().ok_or_else(no_body)?;
    let inflater = DecompressionStream::new("gzip")?;
    let ends = ReadableWritablePair::new(&inflater.readable(), &inflater.writable());
    let whole = Response::new_with_opt_readable_stream(Some(&body.pipe_through(&ends)))?;
    let buffer = JsFuture::from(whole.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

#[derive(Deserialize)]
struct Versioned {
    format_version: u32,
}

/// Looks at the version first: a newer file may not have the fields that this one knows.
fn parse_versioned<T: DeserializeOwned>(url: &str, bytes: &[u8]) -> Result<T, SiteError> {
    let not_readable = |error: serde_json::Error| SiteError::NotReadable {
        url: url.to_owned(),
        reason: if bytes.trim_ascii_start().starts_with(b"<") {
            String::from("it is an HTML page, not JSON")
        } else {
            error.to_string()
        },
    };
    let version: Versioned = serde_json::from_slice(bytes).map_err(not_readable)?;
    if version.format_version > FORMAT_VERSION {
        return Err(SiteError::Newer { url: url.to_owned(), found: version.format_version, supported: FORMAT_VERSION });
    }
    serde_json::from_slice(bytes).map_err(not_readable)
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://host/sub/data/index.json";

    fn parse(text: &str) -> Result<Index, SiteError> {
        parse_versioned(URL, text.as_bytes())
    }

    #[test]
    fn a_plain_index_is_read() {
        let index =
            parse(r#"{"format_version":1,"snapshot":"ab12","project":"clearvana","built_at":"2026-11-22T03:00:00Z"}"#);
        assert_eq!(index.map(|index| index.snapshot), Ok(String::from("ab12")));
    }

    #[test]
    fn a_newer_format_is_told_apart_even_if_its_fields_are_unknown() {
        let error = parse(r#"{"format_version":99,"elsewhere":true}"#);
        assert_eq!(error, Err(SiteError::Newer { url: URL.to_owned(), found: 99, supported: FORMAT_VERSION }));
    }

    #[test]
    fn a_host_that_answers_with_its_own_page_is_named() {
        let error = parse("\n<!doctype html><title>Hello</title>").err();
        let text = error.as_ref().map(SiteError::to_string).unwrap_or_default();
        assert!(text.contains("it is an HTML page"), "{text}");
        assert_eq!(error.map(|error| error.code()), Some("MRT-W023"));
    }

    #[test]
    fn a_cut_file_is_an_error() {
        assert!(matches!(parse(r#"{"format_version":1,"snap"#), Err(SiteError::NotReadable { .. })));
        assert!(matches!(parse(r#"{"format_version":1}"#), Err(SiteError::NotReadable { .. })));
    }

    #[test]
    fn only_what_may_pass_is_retryable() {
        let url = URL.to_owned();
        assert!(SiteError::Status { url: url.clone(), status: 503 }.is_retryable());
        assert!(!SiteError::Status { url: url.clone(), status: 403 }.is_retryable());
        assert!(!SiteError::NotFound { url }.is_retryable());
    }
}
