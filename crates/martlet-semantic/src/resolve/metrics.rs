//! The metrics of a request: they exist, each once, and are sound.

use crate::error::Problem;
use crate::index::Index;

/// Lower-case names of the metrics that can be used; problems are added to `problems`.
pub(super) fn metrics(index: &Index, asked: &[String], problems: &mut Vec<Problem>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in asked {
        let name = name.to_lowercase();
        if index.metric(&name).is_none() {
            problems.push(index.no_metric(&name));
        } else if found.contains(&name) {
            problems.push(Problem::DuplicateMetric { name });
        } else if let Err(problem) = index.inputs_of(&name) {
            problems.push(problem);
        } else {
            found.push(name);
        }
    }
    found
}
