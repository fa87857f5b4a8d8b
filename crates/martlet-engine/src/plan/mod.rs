//! Physical plans that run on one thread without spawning, and that give way while they run.
//!
//! DataFusion spawns tokio tasks in several operators; in a browser there is nothing to spawn on. The
//! rule here replaces them. Natively the same plans run, so that tests say something about both.

mod analyze;
mod give_way;
mod rule;
mod serial;

pub(crate) use rule::{SingleThreaded, without_tasks};
