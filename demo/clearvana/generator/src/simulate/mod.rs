//! One customer's life after another: account, subscriptions, bills, use, opinions.
//!
//! Each customer draws from its own random stream, so that its history does not depend on the others'.

mod account;
mod addons;
mod billing;
mod choice;
mod customer;
mod nps;
mod signups;
mod subscription;
mod timeline;
mod usage;

pub use customer::{History, Ids, World, simulate_customer};
pub use signups::signup_instants;
