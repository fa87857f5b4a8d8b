//! The only library that touches the browser.
//!
//! For the app: the site's files ([`site`]), the engine worker ([`engine_client`]), and small
//! wrappers over what a page needs (theme, storage, clipboard, download, address, formats). For the
//! worker (feature `engine`): the engine's byte source, clock and message loop.
//! In go plain Rust values, out come plain Rust values or typed errors; no `JsValue` leaves, except
//! in [`module`] and [`wire`], which exist to hand one over. Every listener is a guard that
//! unregisters on drop.

pub mod address;
pub mod clipboard;
pub mod device;
pub mod document;
pub mod download;
pub mod engine_client;
#[cfg(feature = "engine")]
pub mod engine_side;
pub mod focus;
pub mod intl;
pub mod listen;
pub mod module;
pub mod site;
pub mod storage;
pub mod theme;
pub mod timer;
pub mod wire;
