//! A small dbt project, changed in one place by each test.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod checks;
mod reading;
mod shop;
mod trust;
