//! How a metric wants to be shown: `format`, `currency`, `direction` and `domain` of its `config.meta`.

use martlet_project::{Issue, Subject, nearest, project::Metric};
use serde_json::Value;

use crate::catalog::{Direction, NumberFormat};

const FORMATS: [(&str, NumberFormat); 4] = [
    ("currency", NumberFormat::Currency),
    ("percent", NumberFormat::Percent),
    ("integer", NumberFormat::Integer),
    ("decimal", NumberFormat::Decimal),
];
const DIRECTIONS: [(&str, Direction); 3] =
    [("up_is_good", Direction::UpIsGood), ("down_is_good", Direction::DownIsGood), ("neutral", Direction::Neutral)];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Presentation {
    pub format: NumberFormat,
    pub currency: Option<String>,
    pub direction: Direction,
    pub domain: String,
}

pub(super) fn read(metric: &Metric, issues: &mut Vec<Issue>) -> Presentation {
    let format = one_of(metric, "format", &FORMATS, issues).unwrap_or_default();
    let direction = one_of(metric, "direction", &DIRECTIONS, issues).unwrap_or_default();
    let mut currency = None;
    if let Some(value) = metric.meta.get("currency") {
        currency = value.as_str().filter(|code| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()));
        if currency.is_none() {
            let message = format!("metric `{}`: meta.currency is {value}, which is not a currency code", metric.name);
            issues.push(issue(
                metric,
                message,
                "write the three capital letters of ISO 4217, such as `USD`".to_owned(),
            ));
        }
    } else if format == NumberFormat::Currency {
        let message = format!("metric `{}`: meta.format is `currency`, but meta.currency is absent", metric.name);
        issues.push(issue(metric, message, "name the currency, such as `currency: USD`".to_owned()));
    }
    Presentation {
        format,
        currency: currency.map(str::to_owned),
        direction,
        domain: metric.meta_text("domain").unwrap_or_default().to_owned(),
    }
}

/// The setting's value; none if it is absent, or not known and then reported.
fn one_of<T: Copy>(metric: &Metric, key: &str, allowed: &[(&str, T)], issues: &mut Vec<Issue>) -> Option<T> {
    let value = metric.meta.get(key).filter(|value| !value.is_null())?;
    let known = allowed.iter().find(|(name, _)| value.as_str() == Some(name));
    if let Some((_, found)) = known {
        return Some(*found);
    }
    let names: Vec<&str> = allowed.iter().map(|(name, _)| *name).collect();
    let hint = value.as_str().and_then(|text| nearest(text, names.iter().copied()));
    let suggestion = match hint {
        Some(near) => format!("did you mean `{near}`? allowed: {}", names.join(", ")),
        None => format!("allowed: {}", names.join(", ")),
    };
    let shown = match value {
        Value::String(text) => format!("`{text}`"),
        other => other.to_string(),
    };
    let message = format!("metric `{}`: meta.{key} is {shown}, which is not known", metric.name);
    issues.push(issue(metric, message, suggestion));
    None
}

fn issue(metric: &Metric, message: String, suggestion: String) -> Issue {
    Issue::warning("MRT-P018", message, suggestion).file(&metric.path).about(Subject::Metric, &metric.name)
}
