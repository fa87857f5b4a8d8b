//! A fresh folder a test, the real binary in it, and a small dbt project to run it on.

pub mod martlet;
pub mod parquet;
pub mod shop;

pub use martlet::{Run, martlet};
pub use shop::Shop;
