//! The test suites, one a file.

pub mod awkward;
pub mod clearvana;
pub mod composed;
pub mod conformance;
pub mod database;
pub mod e2e;
pub mod native;
pub mod wasm;
pub mod worker;
