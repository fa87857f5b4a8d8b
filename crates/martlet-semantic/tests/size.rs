//! A large project: hundreds of models and metrics that all refer to each other.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use martlet_project::semantic_manifest::SemanticManifest;
use martlet_semantic::{MetricRequest, SemanticLayer};
use serde_json::{Value, json};

/// Every third model is a fact that refers to five dimension models, which refer to each other.
fn project(models: usize, metrics: usize) -> SemanticManifest {
    let is_fact = |at: usize| at.is_multiple_of(3);
    let semantic_models: Vec<Value> = (0..models)
        .map(|at| {
            let others = (1..40).map(|step| (at + step) % models).filter(|other| !is_fact(*other)).take(5);
            let mut entities = vec![json!({"name": format!("e{at}"), "type": "primary", "expr": "id"})];
            entities.extend(others.map(|other| json!({"name": format!("e{other}"), "type": "foreign"})));
            let mut dimensions = vec![json!({"name": "at", "type": "time", "type_params": {"time_granularity": "day"}})];
            dimensions.extend((0..10).map(|n| json!({"name": format!("d{at}_{n}"), "type": "categorical"})));
            let measures = if is_fact(at) { vec![json!({"name": format!("m{at}"), "agg": "sum", "expr": "x"})] } else { vec![] };
            json!({"name": format!("model{at}"), "node_relation": {"alias": format!("t{at}")},
                "defaults": {"agg_time_dimension": "at"}, "entities": entities, "dimensions": dimensions, "measures": measures})
        })
        .collect();
    let facts: Vec<usize> = (0..models).filter(|at| is_fact(*at)).collect();
    let metrics: Vec<Value> = (0..metrics)
        .map(|at| {
            let fact = facts[at % facts.len()];
            json!({"name": format!("metric{at}"), "type": "simple", "type_params": {"measure": {"name": format!("m{fact}")}}})
        })
        .collect();
    serde_json::from_value(json!({"semantic_models": semantic_models, "metrics": metrics})).unwrap()
}

#[test]
fn a_large_project_answers() {
    for (models, metrics) in [(100, 300), (300, 1000)] {
        let layer = SemanticLayer::new(project(models, metrics)).unwrap();
        let options = layer.group_by_items(&["metric0"]).unwrap();
        let names: Vec<&str> = options.iter().map(|option| option.name.as_str()).collect();
        assert_eq!(names.first(), Some(&"metric_time"));
        assert!(names.contains(&"e1__d1_3"), "{} options", names.len());
        let shared = layer.group_by_items(&["metric0", "metric1"]).unwrap();
        assert!((1..options.len()).contains(&shared.len()), "{} of {}", shared.len(), options.len());
        let request: MetricRequest =
            serde_json::from_value(json!({"metrics": ["metric0"], "group_by": ["metric_time", "e1__d1_3"]})).unwrap();
        assert_eq!(layer.compile(&request).unwrap().tables, ["t0", "t1"]);
    }
}
