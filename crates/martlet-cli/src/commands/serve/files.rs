//! The site's files: ranges, types, ETags, `.br` and `.gz` files that lie beside their originals, and
//! compression of the rest, except Parquet.

use std::path::Path;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::middleware;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;

use super::headers;

pub fn router(site: &Path) -> Router {
    let compression = CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(is_worth_compressing);
    Router::new()
        .fallback_service(ServeDir::new(site).precompressed_br().precompressed_gzip())
        .layer(compression)
        .layer(middleware::from_fn(headers::add))
}

/// Parquet is compressed inside, and a reader needs its ranges as they are.
fn is_worth_compressing(status: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    const TEXT: [&str; 6] =
        ["text/", "application/json", "application/wasm", "image/svg", "application/manifest", "font/"];
    status == StatusCode::OK
        && headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|content_type| {
            TEXT.iter().any(|prefix| content_type.starts_with(prefix)) || content_type == "application/octet-stream"
        })
}
