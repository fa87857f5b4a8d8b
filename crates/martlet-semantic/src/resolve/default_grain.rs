//! The grain that `metric_time` takes when none is asked for.
//!
//! A metric's own `time_granularity`, else day, or the data's grain if that is coarser; of several metrics, the
//! coarsest.

use martlet_project::semantic_manifest::Granularity;

use super::Resolver;
use crate::item::Grain;

impl Resolver<'_> {
    pub(crate) fn default_metric_time_grain(&self, finest: Granularity) -> Grain {
        let mut coarsest: Option<Grain> = None;
        for name in &self.metrics {
            let own = self
                .index
                .metric(name)
                .and_then(|metric| metric.time_granularity.as_deref())
                .and_then(|grain| self.index.grain(grain));
            let grain = own.unwrap_or_else(|| {
                let inputs = self.index.inputs_of(name).unwrap_or_default();
                let inputs = inputs.into_iter().chain(self.index.conversions_of(name));
                let data = inputs.map(|input| self.index.agg_time_grain(input)).max();
                Grain::Standard(data.unwrap_or(Granularity::Day).max(Granularity::Day))
            });
            coarsest = Some(match coarsest {
                Some(before) if self.index.base_of(&before) >= self.index.base_of(&grain) => before,
                _ => grain,
            });
        }
        coarsest.unwrap_or(Grain::Standard(finest.max(Granularity::Day)))
    }
}
