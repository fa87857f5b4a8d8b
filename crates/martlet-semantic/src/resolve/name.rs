//! Takes a group-by name apart: `listing__user__created_at__month`.

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
}

impl Wanted {
    pub(crate) fn parse(index: &Index, text: &str) -> Self {
        let lower = text.trim().to_lowercase();
        let mut parts: Vec<String> = lower.split("__").map(str::to_owned).collect();
        let mut grain = None;
        let mut date_part = None;
        if parts.len() > 1 {
            let last = parts.last().cloned().unwrap_or_default();
            grain = index.grain(&last);
            date_part = last.strip_prefix("extract_").and_then(DatePart::from_name);
            if grain.is_some() || date_part.is_some() {
                parts.pop();
            }
        }
        let kinds = if grain.is_some() || date_part.is_some() { Kinds::Time } else { Kinds::Any };
        let element = parts.pop().unwrap_or_default();
        Self { text: text.trim().to_owned(), links: parts, element, grain, date_part, kinds }
    }

    /// The name without grain or date part.
    pub(crate) fn base_name(&self) -> String {
        let mut parts = self.links.clone();
        parts.push(self.element.clone());
        parts.join("__")
    }
}
