//! What a project says about its site: `vars.martlet` of `dbt_project.yml`, which no artifact repeats.

use martlet_project::{Issue, nearest};
use serde_json::{Map, Value};

/// Where the settings are written.
const FILE: &str = "dbt_project.yml";
const KEYS: [&str; 5] = ["title", "time_zone", "week_start", "fiscal_year_start_month", "domains"];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteOptions {
    /// The project's name in words when absent.
    pub title: Option<String>,
    /// IANA name.
    pub time_zone: String,
    /// ISO: Monday = 1 … Sunday = 7.
    pub week_start: u8,
    /// 1 … 12.
    pub fiscal_year_start_month: u8,
    /// The order of the metrics' headings; others follow by name.
    pub domains: Vec<String>,
}

impl Default for SiteOptions {
    fn default() -> Self {
        Self {
            title: None,
            time_zone: "UTC".to_owned(),
            week_start: 1,
            fiscal_year_start_month: 1,
            domains: Vec::new(),
        }
    }
}

impl SiteOptions {
    /// Reads the value of `vars.martlet`. A setting that is wrong keeps its default and becomes an issue.
    pub fn from_vars(vars: &Map<String, Value>) -> (Self, Vec<Issue>) {
        let mut options = Self::default();
        let mut issues = Vec::new();
        for (key, value) in vars {
            let expected = match key.as_str() {
                "title" => set(&mut options.title, text(value).map(Some), "a text"),
                "time_zone" => set(&mut options.time_zone, time_zone(value), "an IANA name such as `Europe/Berlin`"),
                "week_start" => set(&mut options.week_start, week_start(value), "a day, or 1 (Monday) to 7 (Sunday)"),
                "fiscal_year_start_month" => {
                    set(&mut options.fiscal_year_start_month, number(value, 12), "a month from 1 to 12")
                }
                "domains" => set(&mut options.domains, texts(value), "a list of texts"),
                _ => {
                    let suggestion = match nearest(key, KEYS) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("known: {}", KEYS.join(", ")),
                    };
                    let message = format!("vars.martlet.{key} is not a setting");
                    issues.push(Issue::warning("MRT-P019", message, suggestion).file(FILE));
                    None
                }
            };
            if let Some(expected) = expected {
                let message = format!("vars.martlet.{key} is {value}, which is not {expected}");
                issues.push(Issue::warning("MRT-P019", message, format!("write {expected}")).file(FILE));
            }
        }
        (options, issues)
    }
}

/// Sets the option, or returns what was expected of it.
fn set<T>(option: &mut T, value: Option<T>, expected: &'static str) -> Option<&'static str> {
    match value {
        Some(value) => {
            *option = value;
            None
        }
        None => Some(expected),
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(text).collect()
}

/// The shape of an IANA name; whether the zone exists is for those who know the zones.
fn time_zone(value: &Value) -> Option<String> {
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part.chars().all(|letter| letter.is_ascii_alphanumeric() || "_+-".contains(letter))
    };
    text(value).filter(|name| name.split('/').all(is_part))
}

fn week_start(value: &Value) -> Option<u8> {
    let named = value.as_str().and_then(|name| DAYS.iter().position(|day| day.eq_ignore_ascii_case(name.trim())));
    named.map(|at| at as u8 + 1).or_else(|| number(value, 7))
}

fn number(value: &Value, most: u8) -> Option<u8> {
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    u8::try_from(number).ok().filter(|number| (1..=most).contains(number))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use serde_json::json;

    use super::*;

    fn read(vars: Value) -> (SiteOptions, Vec<Issue>) {
        SiteOptions::from_vars(vars.as_object().unwrap_or(&Map::new()))
    }

    #[test]
    fn settings_are_read() {
        let (options, issues) = read(json!({
            "title": "Clearvana", "time_zone": "Europe/Berlin", "week_start": "sunday",
            "fiscal_year_start_month": 2, "domains": ["Revenue", "Retention"],
        }));
        assert_eq!(issues, []);
        assert_eq!((options.week_start, options.fiscal_year_start_month), (7, 2));
        assert_eq!(options.domains, ["Revenue", "Retention"]);
    }

    #[test]
    fn wrong_settings_keep_the_default() {
        let (options, issues) =
            read(json!({"week_start": 8, "time_zone": "UTC+1 hour", "timezone": "UTC", "title": 3}));
        assert_eq!(options, SiteOptions::default());
        let shown: Vec<String> = issues.iter().map(Issue::to_string).collect();
        expect![[r#"
            warning[MRT-P019] dbt_project.yml: vars.martlet.week_start is 8, which is not a day, or 1 (Monday) to 7 (Sunday)
              write a day, or 1 (Monday) to 7 (Sunday)
            warning[MRT-P019] dbt_project.yml: vars.martlet.time_zone is "UTC+1 hour", which is not an IANA name such as `Europe/Berlin`
              write an IANA name such as `Europe/Berlin`
            warning[MRT-P019] dbt_project.yml: vars.martlet.timezone is not a setting
              did you mean `time_zone`?
            warning[MRT-P019] dbt_project.yml: vars.martlet.title is 3, which is not a text
              write a text"#]]
        .assert_eq(&shown.join("\n"));
    }
}
