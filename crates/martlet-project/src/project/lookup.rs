//! Questions that others ask of a project.

use std::collections::BTreeSet;

use super::{Metric, Model, Owner, Project, Test};

impl Project {
    /// The models that answer business questions, by unique id: those that a semantic model or a time
    /// spine names, those in a folder `marts` or `mart`, and those written as files, unless they lie in a
    /// folder `staging` or `intermediate`.
    pub fn marts(&self) -> Vec<&Model> {
        let named: BTreeSet<&str> = self.models_of_semantic_models();
        self.models
            .values()
            .filter(|model| {
                named.contains(model.unique_id.as_str())
                    || model.is_time_spine
                    || model.is_in_folder(&["marts", "mart"])
                    || (model.is_external() && !model.is_in_folder(&["staging", "intermediate"]))
            })
            .collect()
    }

    /// Unique ids of the models under semantic models and time spines of the semantic manifest.
    pub(crate) fn models_of_semantic_models(&self) -> BTreeSet<&str> {
        let mut found: BTreeSet<&str> =
            self.semantic_models.iter().flat_map(|place| place.depends_on.iter().map(String::as_str)).collect();
        if let Some(manifest) = &self.semantic_manifest {
            let relations = manifest.semantic_models.iter().map(|model| &model.node_relation);
            let spines = manifest.project_configuration.time_spines.iter().map(|spine| &spine.node_relation);
            found.extend(relations.chain(spines).filter_map(|relation| {
                self.model_by_relation(relation.schema_name.as_deref(), &relation.alias).map(|m| m.unique_id.as_str())
            }));
        }
        found
    }

    /// The model whose relation has this alias, and this schema if one is given and tells models apart.
    pub fn model_by_relation(&self, schema: Option<&str>, alias: &str) -> Option<&Model> {
        let mut with_alias = self.models.values().filter(|model| model.alias.eq_ignore_ascii_case(alias));
        let first = with_alias.clone().next()?;
        let in_schema = with_alias.find(|model| match (&model.schema, schema) {
            (Some(own), Some(asked)) => own.eq_ignore_ascii_case(asked),
            _ => true,
        });
        in_schema.or(Some(first))
    }

    pub fn metric(&self, name: &str) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.name == name)
    }

    /// Unique ids of the models that a metric reads, through other metrics and semantic models. Sorted.
    pub fn models_of_metric(&self, metric: &Metric) -> Vec<String> {
        let mut models = BTreeSet::new();
        let mut seen = BTreeSet::from([metric.unique_id.as_str()]);
        let mut open: Vec<&str> = metric.depends_on.iter().map(String::as_str).collect();
        open.extend(self.lineage.upstream(&metric.unique_id).iter().map(String::as_str));
        while let Some(node) = open.pop() {
            if !seen.insert(node) {
                continue;
            }
            if self.models.contains_key(node) {
                models.insert(node.to_owned());
            } else if node.starts_with("metric.") || node.starts_with("semantic_model.") {
                open.extend(self.lineage.upstream(node).iter().map(String::as_str));
            }
        }
        models.into_iter().collect()
    }

    /// Tests written on the model, a source or one of its columns, by unique id.
    pub fn tests_of<'a>(&'a self, unique_id: &'a str) -> impl Iterator<Item = &'a Test> {
        self.tests.values().filter(move |test| test.checks.iter().any(|checked| checked == unique_id))
    }

    /// Who answers for a metric: `meta.owner`, or else the owner of its group. A name that is a group's, or that of
    /// a group's owner, stands for that owner with their address.
    pub fn owner_of_metric(&self, metric: &Metric) -> Option<Owner> {
        if let Some(name) = metric.meta_text("owner") {
            let is_meant = |owner: &&Owner| owner.name.as_deref() == Some(name) || owner.email.as_deref() == Some(name);
            let named_group = self.groups.get(name).and_then(|group| group.owner.clone());
            let group_owner = named_group
                .or_else(|| self.groups.values().filter_map(|group| group.owner.as_ref()).find(is_meant).cloned());
            return Some(group_owner.unwrap_or_else(|| {
                if name.contains('@') {
                    Owner { name: None, email: Some(name.to_owned()) }
                } else {
                    Owner { name: Some(name.to_owned()), email: None }
                }
            }));
        }
        self.owner_of_group(metric.group.as_deref())
    }

    pub fn owner_of_model(&self, model: &Model) -> Option<Owner> {
        self.owner_of_group(model.group.as_deref())
    }

    fn owner_of_group(&self, group: Option<&str>) -> Option<Owner> {
        self.groups.get(group?)?.owner.clone()
    }
}
