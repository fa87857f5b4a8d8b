//! The manifest with look-ups by name, and what can be reached from each semantic model by joins.

mod blocked;
mod input;
mod left_out;
mod made_metrics;
mod reach;
mod spine;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use martlet_project::semantic_manifest::{
    Dimension, EntityType, Granularity, Measure, Metric, SemanticManifest, SemanticModel,
};

pub(crate) use blocked::Blocked;
pub(crate) use input::{Input, InputRef};
pub(crate) use reach::has_validity;
pub(crate) use reach::{Access, Hop, Leaf, LeafKind, Reach, Reachable};
pub(crate) use spine::CustomGrain;

use crate::item::Grain;

/// The manifest, indexed.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) manifest: SemanticManifest,
    /// Places among the manifest's metrics and, after these, among those made of measures.
    metrics: HashMap<String, usize>,
    made_metrics: Vec<Metric>,
    measures: HashMap<String, InputRef>,
    custom_grains: BTreeMap<String, CustomGrain>,
    /// Models that have an entity of that name, in manifest order, with the entity's place in the model.
    entity_models: HashMap<String, Vec<(usize, usize)>>,
    reach: Vec<OnceLock<Reach>>,
}

impl Index {
    pub(crate) fn new(mut manifest: SemanticManifest) -> Self {
        let configuration = &mut manifest.project_configuration;
        for legacy in &configuration.time_spine_table_configurations {
            let known =
                configuration.time_spines.iter().any(|spine| spine.primary_column.time_granularity == legacy.grain);
            if !known {
                configuration.time_spines.push(legacy.to_time_spine());
            }
        }
        let mut metrics = HashMap::new();
        let made_metrics = made_metrics::made_metrics(&manifest);
        for (at, metric) in manifest.metrics.iter().chain(&made_metrics).enumerate() {
            metrics.entry(metric.name.clone()).or_insert(at);
        }
        let mut measures = HashMap::new();
        let mut entity_models: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (model, definition) in manifest.semantic_models.iter().enumerate() {
            for (measure, measure_definition) in definition.measures.iter().enumerate() {
                measures.entry(measure_definition.name.clone()).or_insert(InputRef { model, measure });
            }
            for (entity, entity_definition) in definition.entities.iter().enumerate() {
                entity_models.entry(entity_definition.name.clone()).or_default().push((model, entity));
            }
        }
        let custom_grains = spine::custom_grains(&manifest);
        let reach = manifest.semantic_models.iter().map(|_| OnceLock::new()).collect();
        Self { manifest, metrics, made_metrics, measures, custom_grains, entity_models, reach }
    }

    pub(crate) fn model(&self, at: usize) -> Option<&SemanticModel> {
        self.manifest.semantic_models.get(at)
    }

    pub(crate) fn metric(&self, name: &str) -> Option<&Metric> {
        let at = *self.metrics.get(name)?;
        let written = &self.manifest.metrics;
        written.get(at).or_else(|| self.made_metrics.get(at.checked_sub(written.len())?))
    }

    pub(crate) fn measure(&self, at: InputRef) -> Option<&Measure> {
        self.model(at.model)?.measures.get(at.measure)
    }

    /// The dimension by which rows of the measure have their time.
    pub(crate) fn agg_time_dimension(&self, at: InputRef) -> Option<&Dimension> {
        let model = self.model(at.model)?;
        let name = self
            .measure(at)?
            .agg_time_dimension
            .as_deref()
            .or_else(|| model.defaults.as_ref().and_then(|defaults| defaults.agg_time_dimension.as_deref()))?;
        model.dimensions.iter().find(|dimension| dimension.name == name)
    }

    pub(crate) fn agg_time_grain(&self, at: InputRef) -> Granularity {
        self.agg_time_dimension(at).and_then(Dimension::granularity).unwrap_or(Granularity::Day)
    }

    pub(crate) fn custom_grain(&self, name: &str) -> Option<&CustomGrain> {
        self.custom_grains.get(name)
    }

    /// The grain of that name, standard or custom.
    pub(crate) fn grain(&self, name: &str) -> Option<Grain> {
        let lower = name.to_lowercase();
        match Granularity::from_name(&lower) {
            Some(grain) => Some(Grain::Standard(grain)),
            None => self.custom_grains.contains_key(&lower).then_some(Grain::Custom(lower)),
        }
    }

    /// Names of all grains, standard ones first.
    pub(crate) fn grain_names(&self) -> Vec<String> {
        let standard = Granularity::ALL.iter().map(|grain| grain.name().to_owned());
        standard.chain(self.custom_grains.keys().cloned()).collect()
    }

    /// The standard grain from which a grain is built.
    pub(crate) fn base_of(&self, grain: &Grain) -> Granularity {
        match grain {
            Grain::Standard(grain) => *grain,
            Grain::Custom(name) => self.custom_grain(name).map_or(Granularity::Day, |custom| custom.base),
        }
    }

    /// Entities whose name can stand before a dimension of the model itself.
    pub(crate) fn local_links(&self, model: usize) -> Vec<&str> {
        let Some(model) = self.model(model) else { return Vec::new() };
        let mut links: Vec<&str> = model.primary_entity.as_deref().into_iter().collect();
        for entity in &model.entities {
            let identifies = matches!(entity.kind, EntityType::Primary | EntityType::Unique | EntityType::Natural);
            if identifies && !links.contains(&entity.name.as_str()) {
                links.push(&entity.name);
            }
        }
        links
    }

    /// What can be reached from a model: its own elements and those of models joined to it.
    pub(crate) fn reach(&self, model: usize) -> &Reach {
        static NOTHING: OnceLock<Reach> = OnceLock::new();
        match self.reach.get(model) {
            Some(cell) => cell.get_or_init(|| Reach::build(self, model)),
            None => NOTHING.get_or_init(Reach::default),
        }
    }
}
