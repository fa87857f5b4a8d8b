//! Tables: files whose footers are known, and how DataFusion scans them.

mod cache;
mod files;
mod in_flight;
mod merge;
mod provider;
mod prune;
mod reader;
mod shares;

pub(crate) use files::TableFile;
pub use files::TableFiles;
pub(crate) use provider::{STORE_URL, SiteTable};
pub(crate) use reader::Reading;
pub(crate) use shares::MAX_SHARES;
