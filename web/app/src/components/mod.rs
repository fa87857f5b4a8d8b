//! What pages are made of: small, native elements first, each with its own file of styles.

mod copy_button;
mod data_table;
mod delta;
mod dialog;
mod error_panel;
mod icon;
mod ids;
mod intl;
mod links;
mod loading;
mod notice;
mod popover;
mod select;
mod shared;
mod sql_text;
mod trust_badge;
mod trust_details;
mod trust_words;

pub use copy_button::CopyButton;
pub use data_table::{DataTable, farthest};
pub use delta::Delta;
pub use dialog::Dialog;
pub use error_panel::{ErrorPanel, site_error};
pub use icon::{Icon, IconName};
pub use ids::use_dom_id;
pub use intl::{IntlProvider, use_intl};
pub use links::{dictionary_href, metric_href};
pub use loading::{LoadingBar, Skeleton};
pub use notice::{Notice, NoticeKind};
pub use popover::{Popover, put};
pub use select::{Select, SelectOption};
pub use shared::Shared;
pub use sql_text::SqlText;
pub use trust_badge::{TrustBadge, TrustSubject};
pub use trust_details::{SourceFreshness, TestList, tests_of};
