//! The commands.

pub mod setup;
