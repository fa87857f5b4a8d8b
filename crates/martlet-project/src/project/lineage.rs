//! What stands on what, by dbt unique id.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lineage {
    parents: BTreeMap<String, Vec<String>>,
    children: BTreeMap<String, Vec<String>>,
}

impl Lineage {
    /// From each node to those that it reads.
    pub fn new(parents: BTreeMap<String, Vec<String>>) -> Self {
        let mut children: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (node, reads) in &parents {
            for parent in reads {
                children.entry(parent.clone()).or_default().push(node.clone());
            }
        }
        Self { parents, children }
    }

    /// One hop: what the node reads.
    pub fn upstream(&self, unique_id: &str) -> &[String] {
        self.parents.get(unique_id).map_or(&[], Vec::as_slice)
    }

    /// One hop: what reads the node, tests among them.
    pub fn downstream(&self, unique_id: &str) -> &[String] {
        self.children.get(unique_id).map_or(&[], Vec::as_slice)
    }

    /// Everything that the node stands on, itself not included unless there is a cycle.
    pub fn all_upstream(&self, unique_id: &str) -> BTreeSet<&str> {
        walk(&self.parents, unique_id)
    }

    /// Everything that stands on the node.
    pub fn all_downstream(&self, unique_id: &str) -> BTreeSet<&str> {
        walk(&self.children, unique_id)
    }
}

fn walk<'a>(edges: &'a BTreeMap<String, Vec<String>>, from: &str) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut queue: VecDeque<&str> = edges.get(from).into_iter().flatten().map(String::as_str).collect();
    while let Some(node) = queue.pop_front() {
        if seen.insert(node) {
            queue.extend(edges.get(node).into_iter().flatten().map(String::as_str));
        }
    }
    seen
}
