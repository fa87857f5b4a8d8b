//! One folder for each page.

mod dictionary;
mod explore;
mod overview;
mod sql;

pub use dictionary::DictionaryPage;
pub use explore::ExplorePage;
pub use overview::OverviewPage;
pub use sql::SqlPage;
