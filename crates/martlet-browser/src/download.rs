//! Saving a file that the page made.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::document::document;
use crate::timer::Timeout;

/// How long the browser may take to begin reading the file.
const KEEP_MS: u32 = 60_000;

/// Offers `bytes` as a download; false when the browser would not.
pub fn save(file_name: &str, media_type: &str, bytes: &[u8]) -> bool {
    offer(file_name, media_type, bytes).is_some()
}

/// CSV with a byte-order mark, without which spreadsheets misread anything beyond ASCII.
pub fn save_csv(file_name: &str, csv: &str) -> bool {
    let mut bytes = Vec::from("\u{feff}".as_bytes());
    bytes.extend_from_slice(csv.as_bytes());
    save(file_name, "text/csv;charset=utf-8", &bytes)
}

fn offer(file_name: &str, media_type: &str, bytes: &[u8]) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&JsValue::from(js_sys::Uint8Array::from(bytes)));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let document = document()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(file_name);
    document.body()?.append_child(&link).ok()?;
    link.click();
    link.remove();
    // The timer must outlive this call: the file is still being read when it returns.
    std::mem::forget(Timeout::new(KEEP_MS, move || {
        let _ = Url::revoke_object_url(&url);
    }));
    Some(())
}
