//! Filters: SQL expressions with `{{ Dimension('customer__country') }}`-like calls inside.
//!
//! [`parse`] takes the text apart and refuses anything that is more than an expression; [`take_apart`] also gives what
//! of it can be read. What the calls mean
//! is decided in `resolve::filter`.

mod call;
mod instant_text;
mod keyword;
mod safety;
mod template;
mod words;

pub(crate) use call::{Call, CallKind, parse_call};
pub(crate) use instant_text::with_seconds;
pub(crate) use template::{Segment, parse, take_apart};
pub(crate) use words::{variables, word_roles};

use crate::index::InputRef;
use crate::item::Item;

/// A filter with every name resolved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Filter {
    /// As it was written, for messages.
    pub(crate) source: String,
    pub(crate) parts: Vec<FilterPart>,
    pub(crate) holds: Holds,
}

/// Where a filter stands to the choice of a semi-additive measure's instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Holds {
    /// The instant is chosen from the rows that are left.
    Before,
    /// It takes rows of the instant that all rows have, as a group-by item does.
    After,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum FilterPart {
    Sql(String),
    /// By a template.
    Item(Item),
    /// By the name of its column.
    Column(Item),
    /// What a row adds to the simple metric of that name.
    RowValue(RowValue),
}

/// The measure of a simple metric, before it is aggregated.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct RowValue {
    pub(crate) metric: String,
    pub(crate) at: InputRef,
}

impl RowValue {
    /// The column that holds it; no item has two underscores at the end.
    pub(crate) fn column(&self) -> String {
        format!("{}__", self.metric)
    }
}

impl Filter {
    /// Items that the filter reads, each once.
    pub(crate) fn items(&self) -> Vec<&Item> {
        let mut items: Vec<&Item> = Vec::new();
        for part in &self.parts {
            if let FilterPart::Item(item) | FilterPart::Column(item) = part
                && !items.contains(&item)
            {
                items.push(item);
            }
        }
        items
    }

    /// Items that the filter names by templates. MetricFlow decides by these alone where the filter holds.
    pub(crate) fn items_of_templates(&self) -> impl Iterator<Item = &Item> {
        self.parts.iter().filter_map(|part| match part {
            FilterPart::Item(item) => Some(item),
            _ => None,
        })
    }

    /// Values of rows that the filter reads.
    pub(crate) fn row_values(&self) -> impl Iterator<Item = &RowValue> {
        self.parts.iter().filter_map(|part| match part {
            FilterPart::RowValue(value) => Some(value),
            _ => None,
        })
    }

    /// The filter as SQL, each item written by `column`, and each value of a row by `value`.
    pub(crate) fn sql(&self, column: impl Fn(&Item) -> String, value: impl Fn(&RowValue) -> String) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                FilterPart::Sql(text) => out.push_str(text),
                FilterPart::Item(item) | FilterPart::Column(item) => out.push_str(&column(item)),
                FilterPart::RowValue(of_row) => out.push_str(&value(of_row)),
            }
        }
        let one_line: Vec<&str> = out.split_whitespace().collect();
        if out.contains('\'') || out.contains('"') { out.trim().to_owned() } else { one_line.join(" ") }
    }
}
