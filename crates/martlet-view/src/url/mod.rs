//! The page's state in its address, behind the `#`: any static host and any sub-path will do.
//!
//! `#/overview?range=last-12-months&compare=previous-year`
//! `#/explore?metric=mrr&grain=month&range=last-24-months&by=customer__country&top=8&filter=customer__country:in:DE,FR&compare=previous-period&view=table&explain=latest`
//! `#/dictionary/mrr` · `#/sql?q=select%201` · `#/sql?q=select%201&run=yes`
//!
//! `!none` among a filter's values stands for rows without one. What a value equals by default is left out. `:` and `,` separate the parts of a filter; inside a
//! part they are percent-encoded.

mod encoding;
mod read;
mod write;

use crate::explore::ExploreState;
use crate::overview::OverviewState;

pub use read::{Reading, read};
pub use write::write;

/// Where a reader is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Route {
    Overview(OverviewState),
    /// None in a site without metrics.
    Explore(Option<ExploreState>),
    /// A metric, or the list.
    Dictionary(Option<String>),
    Sql(Option<Statement>),
}

/// A statement on the SQL page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Statement {
    pub sql: String,
    /// It is run as soon as the page opens.
    pub runs: bool,
}

impl Statement {
    /// Shown, and run when the reader says so.
    pub fn shown(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), runs: false }
    }
}

impl Route {
    pub fn page(&self) -> Page {
        match self {
            Self::Overview(_) => Page::Overview,
            Self::Explore(_) => Page::Explore,
            Self::Dictionary(_) => Page::Dictionary,
            Self::Sql(_) => Page::Sql,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    Overview,
    Explore,
    Dictionary,
    Sql,
}

impl Page {
    pub const ALL: [Self; 4] = [Self::Overview, Self::Explore, Self::Dictionary, Self::Sql];

    pub fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Explore => "Explore",
            Self::Dictionary => "Dictionary",
            Self::Sql => "SQL",
        }
    }

    /// The page's plain address.
    pub fn fragment(self) -> &'static str {
        match self {
            Self::Overview => "/overview",
            Self::Explore => "/explore",
            Self::Dictionary => "/dictionary",
            Self::Sql => "/sql",
        }
    }
}
