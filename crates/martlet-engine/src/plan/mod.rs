//! Physical plans that work in shares, need no tasks of DataFusion's, and give way while they run.
//!
//! DataFusion spawns tokio tasks in several operators; in a browser there is nothing to spawn on, and the order in which
//! tasks end would decide how sums of floats are rounded. The rule here replaces them: what can be done share by share
//! is, and shares are joined up in their order. Natively they run on threads; in a browser the same plan runs on one.

mod analyze;
mod beside;
mod give_way;
mod in_order;
mod rule;
mod unary;

pub(crate) use rule::{InShares, without_tasks};
