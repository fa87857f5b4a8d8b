//! Names of elements that are left out of the manifest, because a value in them is one that only a newer dbt knows.

use martlet_project::semantic_manifest::{ElementKind, LeftOut, Metric};

use super::Index;
use crate::error::{Problem, nearest};

impl Index {
    /// Why there is no metric of that name.
    pub(crate) fn no_metric(&self, name: &str) -> Problem {
        self.left_out(ElementKind::Metric, name, &format!("metric '{name}'")).unwrap_or_else(|| {
            let known = self.manifest.metrics.iter().map(|metric| metric.name.as_str());
            Problem::UnknownMetric { nearest: nearest(name, known), name: name.to_owned() }
        })
    }

    /// Why `what` cannot be used, if the element of that name is left out.
    pub(crate) fn left_out(&self, kind: ElementKind, name: &str, what: &str) -> Option<Problem> {
        let found = self.manifest.left_out.iter().find(|left_out| left_out.kind == kind && left_out.name == name)?;
        Some(unknown_value(found, what))
    }

    /// Why `what` cannot be used, if the entity or dimension of that name is left out of its semantic model.
    pub(crate) fn left_out_element(&self, model: Option<&str>, name: &str, what: &str) -> Option<Problem> {
        let found = self.manifest.left_out.iter().find(|left_out| {
            matches!(left_out.kind, ElementKind::Entity | ElementKind::Dimension)
                && left_out.name == name
                && left_out.semantic_model.as_deref() == model
        })?;
        Some(unknown_value(found, what))
    }

    /// Why a group-by item cannot be used, if it, or an entity on the way to it, is left out.
    pub(crate) fn left_out_item(&self, links: &[String], element: &str, what: &str) -> Option<Problem> {
        let is_model = |left_out: &LeftOut, link: &str| {
            let model = left_out.semantic_model.as_deref();
            let is_link = |at: usize| self.local_links(at).contains(&link);
            let models = self.manifest.semantic_models.iter().enumerate();
            let mut known = models.filter(|(_, known)| Some(known.name.as_str()) == model).peekable();
            known.peek().is_none() || known.any(|(at, _)| is_link(at))
        };
        let is_meant = |left_out: &&LeftOut| match left_out.kind {
            ElementKind::Dimension => {
                left_out.name == element && links.last().is_some_and(|link| is_model(left_out, link))
            }
            ElementKind::Entity => left_out.name == element || links.contains(&left_out.name),
            _ => false,
        };
        self.manifest.left_out.iter().find(is_meant).map(|found| unknown_value(found, what))
    }

    /// A time spine that is left out, where none of the others will do.
    pub(crate) fn left_out_time_spine(&self, what: &str) -> Option<Problem> {
        let mut left_out = self.manifest.left_out.iter();
        left_out.find(|left_out| left_out.kind == ElementKind::TimeSpine).map(|found| unknown_value(found, what))
    }

    /// The first grain that the metric names and that there is not.
    pub(super) fn unknown_grain_of(&self, metric: &Metric) -> Option<Problem> {
        let what = format!("metric '{}'", metric.name);
        let (field, grain) = grains_of(metric).into_iter().find(|(_, grain)| self.grain(grain).is_none())?;
        let left_out = self.left_out(ElementKind::CustomGranularity, &grain.to_lowercase(), &what);
        Some(left_out.unwrap_or_else(|| Problem::UnknownValue {
            element: what.clone(),
            what,
            field: field.to_owned(),
            value: grain.to_owned(),
            known: self.grain_names(),
        }))
    }
}

/// The grains that a metric names, standard or custom, each with its field.
fn grains_of(metric: &Metric) -> Vec<(&'static str, &str)> {
    let params = &metric.type_params;
    let mut grains: Vec<(&'static str, Option<&String>)> = vec![
        ("time_granularity", metric.time_granularity.as_ref()),
        ("type_params.window.granularity", params.window.as_ref().map(|window| &window.granularity)),
        ("type_params.grain_to_date", params.grain_to_date.as_ref()),
    ];
    if let Some(cumulative) = &params.cumulative_type_params {
        let window = cumulative.window.as_ref().map(|window| &window.granularity);
        grains.push(("type_params.cumulative_type_params.window.granularity", window));
        grains.push(("type_params.cumulative_type_params.grain_to_date", cumulative.grain_to_date.as_ref()));
    }
    if let Some(conversion) = &params.conversion_type_params {
        let window = conversion.window.as_ref().map(|window| &window.granularity);
        grains.push(("type_params.conversion_type_params.window.granularity", window));
    }
    for input in &params.metrics {
        let window = input.offset_window.as_ref().map(|window| &window.granularity);
        grains.push(("type_params.metrics[].offset_window.granularity", window));
        grains.push(("type_params.metrics[].offset_to_grain", input.offset_to_grain.as_ref()));
    }
    grains.into_iter().filter_map(|(field, grain)| Some((field, grain?.as_str()))).collect()
}

fn unknown_value(left_out: &LeftOut, what: &str) -> Problem {
    let cause = &left_out.cause;
    Problem::UnknownValue {
        what: what.to_owned(),
        element: cause.element.clone(),
        field: cause.field.to_owned(),
        value: cause.value.clone(),
        known: cause.known.iter().map(|name| (*name).to_owned()).collect(),
    }
}
