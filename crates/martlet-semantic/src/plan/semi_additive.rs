//! Semi-additive measures: of each period, only the rows of its first or last instant are aggregated.

use martlet_project::semantic_manifest::{Granularity, NonAdditiveDimension, WindowChoice};

use crate::error::Problem;
use crate::index::InputRef;
use crate::item::{Grain, Item};
use crate::sql::dialect;
use crate::sql::ident::{column_of, ident};
use crate::sql::select::{Column, JoinKind, Select};
use crate::sql::time;

use super::{Planner, Rows};

impl Planner<'_> {
    /// Columns that must be read for the choice: the instant, then the groupings.
    pub(crate) fn semi_additive_columns(
        &self,
        input: InputRef,
        choice: &NonAdditiveDimension,
    ) -> Result<Vec<Column>, Problem> {
        let broken = |what: &str| Problem::BrokenMetric {
            metric: self.index.measure(input).map(|measure| measure.name.clone()).unwrap_or_default(),
            reason: format!("its measure is non-additive over '{what}', which its model lacks"),
        };
        let model = self.index.model(input.model).ok_or_else(|| broken(&choice.name))?;
        let dimension = model
            .dimensions
            .iter()
            .find(|dimension| dimension.name == choice.name)
            .ok_or_else(|| broken(&choice.name))?;
        let grain = dimension.granularity().ok_or_else(|| broken(&choice.name))?;
        let timestamp = time::timestamp(&dialect::expression(dimension.expression()));
        let mut columns = vec![Column::new(time::truncate(grain, &timestamp), format!("own_{}", choice.name))];
        for name in &choice.window_groupings {
            let entity = model.entities.iter().find(|entity| entity.name == *name).ok_or_else(|| broken(name))?;
            columns.push(Column::new(dialect::expression(entity.expression()), format!("own_{name}")));
        }
        Ok(columns)
    }

    fn instant_grain(&self, input: InputRef, choice: &NonAdditiveDimension) -> Option<Granularity> {
        let dimensions = &self.index.model(input.model)?.dimensions;
        dimensions.iter().find(|dimension| dimension.name == choice.name)?.granularity()
    }

    /// The instant's grain and its timestamp, where the rows are of a table that has it as it was stored.
    fn instant_before_truncation(
        &self,
        rows: &Rows,
        input: InputRef,
        choice: &NonAdditiveDimension,
    ) -> Option<(Granularity, String)> {
        let dimensions = &self.index.model(input.model)?.dimensions;
        let dimension = dimensions.iter().find(|dimension| dimension.name == choice.name)?;
        let grain = dimension.granularity()?;
        let timestamp = time::timestamp(&dialect::expression(dimension.expression()));
        let is_stored = rows.expression(&format!("own_{}", choice.name)) == Some(&time::truncate(grain, &timestamp));
        (rows.joins.is_empty() && is_stored).then_some((grain, timestamp))
    }

    /// Keeps the rows of the chosen instant.
    pub(crate) fn semi_additive(
        &mut self,
        rows: &Rows,
        input: InputRef,
        choice: &NonAdditiveDimension,
        items: &[Item],
    ) -> Result<Rows, Problem> {
        let function = match choice.window_choice {
            WindowChoice::Min => "MIN",
            WindowChoice::Max => "MAX",
        };
        let agg_time = self.index.agg_time_dimension(input).map(|dimension| dimension.name.as_str());
        let period = items.iter().find(|item| {
            item.time().is_some()
                && (item.element == choice.name || (item.is_metric_time() && agg_time == Some(choice.name.as_str())))
        });
        let groupings: Vec<String> = choice.window_groupings.iter().map(|name| format!("own_{name}")).collect();
        let instant = format!("own_{}", choice.name);
        let grain = self.instant_grain(input, choice);
        // An equally named time of another table is taken for the period too, but its periods have many instants.
        let is_own = match period {
            Some(item) => self.access(input.model, &self.base_item(item))?.is_none_or(|access| access.hops.is_empty()),
            None => false,
        };
        if is_own && grain.is_some() && period.and_then(Item::grain).and_then(Grain::standard) == grain {
            // Each period has one instant, so every row that has one is a row of it.
            let mut kept = rows.clone();
            for key in std::iter::once(&instant).chain(&groupings) {
                let expression = rows.expression(key).map_or_else(|| ident(key), str::to_owned);
                kept.filters.push(format!("{expression} IS NOT NULL"));
            }
            return Ok(kept);
        }
        // Several measures of the same rows share one reading.
        let all = self.script.widened_step(&format!("{}_rows", rows.subject), rows.select(rows.columns.clone()));
        let mut keys = groupings.clone();
        keys.extend(period.map(Item::column));
        let chosen = match self.instant_before_truncation(rows, input, choice) {
            // Truncating keeps the order, so it is done once for each period, not for each row.
            Some((grain, timestamp)) => {
                let mut columns: Vec<Column> = keys
                    .iter()
                    .map(|key| Column::new(rows.expression(key).map_or_else(|| ident(key), str::to_owned), key))
                    .collect();
                let last = time::truncate(grain, &format!("{function}({timestamp})"));
                columns.push(Column::new(last, &instant));
                let mut chosen = Select { group_by: Some(keys.len()), ..rows.select(columns) };
                // A period without any instant has none to choose.
                chosen.filters.push(format!("{timestamp} IS NOT NULL"));
                chosen
            }
            None => {
                let mut columns: Vec<Column> = keys.iter().map(|key| Column::new(ident(key), key)).collect();
                columns.push(Column::new(format!("{function}({})", ident(&instant)), &instant));
                Select { columns, from: ident(&all), group_by: Some(keys.len()), ..Select::default() }
            }
        };
        let hint = if choice.window_choice == WindowChoice::Min { "first" } else { "last" };
        let chosen = self.script.step(&format!("{hint}_{}", choice.name), chosen);
        let mut kept = Rows { from: ident(&all), subject: rows.subject.clone(), ..Rows::default() };
        kept.join(JoinKind::Inner, &chosen, |alias| {
            let on = std::iter::once(&instant).chain(&groupings);
            on.map(|key| format!("{} = {}", column_of(&all, key), column_of(alias, key))).collect()
        });
        kept.columns =
            rows.columns.iter().map(|column| Column::new(column_of(&all, &column.name), &column.name)).collect();
        Ok(kept)
    }
}
