//! The page's own settings: its base address, `<meta>` values, title and language.

use web_sys::Document;

pub(crate) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The content of `<meta name="…">`, unless absent or empty.
pub fn meta(name: &str) -> Option<String> {
    let element = document()?.query_selector(&format!("meta[name=\"{name}\"]")).ok().flatten()?;
    element.get_attribute("content").filter(|content| !content.is_empty())
}

/// `relative` against the document's base, so that a site works in any sub-path.
pub fn absolute_url(relative: &str) -> Option<String> {
    let base = document()?.base_uri().ok().flatten()?;
    web_sys::Url::new_with_base(relative, &base).ok().map(|url| url.href())
}

pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// The reader's language: `en-GB`.
pub fn language() -> String {
    web_sys::window().and_then(|window| window.navigator().language()).unwrap_or_else(|| String::from("en"))
}
