//! The commands.

pub mod bench;
pub mod ci;
pub mod demo;
pub mod dist;
pub mod setup;
pub mod site;
pub mod test;
pub mod tidy;
