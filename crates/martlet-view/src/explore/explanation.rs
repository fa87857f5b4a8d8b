//! A contribution's answer → why a number changed.

use super::model::{ModelError, column};
use crate::result::ResultTable;

/// Shares of the change below this are rounding.
const VISIBLE: f64 = 1e-6;

/// The change of one metric between two ranges, by dimension.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Explanation {
    pub before: Option<f64>,
    pub now: Option<f64>,
    pub difference: Option<f64>,
    /// Parts have a mix and a rate effect.
    pub is_ratio: bool,
    /// The one in which few values make most of the change first.
    pub dimensions: Vec<ExplainedDimension>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedDimension {
    pub name: String,
    /// Other dimensions that split the change into exactly the same parts: a code beside its name.
    pub same: Vec<String>,
    /// How few values make most of the change, from 0 to 1; none where it says nothing.
    pub concentration: Option<f64>,
    /// Largest contribution first, then what is left over.
    pub parts: Vec<ExplainedPart>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// One value; none in `value` means rows without one.
    Value,
    /// All values that are not shown, together.
    Rest,
    /// What the parts do not add up to.
    Residual,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedPart {
    pub kind: PartKind,
    pub value: Option<String>,
    pub before: Option<f64>,
    pub now: Option<f64>,
    pub contribution: f64,
    /// Of the whole change.
    pub share: Option<f64>,
    /// For ratios: the value's weight changed.
    pub mix: Option<f64>,
    /// For ratios: the value's own ratio changed.
    pub rate: Option<f64>,
}

impl Explanation {
    pub fn of(table: &ResultTable) -> Result<Self, ModelError> {
        let (dimension, part) = (column(table, "dimension")?, column(table, "part")?);
        let (value, before, now) = (column(table, "value")?, column(table, "compared")?, column(table, "current")?);
        let (contribution, share) = (column(table, "contribution")?, column(table, "share")?);
        let (mix, rate) = (table.column("mix"), table.column("rate"));
        let concentration = column(table, "concentration")?;
        let mut explanation = Self { is_ratio: mix.is_some(), ..Self::default() };
        for row in 0..table.rows {
            let kind = match part.text(row).as_deref() {
                Some("value") => PartKind::Value,
                Some("rest") => PartKind::Rest,
                Some("residual") => PartKind::Residual,
                _ => {
                    explanation.before = before.number(row);
                    explanation.now = now.number(row);
                    explanation.difference = contribution.number(row);
                    continue;
                }
            };
            let share = share.number(row);
            let part = ExplainedPart {
                kind,
                value: value.text(row),
                before: before.number(row),
                now: now.number(row),
                contribution: contribution.number(row).unwrap_or_default(),
                share,
                mix: mix.and_then(|mix| mix.number(row)),
                rate: rate.and_then(|rate| rate.number(row)),
            };
            let size = share.unwrap_or(part.contribution).abs();
            if kind == PartKind::Residual && size < VISIBLE {
                continue;
            }
            let name = dimension.text(row).unwrap_or_default();
            match explanation.dimensions.iter_mut().find(|dimension| dimension.name == name) {
                Some(dimension) => dimension.parts.push(part),
                None => explanation.dimensions.push(ExplainedDimension {
                    name,
                    same: Vec::new(),
                    concentration: concentration.number(row),
                    parts: vec![part],
                }),
            }
        }
        explanation.order();
        Ok(explanation)
    }

    /// The same change by further dimensions.
    pub fn with(mut self, other: Self) -> Self {
        self.dimensions.extend(other.dimensions);
        self.order();
        self
    }

    fn order(&mut self) {
        let rank = |dimension: &ExplainedDimension| dimension.concentration.unwrap_or(f64::NEG_INFINITY);
        self.dimensions.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
        self.fold_same();
    }

    fn fold_same(&mut self) {
        let mut kept: Vec<ExplainedDimension> = Vec::new();
        for dimension in std::mem::take(&mut self.dimensions) {
            match kept.iter_mut().find(|other| other.is_same(&dimension)) {
                Some(other) => {
                    other.same.push(dimension.name);
                    other.same.extend(dimension.same);
                }
                None => kept.push(dimension),
            }
        }
        self.dimensions = kept;
    }
}

impl ExplainedDimension {
    fn is_same(&self, other: &Self) -> bool {
        let sizes = |dimension: &Self| {
            dimension.parts.iter().map(|part| (part.kind, part.before, part.now)).collect::<Vec<_>>()
        };
        self.parts.len() > 1 && sizes(self) == sizes(other)
    }

    /// The longest bar.
    pub fn largest(&self) -> f64 {
        self.parts.iter().map(|part| part.contribution.abs()).fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::result::{Column, Values};

    fn table(ratio: bool) -> ResultTable {
        let texts = |list: [&str; 6]| {
            Values::Text(list.iter().map(|text| (!text.is_empty()).then(|| (*text).to_owned())).collect())
        };
        let numbers = |list: [f64; 6]| Values::Float(list.iter().map(|n| n.is_finite().then_some(*n)).collect());
        let none = f64::NAN;
        let mut columns = vec![
            ("dimension", texts(["plan", "plan", "plan", "plan", "country", "country"])),
            ("part", texts(["value", "value", "residual", "total", "value", "residual"])),
            ("value", texts(["Team", "", "", "", "DE", ""])),
            ("compared", numbers([60.0, 40.0, none, 100.0, 100.0, none])),
            ("current", numbers([90.0, 20.0, none, 110.0, 109.0, none])),
            ("contribution", numbers([30.0, -20.0, 0.0, 10.0, 9.0, 1.0])),
            ("share", numbers([3.0, -2.0, 0.0, 1.0, 0.9, 0.1])),
            ("concentration", numbers([0.4, 0.4, 0.4, 0.4, 0.1, 0.1])),
        ];
        if ratio {
            columns.push(("mix", numbers([10.0, -5.0, none, 5.0, 4.0, none])));
            columns.push(("rate", numbers([20.0, -15.0, none, 5.0, 5.0, none])));
        }
        let columns = columns
            .into_iter()
            .map(|(name, values)| Column { name: name.to_owned(), data_type: String::new(), values })
            .collect();
        ResultTable { columns, rows: 6 }
    }

    #[test]
    fn parts_come_by_dimension_and_rounding_is_left_out() {
        let explanation = Explanation::of(&table(false)).expect("all columns are there");
        assert_eq!(
            (explanation.before, explanation.now, explanation.difference),
            (Some(100.0), Some(110.0), Some(10.0))
        );
        let shown: Vec<_> = explanation
            .dimensions
            .iter()
            .map(|dimension| {
                let parts: Vec<_> = dimension.parts.iter().map(|part| (part.kind, part.contribution)).collect();
                (dimension.name.as_str(), parts, dimension.largest())
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("plan", vec![(PartKind::Value, 30.0), (PartKind::Value, -20.0)], 30.0),
                ("country", vec![(PartKind::Value, 9.0), (PartKind::Residual, 1.0)], 9.0),
            ]
        );
        assert!(!explanation.is_ratio);
    }

    #[test]
    fn further_dimensions_take_their_place() {
        let mut other = table(false);
        for (name, value) in [("dimension", "segment"), ("value", "Large")] {
            let column = other.columns.iter_mut().find(|column| column.name == name).expect(name);
            column.values = Values::Text(vec![Some(value.to_owned()); 6]);
        }
        let column = other.columns.iter_mut().find(|column| column.name == "concentration").expect("it is there");
        column.values = Values::Float(vec![Some(0.2); 6]);
        let all = Explanation::of(&table(false)).expect("columns").with(Explanation::of(&other).expect("columns"));
        let names: Vec<_> = all.dimensions.iter().map(|dimension| dimension.name.as_str()).collect();
        assert_eq!(names, ["plan", "segment", "country"]);
    }

    #[test]
    fn ratios_have_two_effects() {
        let explanation = Explanation::of(&table(true)).expect("all columns are there");
        let first = &explanation.dimensions[0].parts[0];
        assert_eq!((explanation.is_ratio, first.mix, first.rate), (true, Some(10.0), Some(20.0)));
    }

    #[test]
    fn a_dimension_with_the_same_parts_is_only_named() {
        let mut twice = table(false);
        for column in &mut twice.columns {
            if let Values::Text(texts) = &mut column.values {
                texts.extend_from_within(0..2);
            }
            if let Values::Float(numbers) = &mut column.values {
                numbers.extend_from_within(0..2);
            }
        }
        twice.rows += 2;
        if let Values::Text(names) = &mut twice.columns[0].values {
            names[6..].fill(Some("plan_name".to_owned()));
        }
        let explanation = Explanation::of(&twice).expect("all columns are there");
        assert_eq!(explanation.dimensions.len(), 2);
        assert_eq!(explanation.dimensions[0].same, ["plan_name"]);
    }

    #[test]
    fn another_answer_is_no_explanation() {
        let empty = ResultTable::default();
        assert!(Explanation::of(&empty).is_err());
    }
}
