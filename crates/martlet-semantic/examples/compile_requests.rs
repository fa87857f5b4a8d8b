//! Compiles requests without running them: a manifest and an array of `{"name", "request"}` in, one JSON line
//! per request out: `{"name", "sql", "columns", "tables"}` or `{"name", "error": {"code", "message", "hint"}}`.
//!
//! `cargo run -p martlet-semantic --example compile_requests -- semantic_manifest.json requests.json`

use std::error::Error;
use std::io::Write as _;

use martlet_project::semantic_manifest::SemanticManifest;
use martlet_semantic::{MetricRequest, SemanticLayer};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(manifest), Some(requests)) = (arguments.next(), arguments.next()) else {
        return Err("usage: compile_requests SEMANTIC_MANIFEST REQUESTS".into());
    };
    let manifest = SemanticManifest::from_json(&std::fs::read_to_string(manifest)?)?;
    let layer = SemanticLayer::new(manifest).map_err(|issues| format!("{issues:?}"))?;
    let requests: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(requests)?)?;
    let mut out = std::io::stdout().lock();
    for entry in requests {
        let name = entry.get("name").cloned().unwrap_or_default();
        let request: MetricRequest = serde_json::from_value(entry.get("request").cloned().unwrap_or_default())?;
        let line = match layer.compile(&request) {
            Ok(query) => {
                let columns: Vec<&str> = query.columns.iter().map(|column| column.name.as_str()).collect();
                json!({"name": name, "sql": query.sql, "columns": columns, "tables": query.tables})
            }
            Err(error) => json!({
                "name": name,
                "error": {"code": error.code(), "message": error.message(), "hint": error.hint()},
            }),
        };
        writeln!(out, "{line}")?;
    }
    Ok(())
}
