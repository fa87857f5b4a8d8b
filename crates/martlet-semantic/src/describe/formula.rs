//! A metric's definition in one line of words: "mrr ÷ active_customers", "sum of amount, last 28 days".

use martlet_project::semantic_manifest::{
    AggregationType, ConversionCalculation, ConversionTypeParams, Measure, MeasureInput, Metric, MetricInput,
    MetricType, TimeWindow, WhereFilterIntersection,
};

use crate::filter::{Segment, parse};
use crate::index::Index;

pub(super) fn formula(index: &Index, metric: &Metric) -> String {
    let params = &metric.type_params;
    let mut text = match metric.kind {
        MetricType::Simple | MetricType::Cumulative => {
            let input = params.measure.as_ref();
            let measure = index.input(&metric.name, input).ok().and_then(|input| index.measure(input.at));
            let mut text = measure.map_or_else(|| "unknown".to_owned(), aggregation);
            text.push_str(&conditions(input.and_then(|input| input.filter.as_ref())));
            text.push_str(&accumulation(metric));
            text
        }
        MetricType::Ratio => {
            let part = |input: Option<&MetricInput>| {
                input.map_or_else(|| "?".to_owned(), |input| format!("{}{}", input.name, qualifiers(input)))
            };
            format!("{} ÷ {}", part(params.numerator.as_ref()), part(params.denominator.as_ref()))
        }
        MetricType::Derived => derived(metric),
        MetricType::Conversion => {
            params.conversion_type_params.as_ref().map_or_else(|| "unknown".to_owned(), conversion)
        }
    };
    text.push_str(&conditions(metric.filter.as_ref()));
    text
}

fn aggregation(measure: &Measure) -> String {
    let of = measure.expression().split_whitespace().collect::<Vec<_>>().join(" ");
    match measure.agg {
        AggregationType::Sum if of == "1" => "number of rows".to_owned(),
        AggregationType::Sum => format!("sum of {of}"),
        AggregationType::SumBoolean => format!("number of rows where {of}"),
        AggregationType::Min => format!("smallest {of}"),
        AggregationType::Max => format!("largest {of}"),
        AggregationType::Average => format!("average of {of}"),
        AggregationType::Median => format!("median of {of}"),
        AggregationType::Count if of == "1" || of == "*" => "number of rows".to_owned(),
        AggregationType::Count => format!("number of rows with {of}"),
        AggregationType::CountDistinct => format!("number of different {of}"),
        AggregationType::Percentile => {
            let percentile = measure.agg_params.as_ref().and_then(|params| params.percentile).unwrap_or_default();
            format!("{}th percentile of {of}", percentile * 100.0)
        }
    }
}

fn accumulation(metric: &Metric) -> String {
    if metric.kind != MetricType::Cumulative {
        return String::new();
    }
    let params = metric.type_params.cumulative_type_params.clone().unwrap_or_default();
    let window = params.window.or_else(|| metric.type_params.window.clone());
    let to_date = params.grain_to_date.or_else(|| metric.type_params.grain_to_date.clone());
    match (window, to_date) {
        (Some(window), _) => format!(", last {}", periods(&window)),
        (None, Some(grain)) => format!(", {grain} to date"),
        (None, None) => ", since the beginning".to_owned(),
    }
}

/// Which of the two events is counted: those that lead to one, or those that follow one.
fn conversion(params: &ConversionTypeParams) -> String {
    let name = |input: &Option<MeasureInput>| input.as_ref().map(|input| input.name.clone()).unwrap_or_default();
    let (base, follows) = (name(&params.base_measure), name(&params.conversion_measure));
    let mut text = match params.calculation {
        ConversionCalculation::Conversions => format!("{follows} that follow {base}"),
        _ => format!("share of {base} that lead to {follows}"),
    };
    text.push_str(&format!(" of the same {}", params.entity));
    if let Some(window) = &params.window {
        text.push_str(&format!(" within {}", periods(window)));
    }
    text
}

fn derived(metric: &Metric) -> String {
    let mut text = metric.type_params.expr.clone().unwrap_or_default();
    let mut notes = Vec::new();
    for input in &metric.type_params.metrics {
        let qualifiers = qualifiers(input);
        if input.alias.as_ref().is_some_and(|alias| *alias != input.name) || !qualifiers.is_empty() {
            notes.push(format!("{} is {}{qualifiers}", input.reference(), input.name));
        }
    }
    if !notes.is_empty() {
        text.push_str(" (");
        text.push_str(&notes.join("; "));
        text.push(')');
    }
    text
}

fn qualifiers(input: &MetricInput) -> String {
    let mut text = String::new();
    if let Some(window) = &input.offset_window {
        text.push_str(&format!(", {} earlier", periods(window)));
    }
    if let Some(grain) = &input.offset_to_grain {
        text.push_str(&format!(", at the start of the {grain}"));
    }
    text.push_str(&conditions(input.filter.as_ref()));
    text
}

fn periods(window: &TimeWindow) -> String {
    match window.count {
        1 => format!("1 {}", window.granularity),
        count => format!("{count} {}s", window.granularity),
    }
}

fn conditions(filters: Option<&WhereFilterIntersection>) -> String {
    let filters = filters.map(|filters| filters.where_filters.as_slice()).unwrap_or_default();
    let texts: Vec<String> = filters.iter().map(|filter| plain(&filter.where_sql_template)).collect();
    if texts.is_empty() { String::new() } else { format!(" where {}", texts.join(" and ")) }
}

/// The filter without braces: `customer__country = 'DE'`.
fn plain(template: &str) -> String {
    let Ok(segments) = parse(template) else { return template.trim().to_owned() };
    let mut text = String::new();
    for segment in segments {
        match segment {
            Segment::Sql(sql) => text.push_str(&sql),
            Segment::Call(call) => {
                let mut parts = call.entity_path;
                parts.push(call.name);
                parts.extend(call.grain);
                text.push_str(&parts.join("__"));
            }
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
