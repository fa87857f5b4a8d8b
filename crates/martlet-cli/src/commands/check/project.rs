//! A project: its artifacts, its marts' files, and whether every metric can be computed from them.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use martlet_project::{Subject, locate};
use martlet_semantic::MetricRequest;

use crate::codes;
use crate::data::{self, LoadedProject, Session, marts};
use crate::output::Progress;
use crate::problem::{Failed, Problem};

pub fn check(
    dir: &Path,
    target_dir: Option<&Path>,
    marts_dir: Option<&Path>,
    progress: &Progress,
) -> Result<Vec<Problem>, Failed> {
    progress.now("reading the project");
    let loaded = data::load_project(dir, target_dir)?;
    progress.now("looking at the marts");
    let found = marts::find(&loaded, marts_dir)?;
    let has_all_tables = !found.problems.iter().any(Problem::is_error);
    let mut problems = found.problems;
    let Some(text) = &loaded.semantic_manifest else { return Ok(problems) };
    let layer = match data::layer(text) {
        Ok(layer) => layer,
        Err(problem) => {
            problems.push(problem);
            return Ok(problems);
        }
    };
    progress.now("compiling the metrics");
    let session = match Session::of_tables(&found.tables, Some(Arc::clone(&layer))) {
        Ok(session) => session,
        Err(found) => {
            problems.extend(found);
            return Ok(problems);
        }
    };
    let runtime = data::runtime()?;
    for name in layer.metric_names() {
        let at = |problem: Problem| at_metric(&loaded, name, problem);
        match compile(&session, name) {
            Ok(sql) if has_all_tables => {
                let request = MetricRequest { metrics: vec![name.to_owned()], ..MetricRequest::default() };
                if let Err(problem) = runtime.block_on(session.plan(&request, &sql)) {
                    let message = format!("metric {name} compiles, and cannot be computed: {}", problem.message);
                    problems.push(at(Problem { message, ..problem }.sql(sql)));
                }
            }
            Ok(_) => {}
            Err(found) => problems.extend(found.into_iter().map(at)),
        }
    }
    Ok(problems)
}

/// At the metric's place in its YAML file.
fn at_metric(loaded: &LoadedProject, name: &str, problem: Problem) -> Problem {
    let Some(metric) = loaded.project.metric(name) else { return problem };
    let path = loaded.dir.join(&metric.path);
    let line = fs::read_to_string(&path).ok().and_then(|text| locate(&text, Subject::Metric, name));
    problem.at(path).line(line)
}

/// By itself, or by metric_time for a metric that cannot do without.
pub fn compile(session: &Session, metric: &str) -> Result<String, Vec<Problem>> {
    let alone = MetricRequest { metrics: vec![metric.to_owned()], ..MetricRequest::default() };
    let by_time = MetricRequest { group_by: vec!["metric_time".into()], ..alone.clone() };
    session.compile(&alone).or_else(|_| session.compile(&by_time)).map_err(|problems| {
        problems
            .into_iter()
            .map(|problem| {
                let message = format!("metric {metric} cannot be compiled: {}", problem.message);
                let known = Problem { message, ..problem };
                match known.hint {
                    Some(_) => known,
                    None => known
                        .hint(format!("its page will say that it is not available ({})", codes::METRIC_NOT_COMPILED)),
                }
            })
            .collect()
    })
}
