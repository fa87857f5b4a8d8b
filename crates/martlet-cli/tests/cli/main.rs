//! The `martlet` binary, run as its users run it: each test in a fresh folder.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod bad_input;
mod build;
mod check;
mod compare;
mod contribution;
mod demo;
mod extract;
mod help;
mod interrupted;
mod query;
mod refusals;
mod serve;
mod sql;
mod support;
mod totals;
mod values;
