//! The site's snapshot, loaded.

use futures::future::join;
use martlet_browser::site::{SiteError, SiteFiles};
use martlet_site::catalog::Catalog;

use super::answers::Answers;
use crate::components::Shared;

/// One snapshot. Compared by its id.
#[derive(Debug, Clone)]
pub struct Site {
    pub catalog: Shared<Catalog>,
    pub answers: Answers,
    pub data_url: String,
    pub snapshot: String,
}

impl PartialEq for Site {
    fn eq(&self, other: &Self) -> bool {
        self.snapshot == other.snapshot && self.catalog == other.catalog
    }
}

impl Site {
    /// Index first, then catalog and first results together. Without first results the page still
    /// works: the engine answers everything.
    pub async fn load() -> Result<Self, SiteError> {
        let files = SiteFiles::beside_page();
        let index = files.index().await?;
        let (catalog, first) = join(files.catalog(&index.snapshot), files.first_results(&index.snapshot)).await;
        Ok(Self {
            catalog: Shared::new(catalog?),
            answers: Answers::new(first.ok()),
            data_url: files.data_url().to_owned(),
            snapshot: index.snapshot,
        })
    }
}
