//! Tables: files joined with the models that describe them.

use martlet_project::{ColumnFacts, Project, TableFacts, project::Model};

use super::{project::owner, trust};
use crate::catalog::{Column, DataFile, Table};

/// A table as its files' footers describe it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableFiles {
    /// The name in SQL: the model's alias, or the file's or folder's name.
    pub name: String,
    pub columns: Vec<FileColumn>,
    pub files: Vec<DataFile>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileColumn {
    pub name: String,
    /// Arrow's name of the type.
    pub data_type: String,
    pub is_nullable: bool,
}

impl TableFiles {
    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }

    /// For the checks that hold the project against its files.
    pub fn facts(&self) -> TableFacts {
        let column =
            |column: &FileColumn| ColumnFacts { name: column.name.clone(), data_type: column.data_type.clone() };
        TableFacts {
            name: self.name.clone(),
            columns: self.columns.iter().map(column).collect(),
            rows: self.rows(),
            files: self.files.len(),
        }
    }
}

pub(super) fn model<'a>(project: &'a Project, table: &str) -> Option<&'a Model> {
    project.model_by_relation(None, table)
}

pub(super) fn tables(project: &Project, found: &[TableFiles]) -> Vec<Table> {
    sorted(found.iter().map(|table| match model(project, &table.name) {
        Some(model) => of_model(project, model, table),
        None => ad_hoc(table),
    }))
}

pub(super) fn sorted(tables: impl Iterator<Item = Table>) -> Vec<Table> {
    let mut tables: Vec<Table> = tables.collect();
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    tables
}

/// A table that dbt does not know.
pub(super) fn ad_hoc(found: &TableFiles) -> Table {
    let columns = found.columns.iter().map(|column| Column {
        name: column.name.clone(),
        data_type: column.data_type.clone(),
        is_nullable: column.is_nullable,
        description: String::new(),
        tests: Vec::new(),
    });
    Table {
        name: found.name.clone(),
        unique_id: None,
        description: String::new(),
        group: None,
        owner: None,
        columns: columns.collect(),
        files: found.files.clone(),
        rows: found.rows(),
        size_bytes: found.files.iter().map(|file| file.size_bytes).sum(),
        upstream: Vec::new(),
        downstream: Vec::new(),
        trust: trust::ad_hoc(),
    }
}

fn of_model(project: &Project, model: &Model, found: &TableFiles) -> Table {
    let mut table = ad_hoc(found);
    for column in &mut table.columns {
        let Some(described) = model.column(&column.name) else {
            continue;
        };
        column.description.clone_from(&described.description);
        let tests = described.tests.iter().filter_map(|id| project.tests.get(id));
        column.tests = tests.map(|test| test.generic_name.clone().unwrap_or_else(|| test.name.clone())).collect();
        column.tests.sort();
    }
    let is_test = |id: &&String| id.starts_with("test.") || id.starts_with("unit_test.");
    let mut upstream = project.lineage.upstream(&model.unique_id).to_vec();
    let mut downstream: Vec<String> =
        project.lineage.downstream(&model.unique_id).iter().filter(|id| !is_test(id)).cloned().collect();
    upstream.sort();
    downstream.sort();
    Table {
        unique_id: Some(model.unique_id.clone()),
        description: model.description.clone(),
        group: model.group.clone(),
        owner: project.owner_of_model(model).map(owner),
        upstream,
        downstream,
        trust: trust::of_models(project, &[&model.unique_id]),
        ..table
    }
}
