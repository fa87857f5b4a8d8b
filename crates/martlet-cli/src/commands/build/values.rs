//! The values of dimensions that have few of them, so that a filter can offer them.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::Array;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use martlet_engine::QueryOutput;
use martlet_project::semantic_manifest::{DimensionType, SemanticManifest};

use crate::data::{self, Session};
use crate::problem::Problem;

/// A dimension with more values than this is searched for, not picked from.
const MOST: usize = 100;

/// Semantic model and dimension → values, the most frequent first.
#[derive(Debug, Default)]
pub struct Values(BTreeMap<(String, String), Vec<String>>);

impl Values {
    /// Counts the categorical dimensions of every semantic model whose table is there. An expression that
    /// cannot be counted leaves its dimension without values.
    pub fn count(manifest: &SemanticManifest, session: &Session) -> Result<Self, Problem> {
        let runtime = data::runtime()?;
        let tables: BTreeSet<&str> = session.table_names().iter().map(String::as_str).collect();
        let mut values = BTreeMap::new();
        for model in manifest.semantic_models.iter().filter(|model| tables.contains(model.node_relation.alias.as_str()))
        {
            let dimensions = model.dimensions.iter().filter(|dimension| dimension.kind == DimensionType::Categorical);
            for dimension in dimensions {
                let sql = format!(
                    "select cast({} as varchar) as value, count(*) as rows from {} group by 1 order by 2 desc, 1 limit {}",
                    dimension.expression(),
                    quoted(&model.node_relation.alias),
                    MOST + 2,
                );
                if let Some(found) = runtime.block_on(session.output(&sql)).ok().and_then(|output| texts(&output)) {
                    values.insert((model.name.clone(), dimension.name.clone()), found);
                }
            }
        }
        Ok(Self(values))
    }

    /// `name` is dundered: `customer__country`.
    pub fn of(&self, semantic_model: &str, name: &str) -> Option<Vec<String>> {
        let dimension = name.rsplit("__").next().unwrap_or(name);
        self.0.get(&(semantic_model.to_owned(), dimension.to_owned())).cloned()
    }
}

/// None when there are too many.
fn texts(output: &QueryOutput) -> Option<Vec<String>> {
    let mut texts = Vec::new();
    for batch in &output.batches {
        let column = batch.columns().first()?;
        let options = FormatOptions::default();
        let formatter = ArrayFormatter::try_new(column.as_ref(), &options).ok()?;
        for row in (0..batch.num_rows()).filter(|row| !column.is_null(*row)) {
            texts.push(formatter.value(row).try_to_string().ok()?);
        }
    }
    (texts.len() <= MOST).then_some(texts)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
