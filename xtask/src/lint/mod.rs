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
/// Packages that link DataFusion: checking their documentation would compile it once more.
pub const ENGINE_PACKAGES: &[&str] = &["martlet-engine", "martlet-engine-worker", "martlet-cli"];
