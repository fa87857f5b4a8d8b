//! Group-by items in their canonical form: entity path, element and, for time, a grain or a date part.
//!
//! Two items are the same column exactly when they are equal. The column's name is [`Item::column`].

use std::fmt;

use martlet_project::semantic_manifest::Granularity;

/// The name under which every metric's own aggregation time is asked for.
pub(crate) const METRIC_TIME: &str = "metric_time";

/// A column to group or filter by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Item {
    /// Entities walked to reach the element, outermost first. Empty for `metric_time` and for entities of the
    /// metric's own table.
    pub(crate) links: Vec<String>,
    pub(crate) element: String,
    pub(crate) kind: ItemKind,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum ItemKind {
    Categorical,
    Time(TimePart),
    Entity,
    /// The value of a metric (`element`) for the entity at the end of `links`; only in filters.
    Metric {
        /// The entity path by which that metric is grouped.
        group_by: Vec<String>,
    },
}

/// What is taken of a time dimension.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum TimePart {
    Grain(Grain),
    Part(DatePart),
}

/// A grain: standard, or one that the project defines by a column of a time spine.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Grain {
    Standard(Granularity),
    Custom(String),
}

impl Grain {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Standard(grain) => grain.name(),
            Self::Custom(name) => name,
        }
    }

    pub(crate) fn standard(&self) -> Option<Granularity> {
        match self {
            Self::Standard(grain) => Some(*grain),
            Self::Custom(_) => None,
        }
    }
}

impl fmt::Display for Grain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A number taken out of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum DatePart {
    Year,
    Quarter,
    Month,
    Day,
    /// ISO: Monday is 1, Sunday is 7.
    Dow,
    Doy,
}

impl DatePart {
    pub(crate) const ALL: [Self; 6] = [Self::Year, Self::Quarter, Self::Month, Self::Day, Self::Dow, Self::Doy];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Day => "day",
            Self::Dow => "dow",
            Self::Doy => "doy",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name().eq_ignore_ascii_case(name))
    }

    /// The coarsest grain from which the part can still be told.
    pub(crate) fn coarsest_grain(self) -> Granularity {
        match self {
            Self::Year => Granularity::Year,
            Self::Quarter => Granularity::Quarter,
            Self::Month => Granularity::Month,
            Self::Day | Self::Dow | Self::Doy => Granularity::Day,
        }
    }
}

impl Item {
    pub(crate) fn metric_time(part: TimePart) -> Self {
        Self { links: Vec::new(), element: METRIC_TIME.to_owned(), kind: ItemKind::Time(part) }
    }

    pub(crate) fn is_metric_time(&self) -> bool {
        self.links.is_empty() && self.element == METRIC_TIME
    }

    /// The grain or date part, for time items.
    pub(crate) fn time(&self) -> Option<&TimePart> {
        match &self.kind {
            ItemKind::Time(part) => Some(part),
            _ => None,
        }
    }

    pub(crate) fn grain(&self) -> Option<&Grain> {
        match &self.kind {
            ItemKind::Time(TimePart::Grain(grain)) => Some(grain),
            _ => None,
        }
    }

    pub(crate) fn custom_grain(&self) -> Option<&str> {
        match self.grain() {
            Some(Grain::Custom(name)) => Some(name),
            _ => None,
        }
    }

    /// The same time dimension at another grain.
    pub(crate) fn at_grain(&self, grain: Granularity) -> Self {
        Self { kind: ItemKind::Time(TimePart::Grain(Grain::Standard(grain))), ..self.clone() }
    }

    /// The name without grain or date part: `listing__created_at`.
    pub(crate) fn base_name(&self) -> String {
        let mut name = self.links.join("__");
        if !name.is_empty() {
            name.push_str("__");
        }
        name.push_str(&self.element);
        name
    }

    /// The output column: `listing__created_at__month`, `metric_time__extract_dow`.
    pub(crate) fn column(&self) -> String {
        let base = self.base_name();
        match &self.kind {
            ItemKind::Time(TimePart::Grain(grain)) => format!("{base}__{grain}"),
            ItemKind::Time(TimePart::Part(part)) => format!("{base}__extract_{}", part.name()),
            // A dimension can have the name of a metric, after the same entity.
            ItemKind::Metric { group_by } => format!("{}_by_{}", self.element, group_by.join("__")),
            ItemKind::Categorical | ItemKind::Entity => base,
        }
    }
}
