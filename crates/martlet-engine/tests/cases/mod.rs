//! The engine's cases, run natively by `engine.rs` here and in Chromium by martlet-browser's tests.
//! Each case takes an opened [`Fixture`] and panics when something is not as it must be.

pub mod decimals;
pub mod filters;
pub mod fixture;
pub mod functions;
pub mod names;
pub mod operators;
pub mod reading;
pub mod refusals;

pub use fixture::Fixture;
