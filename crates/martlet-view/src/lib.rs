//! View state, requests and chart models; no Yew, no browser.
