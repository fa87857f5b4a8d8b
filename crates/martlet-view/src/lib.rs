//! View state, requests and chart models; no Yew, no browser, no clock.
//!
//! In: the site's catalog, a URL, what a reader did, a result's Arrow bytes.
//! Out: metric requests, chart and table models, formatted text. All of it pure.

pub mod explore;
pub mod first;
pub mod period;

#[cfg(test)]
mod fixture;
