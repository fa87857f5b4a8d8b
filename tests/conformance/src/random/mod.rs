//! Random requests, compared with MetricFlow and made small when the answers differ.
//!
//! `draw` draws numbers, `request` turns them into a request that the project allows, `judge` compares the two
//! answers, `run` does so many times.

mod draw;
mod filter;
mod judge;
mod request;
mod run;

pub use judge::Judgement;
pub use run::{Found, Options, Tally, run};
