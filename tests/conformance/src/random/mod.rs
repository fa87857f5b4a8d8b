//! Random requests, compared with MetricFlow and made small when the answers differ.
//!
//! `draw` and `draw_filter` draw numbers; `request` turns them into a request that the project allows, with `names` in
//! every form, `filter`s, an `order` and sometimes a `slip`; `judge` compares the two answers, `run` does so many times.

mod draw;
mod draw_filter;
mod filter;
mod judge;
mod names;
mod order;
mod request;
mod run;
mod slip;

pub use judge::Judgement;
pub use run::{Found, Options, Tally, run};
