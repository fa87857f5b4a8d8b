//! Clearvana, a demo company: seeded transactional data.
//!
//! In: [`Settings`] (scale, last day, seed) and a folder. Out: one Parquet file per source table and
//! `ground_truth.json`, which says what was planted and what must come out.
//! The same settings give the same bytes. No clock is read and nothing outside the folder is touched.

mod behaviour;
mod calendar;
mod catalog;
mod error;
mod fx;
mod generate;
mod ground_truth;
mod ledger;
mod market;
mod parquet_file;
mod settings;
mod simulate;
mod tables;

pub use error::{GeneratorError, Result};
pub use generate::{Summary, TableSummary, generate};
pub use ground_truth::{GROUND_TRUTH_FILE, GroundTruth};
pub use ledger::{ChannelTruth, MonthlyTruth};
pub use settings::Settings;
pub use tables::load;
