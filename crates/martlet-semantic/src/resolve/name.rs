//! Takes a group-by name apart: `listing__user__created_at__month`.

use crate::error::Problem;
use crate::index::Index;
use crate::item::{DatePart, Grain};

/// A name as asked for; nothing is looked up but the grain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// As the person wrote it.
    pub(crate) text: String,
    pub(crate) links: Vec<String>,
    pub(crate) element: String,
    pub(crate) grain: Option<Grain>,
    pub(crate) date_part: Option<DatePart>,
    pub(crate) kinds: Kinds,
}

/// Which kinds of element the name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kinds {
    Any,
    Dimension,
    Time,
    Entity,
    /// As `Entity(..)` outside of filters: for MetricFlow dimensions too, but no times.
    EntityOrCategorical,
}

impl Wanted {
    pub(crate) fn parse(index: &Index, text: &str) -> Self {
        let lower = text.to_lowercase();
        let mut parts: Vec<String> = lower.split("__").map(str::to_owned).collect();
        let mut grain = None;
        if parts.len() > 1 {
            grain = parts.last().and_then(|last| index.grain(last));
            if grain.is_some() {
                parts.pop();
            }
        }
        let kinds = if grain.is_some() { Kinds::Time } else { Kinds::Any };
        let element = parts.pop().unwrap_or_default();
        Self { text: text.to_owned(), links: parts, element, grain, date_part: None, kinds }
    }

    /// `metric_time__extract_year` is the name of a column, which MetricFlow does not take for a name to ask by.
    pub(crate) fn refuse_date_part(&self) -> Result<(), Problem> {
        let Some(part) = self.element.strip_prefix("extract_").and_then(DatePart::from_name) else { return Ok(()) };
        let name = self.links.join("__");
        Err(Problem::DatePartInName { name: self.text.clone(), template: date_part_template(&name, part) })
    }

    /// The name without grain or date part.
    pub(crate) fn base_name(&self) -> String {
        let mut parts = self.links.clone();
        parts.push(self.element.clone());
        parts.join("__")
    }
}

/// How a date part is asked for.
fn date_part_template(name: &str, part: DatePart) -> String {
    let mut path: Vec<&str> = name.split("__").collect();
    let own = path.split_off(path.len().saturating_sub(2)).join("__");
    let path = if path.is_empty() { String::new() } else { format!(", entity_path=['{}']", path.join("', '")) };
    format!("TimeDimension('{own}', date_part_name='{}'{path})", part.name())
}
