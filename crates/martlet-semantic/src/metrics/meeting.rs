//! How the rows of a measure meet the moved time spine, for offsets that are made before aggregation.

use crate::index::InputRef;
use crate::item::{Grain, Item};
use crate::plan::Planner;
use crate::plan::shift::Shift;

use super::Offset;
use super::input::InputUse;
use super::recipe::Recipe;

impl Planner<'_> {
    /// The item by which rows meet the spine for an offset before aggregation.
    pub(super) fn offset_meeting(&self, wanted: &InputUse, recipe: &Recipe) -> Option<Item> {
        let offset = recipe.before.as_ref()?.offset.as_ref()?;
        let grain = match offset {
            Offset::Window(window) => match self.index.grain(&window.granularity) {
                Some(grain @ Grain::Custom(_)) => self.index.base_of(&grain),
                _ => self.index.agg_time_grain(wanted.input.at),
            },
            Offset::ToGrain(_) => self.index.agg_time_grain(wanted.input.at),
        };
        let time = recipe.time_items.iter().find(|item| item.is_metric_time()).or(recipe.time_items.first())?;
        Some(time.at_grain(grain))
    }

    /// The move in time, and the items that the moved spine gives.
    pub(super) fn offset_shift(&self, offset: Option<&Offset>, items: &[Item]) -> (Shift, Vec<Item>) {
        let mut base = Vec::new();
        for item in items {
            let item = self.base_item(item);
            if !base.contains(&item) {
                base.push(item);
            }
        }
        match offset {
            Some(Offset::Window(window)) if matches!(self.index.grain(&window.granularity), Some(Grain::Custom(_))) => {
                let name = window.granularity.to_lowercase();
                let by_period = items.iter().all(|item| item.custom_grain() == Some(name.as_str()));
                (Shift::CustomOffset(window.clone()), if by_period { items.to_vec() } else { base })
            }
            Some(offset) => (Shift::Offset(offset.clone()), base),
            None => (Shift::AllTime, base),
        }
    }

    pub(super) fn is_coarser(&self, at: InputRef, grain: &Grain) -> bool {
        grain.standard().is_some_and(|grain| grain > self.index.agg_time_grain(at))
    }
}
