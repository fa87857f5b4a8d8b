//! Conversion metrics: base events that led to conversion events of the same entity, as a count or a rate.
//!
//! Each conversion is credited to the last base event before it, within the window. Filters hold for base
//! events.

use martlet_project::semantic_manifest::{
    ConstantProperty, ConversionCalculation, ConversionTypeParams, Granularity, Metric, SemanticModel,
};

use super::MetricUse;
use super::input::InputUse;
use super::quotient::Side;
use super::ratio::division;
use super::recipe::Recipe;
use super::with_items;
use crate::error::Problem;
use crate::index::{Input, InputRef};
use crate::item::{Grain, Item, TimePart};
use crate::plan::read::{Source, agg_time};
use crate::plan::row_values::add_row_values;
use crate::plan::split::Aggregated;
use crate::plan::{Planner, Relation, Rows, Scope, Value};
use crate::sql::aggregate::constant;
use crate::sql::dialect;
use crate::sql::ident::{column_of, ident};
use crate::sql::select::{Column, JoinKind, Select};
use crate::sql::time;

const CONVERSIONS: &str = "conversions";
const OPPORTUNITIES: &str = "opportunities";

impl Planner<'_> {
    /// The metric, or one side of its rate.
    pub(super) fn conversion(
        &mut self,
        metric: &Metric,
        wanted: &MetricUse,
        scope: &Scope,
        side: Option<Side>,
    ) -> Result<Relation, Problem> {
        let broken = |reason: &str| Problem::BrokenMetric { metric: metric.name.clone(), reason: reason.to_owned() };
        let params = metric
            .type_params
            .conversion_type_params
            .as_ref()
            .ok_or_else(|| broken("it has no conversion parameters"))?;
        if wanted.offset.is_some() {
            return Err(Problem::Unsupported { what: format!("a time offset of conversion metric '{}'", metric.name) });
        }
        let base = self.index.input(&metric.name, params.base_measure.as_ref())?;
        let converted = self.index.input(&metric.name, params.conversion_measure.as_ref())?;
        let mut filters = self.definition_filters(metric, metric.filter.as_ref())?;
        filters.extend(wanted.filters.iter().cloned());
        let base = InputUse {
            defined: self.filters_for(&metric.name, base.filters.iter().map(String::as_str))?,
            input: base,
            additional: filters,
            offset: None,
            cumulative: None,
            agg: None,
        };
        let opportunities = self.input(&base, OPPORTUNITIES, scope)?;
        let events = self.conversion_events(metric, params, &base, &converted, scope)?;
        let conversions = self.conversions(&converted, events, scope)?;
        let combined = self.combine(vec![opportunities, conversions], &format!("{}_inputs", metric.name));
        let mut combined = combined.ok_or_else(|| broken("it has no inputs"))?;
        let value = |name: &str| combined.value(name).map(|value| value.expression.clone()).unwrap_or_default();
        let expression = match (side, params.calculation) {
            (Some(Side::Numerator), _) | (None, ConversionCalculation::Conversions) => value(CONVERSIONS),
            (Some(Side::Denominator), _) => value(OPPORTUNITIES),
            (None, ConversionCalculation::ConversionRate) => division(&value(CONVERSIONS), &value(OPPORTUNITIES)),
        };
        combined.values = vec![Value { name: wanted.name.clone(), expression, fill: None }];
        Ok(combined)
    }

    /// Conversion events, each with the items of the base event that gets the credit.
    fn conversion_events(
        &mut self,
        metric: &Metric,
        params: &ConversionTypeParams,
        base: &InputUse,
        converted: &Input,
        scope: &Scope,
    ) -> Result<Rows, Problem> {
        let index = self.index;
        let recipe = Recipe::new(index, base, scope)?;
        let needed = with_items(&scope.items, recipe.before_aggregation.iter().flat_map(|filter| filter.items()));
        let grain = index.agg_time_grain(base.input.at).max(index.agg_time_grain(converted.at));
        let mut source = self.event_source(metric, params, base.input.at, grain, |property| &property.base_property)?;
        source.range = scope.range;
        let carried = source.values.len();
        add_row_values(index, recipe.before_aggregation.iter(), &mut source.values)?;
        let mut rows = self.read(&source, &needed)?;
        recipe.before_aggregation.iter().for_each(|filter| rows.add_filter(filter));
        let mut columns: Vec<Column> =
            scope.items.iter().map(|item| Column::new(rows.item(item), item.column())).collect();
        for value in source.values.iter().take(carried) {
            columns.push(Column::new(rows.expression(&value.name).unwrap_or_default(), &value.name));
        }
        let bases = self.script.step(&format!("{}_base_events", rows.subject), rows.select(columns));

        let mut source =
            self.event_source(metric, params, converted.at, grain, |property| &property.conversion_property)?;
        let measure = index.measure(converted.at).ok_or_else(|| Problem::NoJoinPath { names: Vec::new() })?;
        source.values.push(Column::new("row_number() OVER ()", "event_number"));
        if constant(measure).is_none() {
            source.values.push(Column::new(dialect::expression(measure.expression()), "event_value"));
        }
        let rows = self.read(&source, &[])?;
        let hint = format!("{}_conversion_events", rows.subject);
        let conversions = self.script.step(&hint, rows.select(rows.columns.clone()));

        let mut rows = Rows { from: ident(&conversions), ..Rows::default() };
        let mut on = vec![(column_of(&bases, "event_entity"), column_of(&conversions, "event_entity"))];
        for at in 0..params.constant_properties.len() {
            let property = format!("event_property_{}", at + 1);
            on.push((column_of(&bases, &property), column_of(&conversions, &property)));
        }
        let (base_time, conversion_time) = (column_of(&bases, "event_time"), column_of(&conversions, "event_time"));
        let window = match &params.window {
            Some(window) => {
                let grain = index.grain(&window.granularity).and_then(|grain| grain.standard());
                let grain = grain.ok_or_else(|| Problem::Unsupported {
                    what: format!("a conversion window in grain {}", window.granularity),
                })?;
                Some(time::interval(window.count, grain))
            }
            None => None,
        };
        rows.join(JoinKind::Inner, &bases, |_| {
            let mut conditions: Vec<String> = on.iter().map(|(a, b)| format!("{a} = {b}")).collect();
            conditions.push(format!("{base_time} <= {conversion_time}"));
            conditions.extend(window.iter().map(|window| format!("{base_time} > {conversion_time} - {window}")));
            conditions
        });
        let mut columns = vec![Column::new(column_of(&conversions, "event_number"), "event_number")];
        let carried = if constant(measure).is_none() { vec!["event_value".to_owned()] } else { Vec::new() };
        columns.extend(carried.iter().map(|name| Column::new(column_of(&conversions, name), name)));
        let keys = columns.len();
        let mut names = carried;
        for item in &scope.items {
            let name = item.column();
            let last = format!("first_value({} ORDER BY {base_time} DESC)", column_of(&bases, &name));
            columns.push(Column::new(last, &name));
            names.push(name);
        }
        let select = Select { group_by: Some(keys), ..rows.select(columns) };
        let step = self.script.step(&format!("{}_credited", metric.name), select);
        let columns = names.iter().map(|name| Column::new(ident(name), name)).collect();
        Ok(Rows { from: ident(&step), columns, subject: metric.name.clone(), ..Rows::default() })
    }

    /// Entity, time and constant properties of the events behind a measure.
    fn event_source(
        &self,
        metric: &Metric,
        params: &ConversionTypeParams,
        input: InputRef,
        grain: Granularity,
        property: impl Fn(&ConstantProperty) -> &String,
    ) -> Result<Source, Problem> {
        let missing = |name: &str| {
            let what = format!("metric '{}'", metric.name);
            let own = self.index.model(input.model).map(|model| model.name.as_str());
            self.index.left_out_element(own, name, &what).unwrap_or_else(|| Problem::BrokenMetric {
                metric: metric.name.clone(),
                reason: format!("'{name}' is not in the semantic model of its measure"),
            })
        };
        let model = self.index.model(input.model).ok_or_else(|| missing(&params.entity))?;
        let entity = element(model, &params.entity).ok_or_else(|| missing(&params.entity))?;
        let at = Item::metric_time(TimePart::Grain(Grain::Standard(grain)));
        let time = crate::plan::read::time_column(&at, &agg_time(self.index, input)?);
        let mut values = vec![Column::new(entity, "event_entity"), Column::new(time, "event_time")];
        for (at, constant) in params.constant_properties.iter().enumerate() {
            let name = property(constant);
            let expression = element(model, name).ok_or_else(|| missing(name))?;
            values.push(Column::new(expression, format!("event_property_{}", at + 1)));
        }
        Ok(Source {
            model: input.model,
            time_of: Some(input),
            range: None,
            values,
            join: JoinKind::Left,
            periods: Vec::new(),
        })
    }

    /// The conversions, aggregated by the base events' items.
    fn conversions(&mut self, converted: &Input, rows: Rows, scope: &Scope) -> Result<Relation, Problem> {
        let index = self.index;
        let measure = index.measure(converted.at).ok_or_else(|| Problem::NoJoinPath { names: Vec::new() })?;
        let value = Aggregated { measure, value: rows.expression("event_value"), aggregate: None };
        let step = self.aggregate_for(scope, &rows, value, CONVERSIONS)?;
        let mut relation = Relation {
            step,
            items: scope.keys(),
            values: vec![Value { name: CONVERSIONS.to_owned(), expression: ident(CONVERSIONS), fill: None }],
            may_repeat: false,
        };
        let unfiltered = InputUse {
            input: converted.clone(),
            defined: Vec::new(),
            additional: Vec::new(),
            offset: None,
            cumulative: None,
            agg: None,
        };
        let recipe = Recipe::new(index, &unfiltered, scope)?;
        if let Some(join) = &recipe.after {
            // The range holds for base events; as in MetricFlow, conversions meet the whole spine.
            relation = self.join_spine(relation, join, &recipe.time_items, None, &[])?;
        }
        for value in &mut relation.values {
            value.fill = converted.fill_nulls_with;
            if let Some(fill) = value.fill {
                value.expression = format!("COALESCE({}, {fill})", value.expression);
            }
        }
        Ok(relation)
    }
}

/// An entity or dimension of the model as SQL over its table.
fn element(model: &SemanticModel, name: &str) -> Option<String> {
    let entity = model.entities.iter().find(|entity| entity.name == name).map(|entity| entity.expression());
    let dimension = || model.dimensions.iter().find(|found| found.name == name).map(|found| found.expression());
    entity.or_else(dimension).map(dialect::expression)
}
