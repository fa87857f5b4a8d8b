//! The only library that touches the browser.
