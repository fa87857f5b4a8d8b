//! The lints of the house style, one a file.

pub mod clippy;
pub mod deny;
pub mod docs;
pub mod rustfmt;
pub mod tidy;
pub mod typecheck;
pub mod typos;

/// Built for wasm32 only.
pub const BROWSER_PACKAGES: &[&str] = &["martlet-app", "martlet-engine-worker"];
/// Left out where all others are built natively. With any of them Cargo compiles DataFusion anew: Yew changes its features, and the
/// macros of wasm-bindgen how their dependencies, and then all that uses macros, are built.
pub const NOT_NATIVE: &[&str] = &["martlet-app", "martlet-engine-worker", "martlet-browser"];
/// Packages that link DataFusion: checking their documentation would compile it once more.
pub const ENGINE_PACKAGES: &[&str] = &["martlet-engine", "martlet-engine-worker", "martlet-cli"];
