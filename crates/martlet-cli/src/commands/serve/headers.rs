//! Headers that every answer carries: what may be cached, and what the page may do.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::Next;
use axum::response::Response;

/// A strict host's policy: nothing from another origin, no inline scripts. The app has to live with it.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; connect-src 'self'; worker-src 'self'";

/// Named by a hash of its content: it never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Kept, but asked for again by ETag each time.
const ASK_AGAIN: &str = "no-cache";

pub async fn add(request: Request, next: Next) -> Response {
    let cache = cache_control(request.uri().path());
    let mut response = next.run(request).await;
    let is_found = response.status().is_success() || response.status() == axum::http::StatusCode::NOT_MODIFIED;
    let cache = if is_found { cache } else { "no-store" };
    let fixed: [(HeaderName, &'static str); 4] = [
        (CACHE_CONTROL, cache),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn cache_control(path: &str) -> &'static str {
    if path.split('/').any(is_hashed) { FOREVER } else { ASK_AGAIN }
}

/// Whether a part of a path holds a content hash: 14 hex digits or more, since Trunk drops leading zeros.
fn is_hashed(part: &str) -> bool {
    part.split(['-', '.', '_']).any(|word| word.len() >= 14 && word.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_names_are_kept_forever() {
        for (path, expected) in [
            ("/data/marts/fact_revenue/0123456789abcdef.parquet", FOREVER),
            ("/data/0123456789abcdef/catalog.json", FOREVER),
            ("/app-1f2e3d4c5b6a7988.js", FOREVER),
            ("/app-1f2e3d4c5b6a7988_bg.wasm", FOREVER),
            ("/data/index.json", ASK_AGAIN),
            ("/", ASK_AGAIN),
            ("/index.html", ASK_AGAIN),
            ("/data/marts/0123/facade.parquet", ASK_AGAIN),
        ] {
            assert_eq!(cache_control(path), expected, "{path}");
        }
    }
}
