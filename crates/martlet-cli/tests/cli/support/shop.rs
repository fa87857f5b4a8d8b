//! A shop as dbt would leave it: three marts, two semantic models, four metrics.
//!
//! Orders 1 to 4, in January and February 2026: revenue 30.00 + 12.50 in January, 7.50 + 50.00 in
//! February; customers 1 (DE) and 2 (FR). Order 4 is of customer 3, who is not in the mart.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Decimal128Array, Int64Array, StringArray, TimestampMicrosecondArray};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::parquet;

const DAY_2026_01_01: i32 = 20_454;

/// Lives as long as the test.
pub struct Shop {
    folder: TempDir,
    pub manifest: Value,
    pub semantic_manifest: Value,
}

impl Shop {
    /// The project in `dbt/`, whole and without fault.
    pub fn new() -> Self {
        let shop = Self {
            folder: TempDir::new().expect("a folder"),
            manifest: manifest(),
            semantic_manifest: semantic_manifest(),
        };
        shop.write_artifacts();
        shop.write_marts();
        shop
    }

    /// The folder that everything is in; commands run here.
    pub fn dir(&self) -> &Path {
        self.folder.path()
    }

    pub fn mart(&self, name: &str) -> PathBuf {
        self.dir().join("dbt/exports").join(format!("{name}.parquet"))
    }

    /// Writes the manifests as they are now.
    pub fn write_artifacts(&self) {
        self.write("manifest.json", &self.manifest);
        self.write("semantic_manifest.json", &self.semantic_manifest);
    }

    pub fn write(&self, artifact: &str, content: &Value) {
        let target = self.dir().join("dbt/target");
        fs::create_dir_all(&target).expect("a folder");
        let text = serde_json::to_string_pretty(content).expect("JSON");
        fs::write(target.join(artifact), text).expect("a file");
    }

    pub fn remove_artifact(&self, artifact: &str) {
        fs::remove_file(self.dir().join("dbt/target").join(artifact)).expect("the artifact was there");
    }

    fn write_marts(&self) {
        parquet::write(&self.mart("fact_orders"), &orders());
        parquet::write(
            &self.mart("dim_customer"),
            &[
                ("customer_id", Arc::new(Int64Array::from(vec![1, 2])) as ArrayRef),
                ("country", Arc::new(StringArray::from(vec!["DE", "FR"]))),
            ],
        );
        parquet::write(&self.mart("dim_date"), &days());
    }
}

/// The columns of `fact_orders`.
pub fn orders() -> Vec<(&'static str, ArrayRef)> {
    let amount =
        Decimal128Array::from(vec![3_000, 1_250, 750, 5_000]).with_precision_and_scale(18, 2).expect("a decimal");
    let day = |day: i64| (i64::from(DAY_2026_01_01) + day) * 86_400_000_000;
    vec![
        ("order_id", Arc::new(Int64Array::from(vec![1, 2, 3, 4]))),
        ("customer_id", Arc::new(Int64Array::from(vec![1, 2, 1, 3]))),
        ("ordered_at", Arc::new(TimestampMicrosecondArray::from(vec![day(0), day(14), day(31), day(40) + 500_000]))),
        ("amount", Arc::new(amount)),
        ("status", Arc::new(StringArray::from(vec![Some("paid"), Some("paid"), None, Some("open, late")]))),
    ]
}

/// The same columns without a row.
pub fn no_orders() -> Vec<(&'static str, ArrayRef)> {
    orders().into_iter().map(|(name, array)| (name, array.slice(0, 0))).collect()
}

/// `orders` without the named column.
pub fn orders_without(column: &str) -> Vec<(&'static str, ArrayRef)> {
    orders().into_iter().filter(|(name, _)| *name != column).collect()
}

/// The first quarter of 2026.
pub fn days() -> Vec<(&'static str, ArrayRef)> {
    let days: Date32Array = (0..90).map(|day| Some(DAY_2026_01_01 + day)).collect();
    vec![("date_day", Arc::new(days))]
}

/// `dim_customer` with another content.
pub fn one_customer() -> Vec<(&'static str, ArrayRef)> {
    vec![("customer_id", Arc::new(Int64Array::from(vec![1]))), ("country", Arc::new(StringArray::from(vec!["AT"])))]
}

fn manifest() -> Value {
    let model = |name: &str, columns: &[(&str, &str)]| {
        let columns: serde_json::Map<String, Value> = columns
            .iter()
            .map(|(column, kind)| {
                (
                    (*column).to_owned(),
                    json!({"name": column, "description": format!("The {column}."), "data_type": kind}),
                )
            })
            .collect();
        json!({
            "unique_id": format!("model.shop.{name}"),
            "name": name,
            "alias": name,
            "resource_type": "model",
            "package_name": "shop",
            "database": "shop",
            "schema": "main",
            "relation_name": format!("\"shop\".\"main\".\"{name}\""),
            "fqn": ["shop", "marts", name],
            "original_file_path": format!("models/marts/{name}.sql"),
            "patch_path": "shop://models/marts/marts.yml",
            "description": format!("Mart {name}."),
            "columns": columns,
            "config": {"materialized": "external", "location": format!("exports/{name}.parquet"), "format": "parquet"},
            "depends_on": {"nodes": []},
        })
    };
    json!({
        "metadata": {
            "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
            "dbt_version": "1.11.2",
            "generated_at": "2026-03-01T06:00:00.000000Z",
            "project_name": "shop",
            "adapter_type": "duckdb",
        },
        "nodes": {
            "model.shop.fact_orders": model("fact_orders", &[
                ("order_id", "bigint"), ("customer_id", "bigint"), ("ordered_at", "timestamp"),
                ("amount", "decimal(18,2)"), ("status", "varchar"),
            ]),
            "model.shop.dim_customer": model("dim_customer", &[("customer_id", "bigint"), ("country", "varchar")]),
            "model.shop.dim_date": model("dim_date", &[("date_day", "date")]),
        },
        "sources": {}, "exposures": {}, "groups": {}, "saved_queries": {},
        "metrics": {
            "metric.shop.revenue": metric("revenue", "simple", &["semantic_model.shop.orders"]),
            "metric.shop.orders": metric("orders", "simple", &["semantic_model.shop.orders"]),
            "metric.shop.average_order": metric("average_order", "ratio", &["metric.shop.revenue", "metric.shop.orders"]),
            "metric.shop.doubled": metric("doubled", "derived", &["metric.shop.revenue"]),
        },
        "semantic_models": {
            "semantic_model.shop.orders": semantic_model("orders", "model.shop.fact_orders"),
            "semantic_model.shop.customers": semantic_model("customers", "model.shop.dim_customer"),
        },
        "unit_tests": {}, "parent_map": {}, "child_map": {},
    })
}

fn metric(name: &str, kind: &str, depends_on: &[&str]) -> Value {
    json!({
        "unique_id": format!("metric.shop.{name}"), "name": name, "label": name, "type": kind,
        "description": format!("What {name} means."), "original_file_path": "models/metrics.yml",
        "config": {"meta": {}}, "depends_on": {"nodes": depends_on},
    })
}

fn semantic_model(name: &str, model: &str) -> Value {
    json!({
        "unique_id": format!("semantic_model.shop.{name}"), "name": name,
        "original_file_path": "models/semantic_models.yml", "depends_on": {"nodes": [model]},
    })
}

fn relation(name: &str) -> Value {
    json!({"alias": name, "schema_name": "main", "database": "shop", "relation_name": format!("\"shop\".\"main\".\"{name}\"")})
}

fn semantic_manifest() -> Value {
    let simple = |name: &str, measure: &str| {
        json!({
            "name": name, "description": format!("What {name} means."), "label": name, "type": "simple",
            "type_params": {"measure": {"name": measure}, "input_measures": [{"name": measure}]},
            "config": {"meta": {}},
        })
    };
    let dimension = |name: &str| json!({"name": name, "type": "categorical"});
    json!({
        "semantic_models": [
            {
                "name": "orders", "description": "Orders.", "node_relation": relation("fact_orders"),
                "defaults": {"agg_time_dimension": "ordered_at"},
                "entities": [
                    {"name": "order", "type": "primary", "expr": "order_id"},
                    {"name": "customer", "type": "foreign", "expr": "customer_id"},
                ],
                "dimensions": [
                    {"name": "ordered_at", "type": "time", "type_params": {"time_granularity": "day"}},
                    dimension("status"),
                ],
                "measures": [
                    {"name": "amount_sum", "agg": "sum", "expr": "amount"},
                    {"name": "orders_count", "agg": "sum", "expr": "1"},
                ],
            },
            {
                "name": "customers", "description": "Customers.", "node_relation": relation("dim_customer"),
                "entities": [{"name": "customer", "type": "primary", "expr": "customer_id"}],
                "dimensions": [dimension("country")],
                "measures": [],
            },
        ],
        "metrics": [
            simple("revenue", "amount_sum"),
            simple("orders", "orders_count"),
            {
                "name": "average_order", "description": "Revenue an order.", "label": "Average order", "type": "ratio",
                "type_params": {"numerator": {"name": "revenue"}, "denominator": {"name": "orders"}},
                "config": {"meta": {}},
            },
            {
                "name": "doubled", "description": "Revenue twice.", "label": "Doubled", "type": "derived",
                "type_params": {"expr": "revenue * 2", "metrics": [{"name": "revenue"}]},
                "config": {"meta": {}},
            },
        ],
        "project_configuration": {
            "time_spines": [{
                "node_relation": relation("dim_date"),
                "primary_column": {"name": "date_day", "time_granularity": "day"},
                "custom_granularities": [],
            }],
        },
        "saved_queries": [{
            "name": "by_country", "description": "Revenue by country.", "label": "By country",
            "query_params": {"metrics": ["revenue"], "group_by": ["Dimension('customer__country')"], "where": null},
            "exports": [],
        }],
    })
}
