//! What the whole app shares: the site, the engine, answers, and where the reader is.

mod answers;
mod context;
mod site;
mod use_answers;
mod use_options;
mod use_rows;

pub use answers::Answered;
pub use context::{AppContext, use_app};
pub use site::Site;
pub use use_answers::{Queries, QueryState, use_answers};
pub use use_options::{Options, use_options};
pub use use_rows::use_rows;
