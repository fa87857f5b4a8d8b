//! The semantic layer: metric request → validated → resolved → plan → SQL text.
//!
//! In: dbt's semantic manifest (from `martlet-project`) and a [`MetricRequest`].
//! Out: SQL that a person can read, in DataFusion's dialect, or errors that teach.
//! Does no IO, runs no SQL, knows no browser.

mod checks;
mod comparison;
mod composed;
mod contribution;
mod describe;
mod error;
mod filter;
mod index;
mod item;
mod layer;
mod metrics;
mod plan;
mod request;
mod resolve;
mod rows;
mod sql;
mod top_n;
mod totals;
mod values;
mod written;

pub use checks::{ManifestIssue, Severity};
pub use comparison::{Against, Comparison, period_start};
pub use contribution::Contribution;
pub use describe::{GroupByOption, MetricInfo, UnavailableItem};
pub use error::{Problem, RequestError, UNREADABLE_REQUEST};
pub use layer::{ColumnRole, CompiledQuery, GroupByKind, OutputColumn, SemanticLayer};
pub use request::{GroupByItem, MetricRequest};
pub use resolve::time_range::{FIRST_DAY, LAST_DAY};
pub use top_n::Top;
pub use totals::Totals;
pub use values::Values;
pub use written::WrittenExpression;
