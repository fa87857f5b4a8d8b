//! The worker's side of the browser: where the engine's bytes, pauses and messages come from.

mod clock;
mod fetch;
mod host;
mod inbox;
mod manners;
mod requests;
mod response;

pub use clock::now_ms;
pub use fetch::FetchSource;
pub use host::WorkerHost;
pub use inbox::{Inbox, PostError, post};
pub use requests::read_whole;
