//! Plan nodes: each step of computing a metric, as SQL steps of a script. One node a file.

pub(crate) mod aggregate;
pub(crate) mod combine;
pub(crate) mod custom_offset;
pub(crate) mod distinct;
pub(crate) mod finish;
pub(crate) mod having;
pub(crate) mod join;
mod join_order;
pub(crate) mod moved;
pub(crate) mod read;
pub(crate) mod relation;
pub(crate) mod row_values;
pub(crate) mod rows;
pub(crate) mod semi_additive;
pub(crate) mod shift;
pub(crate) mod spine;
pub(crate) mod spine_join;
pub(crate) mod split;
mod version_join;

use std::collections::BTreeSet;

use crate::index::Index;
use crate::item::Item;
use crate::resolve::TimeRange;
use crate::sql::script::Script;

pub(crate) use relation::{Relation, Value};
pub(crate) use rows::Rows;

/// Builds the script for one request.
#[derive(Debug)]
pub(crate) struct Planner<'a> {
    pub(crate) index: &'a Index,
    pub(crate) script: Script,
    /// Tables that the script reads.
    pub(crate) tables: BTreeSet<String>,
}

/// What a metric is computed for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    pub(crate) items: Vec<Item>,
    /// Limits on `metric_time`.
    pub(crate) range: Option<TimeRange>,
    /// Each item by itself, instead of all of them together.
    pub(crate) is_split: bool,
    /// In expressions over sums, one that is missing counts as 0: differences of parts then add up.
    pub(crate) missing_is_zero: bool,
}

impl<'a> Planner<'a> {
    pub(crate) fn new(index: &'a Index) -> Self {
        let models = index.manifest.semantic_models.iter().map(|model| model.node_relation.alias.clone());
        let spines = index.manifest.project_configuration.time_spines.iter();
        let tables = models.chain(spines.map(|spine| spine.node_relation.alias.clone()));
        Self { index, script: Script::new(tables), tables: BTreeSet::new() }
    }
}
