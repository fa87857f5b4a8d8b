//! Whole queries as named steps of a larger one. Equal queries are written once.

use std::collections::BTreeSet;

use crate::index::Index;
use crate::layer::Planned;
use crate::sql::ident::ident;
use crate::sql::lines::indented;

#[derive(Debug)]
pub(crate) struct Steps {
    taken: BTreeSet<String>,
    steps: Vec<(String, String)>,
    pub(crate) tables: BTreeSet<String>,
}

impl Steps {
    /// No step takes the name of a table.
    pub(crate) fn new(index: &Index) -> Self {
        let models = index.manifest.semantic_models.iter().map(|model| &model.node_relation);
        let spines = index.manifest.project_configuration.time_spines.iter().map(|spine| &spine.node_relation);
        let taken = models.chain(spines).map(|relation| relation.alias.clone()).collect();
        Self { taken, steps: Vec::new(), tables: BTreeSet::new() }
    }

    /// Adds a query. Returns its name, ready for SQL.
    pub(crate) fn add(&mut self, hint: &str, sql: String) -> String {
        if let Some((name, _)) = self.steps.iter().find(|(_, known)| *known == sql) {
            return ident(name);
        }
        let mut name = hint.to_owned();
        let mut number = 1;
        while !self.taken.insert(name.clone()) {
            number += 1;
            name = format!("{hint}_{number}");
        }
        self.steps.push((name.clone(), sql));
        ident(&name)
    }

    pub(crate) fn add_planned(&mut self, hint: &str, planned: Planned) -> String {
        self.tables.extend(planned.tables);
        self.add(hint, planned.sql)
    }

    pub(crate) fn finish(&self, last: &str) -> String {
        let mut out = String::new();
        for (at, (name, sql)) in self.steps.iter().enumerate() {
            out.push_str(if at == 0 { "WITH " } else { ", " });
            out.push_str(&format!("{} AS (\n{}\n)", ident(name), indented(sql)));
        }
        if !self.steps.is_empty() {
            out.push('\n');
        }
        out.push_str(last);
        out
    }
}
