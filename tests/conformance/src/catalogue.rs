//! What a project offers: metrics, by what each can be grouped, and which values and times occur.
//!
//! Options come from the semantic layer; values and times from the data, by `martlet query`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{Days, NaiveDate};
use martlet_project::semantic_manifest::{MetricType, SavedQuery};
use martlet_semantic::{GroupByKind, GroupByOption, MetricRequest, OutputColumn, SemanticLayer};
use serde_json::{Value, json};

use crate::answer::{Answer, Table};
use crate::martlet;
use crate::project::Project;
use crate::told_twice::is_told_twice;

/// Values kept of each item.
const VALUES: usize = 8;

/// Grains from which requests are made; finer ones give too many rows.
pub const GRAINS: [&str; 5] = ["day", "week", "month", "quarter", "year"];

/// Values of one item, each as SQL.
#[derive(Debug, Clone, Default)]
pub struct Values {
    pub literals: Vec<String>,
    /// How many different values there are.
    pub count: u64,
}

/// First and last day on which there is data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Span {
    /// A day in it, or a little outside: 0 is the first, 1000 the last.
    pub fn day(self, thousandths: u64) -> NaiveDate {
        let days = u64::try_from((self.last - self.first).num_days()).unwrap_or_default();
        self.first.checked_add_days(Days::new(days * thousandths / 1000)).unwrap_or(self.last)
    }

    /// Rows that a grain makes of it, about.
    pub fn periods(self, grain: &str) -> u64 {
        let days = u64::try_from((self.last - self.first).num_days()).unwrap_or_default() + 1;
        let length = match grain {
            "year" => 365,
            "quarter" => 91,
            "month" => 30,
            "week" => 7,
            "day" => 1,
            // Custom grains are built of days; finer ones have many rows a day.
            _ => 7,
        };
        days / length + 2
    }
}

#[derive(Debug)]
pub struct Catalogue {
    layer: SemanticLayer,
    pub metrics: Vec<String>,
    /// Names of all items of the project.
    everything: Vec<String>,
    values: BTreeMap<String, Values>,
    /// Names of periods as SQL, by custom grain.
    periods: BTreeMap<String, Vec<String>>,
    spans: BTreeMap<String, Span>,
    /// Metrics whose values are texts or times.
    not_numbers: BTreeSet<String>,
}

impl Catalogue {
    pub fn read(project: &Project) -> Result<Self> {
        let layer = project.layer()?;
        let metrics: Vec<String> =
            layer.metric_names().filter(|name| layer.group_by_items(&[*name]).is_ok()).map(str::to_owned).collect();
        let mut catalogue = Self {
            layer,
            metrics,
            everything: Vec::new(),
            values: BTreeMap::new(),
            periods: BTreeMap::new(),
            spans: BTreeMap::new(),
            not_numbers: BTreeSet::new(),
        };
        let mut requests = Vec::new();
        let all = catalogue.all_options();
        catalogue.everything = all.iter().map(|option| option.name.clone()).collect();
        for option in all {
            let request = match option.kind {
                GroupByKind::Time => json!({"group_by": [option.name], "min_max_only": true}),
                GroupByKind::Categorical | GroupByKind::Entity => {
                    json!({"group_by": [option.name], "values": {}, "limit": 1000})
                }
            };
            requests.push(json!({"name": option.name, "request": request}));
        }
        for metric in &catalogue.metrics {
            let time = catalogue.default_time(metric);
            let request = json!({"metrics": [metric], "group_by": [time], "order_by": [time]});
            requests.push(json!({"name": span_key(metric), "request": request}));
        }
        let spines = &catalogue.layer.manifest().project_configuration.time_spines;
        for grain in spines.iter().flat_map(|spine| &spine.custom_granularities) {
            let request = json!({"group_by": [format!("metric_time__{}", grain.name)]});
            requests.push(json!({"name": format!("{PERIODS}{}", grain.name), "request": request}));
        }
        for (name, answer) in martlet::answers(project, &requests)? {
            // What cannot be listed alone is drawn without values.
            let Answer::Table(table) = answer else { continue };
            if let Some(grain) = name.strip_prefix(PERIODS) {
                catalogue.periods.insert(grain.to_lowercase(), period_names(&table));
            } else if name.starts_with(SPAN) || table.columns.iter().any(|column| column.name.ends_with("__min")) {
                if let Some(metric) = name.strip_prefix(SPAN)
                    && table.rows.iter().any(|row| row.last().is_some_and(Value::is_string))
                {
                    catalogue.not_numbers.insert(metric.to_owned());
                }
                let name = name.strip_prefix(SPAN).unwrap_or(&name);
                catalogue.spans.extend(span(&table).map(|span| (name.to_owned(), span)));
            } else {
                catalogue.values.insert(name, values(&table));
            }
        }
        Ok(catalogue)
    }

    /// By what these metrics can be grouped together.
    pub fn options(&self, metrics: &[String]) -> Vec<GroupByOption> {
        let names: Vec<&str> = metrics.iter().map(String::as_str).collect();
        let mut options = self.layer.group_by_items(&names).unwrap_or_default();
        options.retain(|option| !is_told_twice(self.layer.manifest(), &option.name));
        options
    }

    /// Names of all items that some metric, or none, can be grouped by.
    pub fn everything(&self) -> &[String] {
        &self.everything
    }

    pub fn saved_queries(&self) -> &[SavedQuery] {
        &self.layer.manifest().saved_queries
    }

    /// The columns of the answer; `None` of what is refused.
    pub fn columns(&self, request: &MetricRequest) -> Option<Vec<OutputColumn>> {
        self.layer.compile(request).ok().map(|query| query.columns)
    }

    pub fn values(&self, item: &str) -> Option<&Values> {
        self.values.get(item)
    }

    /// Names of the periods of a custom grain; none of a standard one.
    pub fn periods(&self, grain: &str) -> Option<&[String]> {
        self.periods.get(grain).map(Vec::as_slice)
    }

    /// When a time dimension, or a metric's `metric_time`, has data.
    pub fn span(&self, name: &str) -> Option<Span> {
        self.spans.get(name).copied()
    }

    /// Can the metric be compared with a number?
    pub fn is_number(&self, metric: &str) -> bool {
        !self.not_numbers.contains(metric)
    }

    /// Does the metric refuse to be asked without time?
    pub fn needs_time(&self, metric: &str) -> bool {
        let request = MetricRequest { metrics: vec![metric.to_owned()], ..MetricRequest::default() };
        self.layer.compile(&request).is_err_and(|error| error.code() == NEEDS_TIME)
    }

    /// Is a conversion somewhere in the metric? Of base events at the same instant, nothing says which one gets the
    /// credit, so only answers by time are determined.
    pub fn has_conversions(&self, metric: &str) -> bool {
        self.layer.metric(metric).is_some_and(|info| {
            info.kind == MetricType::Conversion || info.input_metrics.iter().any(|input| self.has_conversions(input))
        })
    }

    /// Is a semi-additive measure somewhere in the metric?
    pub fn is_semi_additive(&self, metric: &str) -> bool {
        let models = &self.layer.manifest().semantic_models;
        let mut measures = models.iter().flat_map(|model| &model.measures);
        self.layer.metric(metric).is_some_and(|info| {
            measures.any(|own| own.non_additive_dimension.is_some() && info.input_measures.contains(&own.name))
                || info.input_metrics.iter().any(|input| self.is_semi_additive(input))
        })
    }

    /// `metric_time` by the grain that the metric takes when none is named, or by the nearest one of [`GRAINS`].
    pub fn default_time(&self, metric: &str) -> String {
        let grain = self.layer.metric(metric).map_or_else(|| "day".to_owned(), |info| info.default_grain);
        format!("metric_time__{grain}")
    }

    /// Of all metrics and of none, each name once.
    fn all_options(&self) -> Vec<GroupByOption> {
        let mut found: BTreeMap<String, GroupByOption> = BTreeMap::new();
        let sets = std::iter::once(Vec::new()).chain(self.metrics.iter().map(|metric| vec![metric.clone()]));
        for option in sets.flat_map(|metrics| self.options(&metrics)) {
            found.entry(option.name.clone()).or_insert(option);
        }
        found.into_values().filter(|option| option.name != "metric_time").collect()
    }
}

/// The refusal of metrics that look back in time.
const NEEDS_TIME: &str = "MRT-S020";
const SPAN: &str = "span of ";
const PERIODS: &str = "periods of ";

fn span_key(metric: &str) -> String {
    format!("{SPAN}{metric}")
}

/// First and last time of the first column, or of the columns of a smallest and a largest value.
fn span(table: &Table) -> Option<Span> {
    let is_min_max = table.columns.len() == 2 && table.rows.len() == 1;
    let days: Vec<NaiveDate> = if is_min_max {
        table.rows.iter().flatten().filter_map(day).collect()
    } else {
        table.rows.iter().filter_map(|row| day(row.first()?)).collect()
    };
    Some(Span { first: *days.first()?, last: *days.last()? })
}

fn day(value: &Value) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(value.as_str()?.get(..10)?, "%Y-%m-%d").ok()
}

/// Names of periods as SQL; those that are times as people write them.
fn period_names(table: &Table) -> Vec<String> {
    let mut all: Vec<Value> = table.rows.iter().filter_map(|row| row.first().cloned()).collect();
    all.sort_by_key(|value| value.to_string());
    if is_of_time(table) {
        for value in &mut all {
            let text = value.as_str().map(|text| text.trim_end_matches("T00:00:00").replace('T', " "));
            *value = text.map_or(Value::Null, Value::String);
        }
    }
    let step = all.len().div_ceil(VALUES).max(1);
    all.iter().step_by(step).filter_map(literal).collect()
}

fn is_of_time(table: &Table) -> bool {
    let first = table.columns.first().and_then(|column| column.data_type.as_deref());
    first.is_some_and(|name| name.starts_with("Timestamp") || name.starts_with("Date"))
}

/// Some values, evenly taken from all, as SQL; the list of values is the one of `martlet values`.
fn values(table: &Table) -> Values {
    let mut all: Vec<&Value> =
        table.rows.iter().filter_map(|row| row.first()).filter(|value| !value.is_null()).collect();
    all.sort_by_key(|value| value.to_string());
    let step = all.len().div_ceil(VALUES).max(1);
    let literals = if is_of_time(table) {
        Vec::new()
    } else {
        all.iter().step_by(step).filter_map(|value| literal(value)).collect()
    };
    let matching = table.columns.iter().position(|column| column.name == "matching");
    let count = matching.and_then(|at| table.rows.first()?.get(at)?.as_u64()).unwrap_or_default();
    Values { literals, count }
}

/// A value as SQL has it.
pub fn literal(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(format!("'{}'", text.replace('\'', "''"))),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The template of an item in a filter. MetricFlow takes a path of one entity within the name, and longer ones apart.
pub fn template(function: &str, name: &str, more: Option<&str>) -> String {
    let is_entity = function == "Entity";
    let mut parts: Vec<&str> = name.split("__").collect();
    let own = parts.split_off(parts.len().saturating_sub(if is_entity { 1 } else { 2 }));
    let more = more.map_or_else(String::new, |more| format!(", '{more}'"));
    let path: Vec<String> = parts.iter().map(|link| format!("'{link}'")).collect();
    let path = if path.is_empty() { String::new() } else { format!(", entity_path=[{}]", path.join(", ")) };
    format!("{{{{ {function}('{}'{more}{path}) }}}}", own.join("__"))
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn long_paths_stand_apart() {
        assert_eq!(template("Dimension", "a__b", None), "{{ Dimension('a__b') }}");
        assert_eq!(template("Dimension", "a__b__c", None), "{{ Dimension('b__c', entity_path=['a']) }}");
        assert_eq!(template("Entity", "a__b", None), "{{ Entity('b', entity_path=['a']) }}");
        assert_eq!(template("TimeDimension", "metric_time", Some("day")), "{{ TimeDimension('metric_time', 'day') }}");
    }
}
