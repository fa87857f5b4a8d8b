//! What a click in Explore costs: the list of what can be asked, and the reasons for what cannot, on generated
//! projects. Prints a Markdown table; `cargo bench -p martlet-semantic --bench options`.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints, and ends when it cannot go on")]

use std::hint::black_box;
use std::time::Instant;

use martlet_project::semantic_manifest::SemanticManifest;
use martlet_semantic::{MetricRequest, SemanticLayer};
use serde_json::{Value, json};

/// Columns of every dimension table.
const DIMENSIONS: usize = 8;
const RUNS: usize = 200;

fn main() {
    println!("\n| metrics | models | asked | fresh layer, ms | median, ms | slowest, ms |\n|---|---|---|---|---|---|");
    for (metrics, models) in [(300, 100), (1_000, 100), (1_000, 300)] {
        let text = project(metrics, models).to_string();
        let far = metrics / 2 + 1;
        let (one, three) = (vec!["metric_0".to_owned()], [0, 1, far].map(|at| format!("metric_{at}")).to_vec());
        for (what, names) in [("items of 1 metric", &one), ("items of 3 metrics", &three)] {
            row(metrics, models, what, &text, |layer| {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                layer.group_by_items(&names).expect("the metrics are there").len()
            });
        }
        row(metrics, models, "items and reasons of 3 metrics", &text, |layer| {
            let names: Vec<&str> = three.iter().map(String::as_str).collect();
            let items = layer.group_by_items(&names).expect("the metrics are there").len();
            items + layer.unavailable_items(&names).expect("the metrics are there").len()
        });
        row(metrics, models, "SQL of 3 metrics by month and a joined dimension", &text, |layer| {
            let request = MetricRequest {
                metrics: three.clone(),
                group_by: vec!["metric_time__month".into(), "entity_0__category_0".into()],
                ..MetricRequest::default()
            };
            layer.compile(&request).expect("every fact has the first dimension table").sql.len()
        });
    }
}

fn row(metrics: usize, models: usize, what: &str, text: &str, ask: impl Fn(&SemanticLayer) -> usize) {
    let layer = || {
        let manifest = SemanticManifest::from_json(text).expect("the project is sound");
        SemanticLayer::new(manifest).expect("the project is sound")
    };
    let fresh = layer();
    let started = Instant::now();
    black_box(ask(&fresh));
    let first = started.elapsed().as_secs_f64() * 1e3;
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let started = Instant::now();
            black_box(ask(&fresh));
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let (median, slowest) = (times[RUNS / 2], times[RUNS - 1]);
    println!("| {metrics} | {models} | {what} | {first:.3} | {median:.3} | {slowest:.3} |");
}

/// Half of the models are facts with keys to five dimension tables, half are dimension tables with a key to the
/// next one; metrics are simple ones and every third a ratio of the two before it.
fn project(metrics: usize, models: usize) -> Value {
    let tables = models / 2;
    let relation = |name: &str| json!({"alias": name, "schema_name": "main"});
    let dimension =
        |at: usize| json!({"name": format!("category_{at}"), "type": "categorical", "label": format!("Category {at}")});
    let day = |name: &str| json!({"name": name, "type": "time", "type_params": {"time_granularity": "day"}});
    let mut semantic_models: Vec<Value> = (0..tables)
        .map(|table| {
            let mut dimensions: Vec<Value> = (0..DIMENSIONS).map(dimension).collect();
            dimensions.push(day("created_at"));
            json!({
                "name": format!("table_{table}"), "node_relation": relation(&format!("dim_{table}")),
                "entities": [
                    {"name": format!("entity_{table}"), "type": "primary", "expr": "id"},
                    {"name": format!("entity_{}", (table + 1) % tables), "type": "foreign", "expr": "next_id"},
                ],
                "dimensions": dimensions, "measures": [],
            })
        })
        .collect();
    let facts = models - tables;
    let simple = metrics - metrics / 3;
    for fact in 0..facts {
        let mut linked = vec![0];
        linked.extend((1..5).map(|step| (fact * 3 + step * 7) % tables).filter(|table| *table != 0));
        linked.dedup();
        let mut entities = vec![json!({"name": format!("row_{fact}"), "type": "primary", "expr": "id"})];
        entities.extend(
            linked.iter().map(
                |table| json!({"name": format!("entity_{table}"), "type": "foreign", "expr": format!("id_{table}")}),
            ),
        );
        let measures: Vec<Value> = (0..simple)
            .filter(|measure| measure % facts == fact)
            .map(|measure| json!({"name": format!("measure_{measure}"), "agg": "sum", "expr": "amount"}))
            .collect();
        semantic_models.push(json!({
            "name": format!("fact_{fact}"), "node_relation": relation(&format!("fact_{fact}")),
            "defaults": {"agg_time_dimension": "happened_at"}, "entities": entities,
            "dimensions": [day("happened_at"), dimension(0), dimension(1)], "measures": measures,
        }));
    }
    let mut measure = 0;
    let metrics: Vec<Value> = (0..metrics)
        .map(|at| {
            let name = format!("metric_{at}");
            if at % 3 == 2 {
                let part = |back: usize| json!({"name": format!("metric_{}", at - back)});
                return json!({"name": name, "type": "ratio", "type_params": {"numerator": part(1), "denominator": part(2)}});
            }
            let input = json!({"name": format!("measure_{}", measure % simple)});
            measure += 1;
            json!({"name": name, "type": "simple", "type_params": {"measure": input}})
        })
        .collect();
    json!({
        "semantic_models": semantic_models, "metrics": metrics, "saved_queries": [],
        "project_configuration": {"time_spines": [{
            "node_relation": relation("days"),
            "primary_column": {"name": "date_day", "time_granularity": "day"}, "custom_granularities": [],
        }]},
    })
}
