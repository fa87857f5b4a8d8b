//! The Overview: one page from the catalog's domains, and what it asks.

mod bridge;
mod layout;
mod state;

pub use bridge::{BRIDGE_LENGTHS, Bridge, BridgeRequests, BridgeStep, MovementNames, StepKind};
pub use layout::{Feature, Section, headline, sections, trend_group};
pub use state::OverviewState;
