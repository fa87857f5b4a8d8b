//! What a compiled request looks like, and what is refused, on a small shop.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod composed;
mod contribution;
mod descriptions;
mod every_problem;
mod joins;
mod metric_types;
mod refusals;
mod requests;
mod rows;
mod template_names;
mod unknown_values;

use expect_test::Expect;
use martlet_project::semantic_manifest::SemanticManifest;
use martlet_semantic::{MetricRequest, SemanticLayer};

fn layer() -> SemanticLayer {
    let manifest = SemanticManifest::from_json(include_str!("../fixtures/shop.json")).unwrap();
    SemanticLayer::new(manifest).unwrap()
}

fn request(json: &str) -> MetricRequest {
    serde_json::from_str(json).unwrap()
}

fn check(json: &str, expected: Expect) {
    let query = layer().compile(&request(json)).unwrap_or_else(|error| panic!("{error}"));
    expected.assert_eq(&query.sql);
}

fn check_refused(json: &str, expected: Expect) {
    let error = layer().compile(&request(json)).err().unwrap();
    let lines: Vec<String> = error
        .problems()
        .iter()
        .map(|problem| {
            format!("{} {problem}{}", problem.code(), problem.hint().map_or(String::new(), |hint| format!(" [{hint}]")))
        })
        .collect();
    expected.assert_eq(&lines.join("\n"));
}
