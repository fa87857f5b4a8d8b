//! Elements with a value that only a newer dbt knows: a metric of a new type, a dimension by a new grain.
//!
//! In: the file as JSON. Out: the same without such elements, and what was left out, with the value, where it stands, and the
//! values that are known. What cannot be right without such an element goes with it: measures by a time that is left out,
//! and a semantic model whose validity or partition is.

use serde_json::Value;

use super::{
    AggregationType, ConversionCalculation, DimensionType, EntityType, Granularity, MetricType, PeriodAggregation,
    WindowChoice,
};

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElementKind {
    Metric,
    SemanticModel,
    Entity,
    Dimension,
    Measure,
    TimeSpine,
    /// A grain that a time spine defines.
    CustomGranularity,
}

impl ElementKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Metric => "metric",
            Self::SemanticModel => "semantic model",
            Self::Entity => "entity",
            Self::Dimension => "dimension",
            Self::Measure => "measure",
            Self::TimeSpine => "time spine",
            Self::CustomGranularity => "custom granularity",
        }
    }
}

/// An element that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub kind: ElementKind,
    pub name: String,
    /// Of entities, dimensions and measures.
    pub semantic_model: Option<String>,
    pub cause: UnknownValue,
}

/// A value of an enumeration that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    /// The element in which it stands: `dimension 'opened_on' of semantic model 'stores'`.
    pub element: String,
    /// Within the element: `type_params.time_granularity`.
    pub field: &'static str,
    pub value: String,
    pub known: &'static [&'static str],
    /// Within the file: `semantic_models[].dimensions[].type_params.time_granularity`.
    pub path: String,
    /// The name of the metric or semantic model in which it stands.
    pub first_in: Option<String>,
}

/// A field with the values that it may have.
type Field = (&'static str, &'static [&'static str]);

const ENTITY: &[Field] = &[("type", EntityType::NAMES)];
const DIMENSION: &[Field] = &[("type", DimensionType::NAMES), ("type_params.time_granularity", Granularity::NAMES)];
const MEASURE: &[Field] =
    &[("agg", AggregationType::NAMES), ("non_additive_dimension.window_choice", WindowChoice::NAMES)];
const METRIC: &[Field] = &[
    ("type", MetricType::NAMES),
    ("type_params.cumulative_type_params.period_agg", PeriodAggregation::NAMES),
    ("type_params.conversion_type_params.calculation", ConversionCalculation::NAMES),
];
const TIME_SPINE: &[Field] = &[("primary_column.time_granularity", Granularity::NAMES)];
const LEGACY_TIME_SPINE: &[Field] = &[("grain", Granularity::NAMES)];

/// Takes the elements out.
pub(super) fn take(manifest: &mut Value) -> Vec<LeftOut> {
    let mut found = Vec::new();
    take_from_models(manifest, &mut found);
    for (metric, cause) in take_from(manifest, "metrics", "metrics[]", METRIC, |name| format!("metric '{name}'")) {
        found.push(LeftOut { kind: ElementKind::Metric, name: name_of(&metric), semantic_model: None, cause });
    }
    if let Some(configuration) = manifest.get_mut("project_configuration") {
        for (list, fields) in [("time_spines", TIME_SPINE), ("time_spine_table_configurations", LEGACY_TIME_SPINE)] {
            let path = format!("project_configuration.{list}[]");
            let taken = take_from(configuration, list, &path, fields, |name| format!("time spine '{name}'"));
            for (spine, cause) in taken {
                for grain in spine.get("custom_granularities").and_then(Value::as_array).into_iter().flatten() {
                    let name = name_of(grain).to_lowercase();
                    let kind = ElementKind::CustomGranularity;
                    found.push(LeftOut { kind, name, semantic_model: None, cause: cause.clone() });
                }
                let kind = ElementKind::TimeSpine;
                found.push(LeftOut { kind, name: name_of(&spine), semantic_model: None, cause });
            }
        }
    }
    found
}

fn take_from_models(manifest: &mut Value, found: &mut Vec<LeftOut>) {
    let Some(models) = manifest.get_mut("semantic_models").and_then(Value::as_array_mut) else { return };
    models.retain_mut(|model| {
        let name = name_of(model);
        let mut spoilt = None;
        for (kind, list, fields) in [
            (ElementKind::Entity, "entities", ENTITY),
            (ElementKind::Dimension, "dimensions", DIMENSION),
            (ElementKind::Measure, "measures", MEASURE),
        ] {
            let path = format!("semantic_models[].{list}[]");
            let element = |own: &str| format!("{} '{own}' of semantic model '{name}'", kind.name());
            for (taken, mut cause) in take_from(model, list, &path, fields, element) {
                cause.first_in = Some(name.clone());
                let own = name_of(&taken);
                for measure in take_measures(model, kind, &own) {
                    found.push(of_model(ElementKind::Measure, measure, &name, &cause));
                }
                if kind == ElementKind::Dimension && says_which_rows_meet(&taken) {
                    spoilt = Some(cause.clone());
                }
                found.push(of_model(kind, own, &name, &cause));
            }
        }
        let Some(cause) = spoilt else { return true };
        for (kind, list) in [
            (ElementKind::Entity, "entities"),
            (ElementKind::Dimension, "dimensions"),
            (ElementKind::Measure, "measures"),
        ] {
            let elements = model.get(list).and_then(Value::as_array).into_iter().flatten();
            found.extend(elements.map(|element| of_model(kind, name_of(element), &name, &cause)));
        }
        found.push(LeftOut { kind: ElementKind::SemanticModel, name, semantic_model: None, cause });
        false
    });
}

fn of_model(kind: ElementKind, name: String, model: &str, cause: &UnknownValue) -> LeftOut {
    LeftOut { kind, name, semantic_model: Some(model.to_owned()), cause: cause.clone() }
}

/// Joins to the model would find other rows without it.
fn says_which_rows_meet(dimension: &Value) -> bool {
    let is_partition = dimension.get("is_partition").and_then(Value::as_bool).unwrap_or_default();
    is_partition || at(dimension, "type_params.validity_params").is_some_and(|validity| !validity.is_null())
}

/// Takes the measures out that need an element: those with this time, or chosen by this time or within this entity.
fn take_measures(model: &mut Value, kind: ElementKind, element: &str) -> Vec<String> {
    let default = at(model, "defaults.agg_time_dimension").and_then(Value::as_str).map(str::to_owned);
    let Some(measures) = model.get_mut("measures").and_then(Value::as_array_mut) else { return Vec::new() };
    let needs = |measure: &Value| match kind {
        ElementKind::Dimension => {
            let own = measure.get("agg_time_dimension").and_then(Value::as_str);
            let chosen_by = at(measure, "non_additive_dimension.name").and_then(Value::as_str);
            own.or(default.as_deref()) == Some(element) || chosen_by == Some(element)
        }
        ElementKind::Entity => {
            let within = at(measure, "non_additive_dimension.window_groupings").and_then(Value::as_array);
            within.into_iter().flatten().any(|entity| entity.as_str() == Some(element))
        }
        _ => false,
    };
    let (taken, kept): (Vec<Value>, Vec<Value>) = std::mem::take(measures).into_iter().partition(needs);
    *measures = kept;
    taken.iter().map(name_of).collect()
}

/// Takes the elements of a list out that have an unknown value.
fn take_from(
    owner: &mut Value,
    list: &str,
    path: &str,
    fields: &[Field],
    element: impl Fn(&str) -> String,
) -> Vec<(Value, UnknownValue)> {
    let Some(elements) = owner.get_mut(list).and_then(Value::as_array_mut) else { return Vec::new() };
    let mut taken = Vec::new();
    let mut kept = Vec::new();
    for own in std::mem::take(elements) {
        let unknown = fields.iter().find_map(|(field, known)| {
            let value = at(&own, field)?.as_str()?;
            (!known.contains(&value)).then(|| UnknownValue {
                element: element(&name_of(&own)),
                field,
                value: value.to_owned(),
                known,
                path: format!("{path}.{field}"),
                first_in: own.get("name").and_then(Value::as_str).map(str::to_owned),
            })
        });
        match unknown {
            Some(unknown) => taken.push((own, unknown)),
            None => kept.push(own),
        }
    }
    *elements = kept;
    taken
}

fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, field| value.get(field))
}

/// Time spines are named by their table.
fn name_of(element: &Value) -> String {
    let name = element.get("name").or_else(|| at(element, "node_relation.alias")).or_else(|| element.get("location"));
    name.and_then(Value::as_str).unwrap_or_default().to_owned()
}
