//! Where dbt-duckdb writes an `external` model.
//!
//! Rules as in dbt-duckdb's macros `external` and `external_location`: `config.location`, or else
//! `<external_root>/<alias>.<format>`, a folder without ending when the output is partitioned.

use serde_json::{Map, Value};

use super::Model;

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct LocationConfig {
    pub location: Option<Value>,
    pub external_location: Option<Value>,
    pub format: Option<String>,
    pub options: Map<String, Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    Parquet,
    Csv,
    Json,
}

impl FileFormat {
    pub fn name(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    fn of(name: &str) -> Option<Self> {
        [Self::Parquet, Self::Csv, Self::Json].into_iter().find(|format| format.name().eq_ignore_ascii_case(name))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLocation {
    /// A file, a folder of files, or a glob; relative to the folder in which dbt ran, absolute, or a URL.
    pub path: String,
    pub format: FileFormat,
    /// A folder, with one level of `key=value` folders per partition column.
    pub is_folder: bool,
    /// Columns whose values are in the folders' names, which DuckDB leaves out of the files.
    pub partition_by: Vec<String>,
    /// The path still holds a Jinja expression that only dbt can evaluate.
    pub is_template: bool,
}

impl LocationConfig {
    pub(super) fn resolve(&self, model: &Model, external_root: &str) -> Option<FileLocation> {
        let text = |value: &Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_owned);
        let configured = text(&self.location).or_else(|| text(&self.external_location));
        if configured.is_none() && !model.is_external() {
            return None;
        }
        let partition_by = self.partition_by();
        let option_format = self.options.get("format").and_then(Value::as_str);
        let named_format = self.format.as_deref().or(option_format);
        let path = match configured {
            Some(path) => with_names(&path, model),
            None => {
                let root = external_root.trim_end_matches('/');
                let stem =
                    if root.is_empty() { format!("/{}", model.alias) } else { format!("{root}/{}", model.alias) };
                if self.options.get("partition_by").is_some_and(|value| !value.is_null()) {
                    stem
                } else {
                    format!("{stem}.{}", self.format.as_deref().unwrap_or("parquet"))
                }
            }
        };
        let ending = path.rsplit('/').next().and_then(|file| file.rsplit_once('.')).map(|(_, ending)| ending);
        let format = named_format.or(ending).and_then(FileFormat::of).unwrap_or(FileFormat::Parquet);
        let is_per_thread = self.options.get("per_thread_output").is_some_and(is_true);
        Some(FileLocation {
            format,
            is_folder: is_per_thread || !partition_by.is_empty(),
            partition_by,
            is_template: path.contains("{{") || path.contains("{%"),
            path,
        })
    }

    fn partition_by(&self) -> Vec<String> {
        let names = match self.options.get("partition_by") {
            Some(Value::String(text)) => text.trim_matches(['(', ')', ' ']).split(',').map(str::to_owned).collect(),
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        names.iter().map(|name| name.trim().trim_matches('"').to_owned()).filter(|name| !name.is_empty()).collect()
    }
}

fn is_true(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true")))
}

/// dbt-duckdb renders the location when it runs; these are the expressions whose values the manifest holds.
fn with_names(path: &str, model: &Model) -> String {
    let mut rest = path;
    let mut out = String::with_capacity(path.len());
    while let Some((before, tail)) = rest.split_once("{{") {
        let Some((expression, after)) = tail.split_once("}}") else {
            break;
        };
        out.push_str(before);
        match expression.trim() {
            "this.name" | "this.identifier" | "this.table" | "model.alias" => out.push_str(&model.alias),
            "model.name" | "name" => out.push_str(&model.name),
            "this.schema" => out.push_str(model.schema.as_deref().unwrap_or_default()),
            "this.database" => out.push_str(model.database.as_deref().unwrap_or_default()),
            _ => {
                out.push_str("{{");
                out.push_str(expression);
                out.push_str("}}");
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
