//! Tables: files whose footers are known, and how DataFusion scans them.

mod cache;
mod files;
mod merge;
mod provider;
mod reader;

pub(crate) use cache::ChunkCache;
pub(crate) use files::TableFile;
pub use files::TableFiles;
pub(crate) use provider::{STORE_URL, SiteTable};
pub(crate) use reader::Reading;
