//! The site's catalog: the project's words joined with what the files hold and what can be computed.

use std::collections::BTreeMap;

use martlet_semantic::{GroupByKind, MetricRequest, SemanticLayer};
use martlet_site::assemble::{self, FileColumn, Inputs, MetricFacts, SiteOptions, TableFiles, in_words};
use martlet_site::catalog::{self, Catalog, GroupByOption};

use super::input::Input;
use super::snapshot::Published;
use super::values::Values;
use crate::data::{self, from_issues};
use crate::problem::Problem;

/// The catalog without the snapshot's name, which is a hash of it, and what was noticed on the way.
pub fn assemble(input: &Input, published: &Published, values: &Values, built_at: &str) -> (Catalog, Vec<Problem>) {
    let tables = tables(input, published);
    let Some(loaded) = &input.project else {
        let catalog = assemble::assemble_folder(&input.name, &SiteOptions::default(), &tables, built_at, None);
        return (catalog, Vec::new());
    };
    let metrics = input.semantic.as_deref().map(|layer| metrics(layer, values)).unwrap_or_default();
    let (catalog, issues) = assemble::assemble(&Inputs {
        project: &loaded.project,
        options: &loaded.options,
        tables: &tables,
        metrics: &metrics,
        built_at,
        as_of: None,
    });
    (catalog, from_issues(&loaded.dir, issues))
}

fn tables(input: &Input, published: &Published) -> Vec<TableFiles> {
    let column = |field: &arrow::datatypes::FieldRef| FileColumn {
        name: field.name().clone(),
        data_type: format!("{:?}", field.data_type()),
        is_nullable: field.is_nullable(),
    };
    let table = |(table, files): (&data::LocalTable, &Vec<catalog::DataFile>)| TableFiles {
        name: table.name.clone(),
        columns: table.schema().fields().iter().map(column).collect(),
        files: files.clone(),
    };
    input.tables.iter().zip(&published.files).map(table).collect()
}

fn metrics(layer: &SemanticLayer, values: &Values) -> BTreeMap<String, MetricFacts> {
    layer.metric_names().map(|name| (name.to_owned(), facts(layer, values, name))).collect()
}

fn facts(layer: &SemanticLayer, values: &Values, name: &str) -> MetricFacts {
    let formula = layer.metric(name).map(|metric| metric.formula).unwrap_or_default();
    let alone = MetricRequest { metrics: vec![name.to_owned()], ..MetricRequest::default() };
    let by_time = MetricRequest { group_by: vec!["metric_time".into()], ..alone.clone() };
    let without_time = layer.compile(&alone);
    let needs_time = without_time.is_err();
    let compiled = layer.compile(&by_time).or_else(|error| without_time.map_err(|_| error));
    match compiled {
        Ok(compiled) => MetricFacts {
            formula,
            sql: Some(compiled.sql),
            unavailable: None,
            tables: compiled.tables,
            group_by: options(layer, values, name),
            needs_time,
        },
        Err(error) => MetricFacts {
            formula,
            unavailable: Some(format!("{} ({})", error.message(), error.code())),
            ..MetricFacts::default()
        },
    }
}

fn options(layer: &SemanticLayer, values: &Values, metric: &str) -> Vec<GroupByOption> {
    // What compiles has items; a metric whose items cannot be listed is shown without any.
    let found = layer.group_by_items(&[metric]).unwrap_or_default();
    found
        .into_iter()
        .map(|option| GroupByOption {
            label: option.label.unwrap_or_else(|| in_words(option.name.rsplit("__").next().unwrap_or(&option.name))),
            description: option.description.unwrap_or_default(),
            kind: match option.kind {
                GroupByKind::Categorical => catalog::GroupByKind::Categorical,
                GroupByKind::Time => catalog::GroupByKind::Time,
                GroupByKind::Entity => catalog::GroupByKind::Entity,
            },
            grains: option.grains,
            values: match (option.kind, &option.semantic_model) {
                (GroupByKind::Categorical, Some(model)) => values.of(model, &option.name),
                _ => None,
            },
            name: option.name,
        })
        .collect()
}
