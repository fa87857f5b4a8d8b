//! The catalog of a plain folder of Parquet, without dbt: every table is ad hoc.

use super::{SiteOptions, TableFiles, in_words, tables, trust};
use crate::{
    FORMAT_VERSION,
    catalog::{Catalog, ProjectInfo},
};

/// `name` is the folder's; times are RFC 3339, UTC.
pub fn assemble_folder(
    name: &str,
    options: &SiteOptions,
    found: &[TableFiles],
    built_at: &str,
    as_of: Option<&str>,
) -> Catalog {
    Catalog {
        format_version: FORMAT_VERSION,
        snapshot: String::new(),
        project: ProjectInfo {
            name: name.to_owned(),
            title: options.title.clone().unwrap_or_else(|| in_words(name)),
            dbt_version: None,
            adapter: None,
            time_zone: options.time_zone.clone(),
            week_start: options.week_start,
            fiscal_year_start_month: options.fiscal_year_start_month,
        },
        as_of: as_of.map(str::to_owned),
        built_at: built_at.to_owned(),
        artifacts: Vec::new(),
        tables: tables::sorted(found.iter().map(tables::ad_hoc)),
        metrics: Vec::new(),
        saved_queries: Vec::new(),
        sources: Vec::new(),
        tests: Vec::new(),
        exposures: Vec::new(),
        trust: trust::ad_hoc(),
    }
}
