//! View state, requests and chart models; no Yew, no browser, no clock.
//!
//! In: the site's catalog, a URL, what a reader did, a result's Arrow bytes.
//! Out: metric requests, chart and table models. All of it pure; words and digits in the reader's
//! language are the browser's.

pub mod change;
pub mod explore;
pub mod first;
pub mod overview;
pub mod period;
pub mod result;
pub mod url;

#[cfg(test)]
mod fixture;
