//! Time spines and the custom grains that they define.

use std::collections::BTreeMap;

use martlet_project::semantic_manifest::{Granularity, SemanticManifest, TimeSpine};

use super::Index;
use crate::error::Problem;

/// A grain that a time spine defines by a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CustomGrain {
    /// Which of the manifest's spines defines it.
    pub(crate) spine: usize,
    pub(crate) column: String,
    /// The grain of that spine.
    pub(crate) base: Granularity,
}

pub(super) fn custom_grains(manifest: &SemanticManifest) -> BTreeMap<String, CustomGrain> {
    let mut grains = BTreeMap::new();
    for (at, spine) in manifest.project_configuration.time_spines.iter().enumerate() {
        for grain in &spine.custom_granularities {
            grains.entry(grain.name.to_lowercase()).or_insert_with(|| CustomGrain {
                spine: at,
                column: grain.column().to_owned(),
                base: spine.primary_column.time_granularity,
            });
        }
    }
    grains
}

impl Index {
    /// The coarsest spine that still has every period of `finest`.
    pub(crate) fn spine_for(&self, finest: Granularity) -> Result<&TimeSpine, Problem> {
        self.manifest
            .project_configuration
            .time_spines
            .iter()
            .filter(|spine| spine.primary_column.time_granularity <= finest)
            .max_by(|a, b| {
                let grains = a.primary_column.time_granularity.cmp(&b.primary_column.time_granularity);
                grains.then_with(|| b.node_relation.alias.cmp(&a.node_relation.alias))
            })
            .ok_or_else(|| {
                let left_out = self.left_out_time_spine(&format!("a time spine of grain {finest} or finer"));
                left_out.unwrap_or(Problem::NoTimeSpine { grain: finest.name().to_owned(), metric: String::new() })
            })
    }

    pub(crate) fn spine(&self, at: usize) -> Option<&TimeSpine> {
        self.manifest.project_configuration.time_spines.get(at)
    }
}
