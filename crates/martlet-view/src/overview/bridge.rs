//! The MRR bridge: opening, movements, closing; and the two requests that it is made of.

use chrono::NaiveDate;
use martlet_semantic::{Comparison, GroupByItem, MetricRequest};
use martlet_site::catalog::Catalog;

use crate::explore::{ModelError, default_grain, find_metric, time_item};
use crate::period::{DateSpan, Grain, as_of_date};
use crate::result::ResultTable;

/// Names of the metrics that make the bridge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovementNames {
    pub stock: String,
    pub new: String,
    /// The others that exist, in the order of the bridge.
    pub others: Vec<String>,
}

impl MovementNames {
    /// None unless the project has `mrr` and all five movements.
    pub fn find(catalog: &Catalog) -> Option<Self> {
        let others = ["expansion_mrr", "reactivation_mrr", "contraction_mrr", "churned_mrr"];
        let has = |name: &str| find_metric(catalog, name).is_some_and(|metric| metric.unavailable.is_none());
        (has("mrr") && has("new_mrr") && others.into_iter().all(has)).then(|| Self {
            stock: "mrr".to_owned(),
            new: "new_mrr".to_owned(),
            others: others.into_iter().map(str::to_owned).collect(),
        })
    }

    /// In the order of the bridge.
    pub fn movements(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.new).chain(&self.others)
    }

    /// Losses are subtracted, whether the project counts them above or below zero.
    fn is_loss(name: &str) -> bool {
        matches!(name, "contraction_mrr" | "churned_mrr")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    Opening,
    Gain,
    Loss,
    /// What the movements do not explain; shown only when it is visible.
    Unexplained,
    Closing,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BridgeStep {
    pub label: String,
    pub kind: StepKind,
    /// The step's own size, with its sign.
    pub value: f64,
    /// Where its bar begins and ends on the axis.
    pub from: f64,
    pub to: f64,
}

/// Lengths that the page offers, in periods of the stock's grain.
pub const BRIDGE_LENGTHS: [u32; 3] = [1, 3, 12];

/// What a bridge over some periods asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeRequests {
    /// The stock in the last period, compared with the one before the first.
    pub stock: MetricRequest,
    /// All movements over the whole range, each computed from the marts.
    pub movements: MetricRequest,
    pub grain: Grain,
    /// First days of the first and the last period.
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl BridgeRequests {
    /// Over the `length` newest whole periods; none without an as-of, from which they are counted.
    pub fn of(names: &MovementNames, length: u32, catalog: &Catalog) -> Option<Self> {
        let grain = default_grain(find_metric(catalog, &names.stock)?)?;
        let as_of = as_of_date(catalog)?;
        let running = grain.start(as_of);
        let last = if grain.is_complete(running, as_of) { running } else { grain.shift(running, -1) };
        let back = |periods: u32| grain.shift(last, -(periods.min(LONGEST) as i32));
        let (first, before) = (back(length.saturating_sub(1)), back(length));
        let days = |from, to| DateSpan { from, to: grain.end(to) }.to_constraint();
        let until = Some(as_of.to_string());
        let stock = MetricRequest {
            metrics: vec![names.stock.clone()],
            group_by: vec![GroupByItem::Name(time_item(grain))],
            time_constraint: Some(days(last, last)),
            comparison: Some(Comparison::Custom { range: days(before, before) }),
            as_of: until.clone(),
            ..MetricRequest::default()
        };
        let movements = MetricRequest {
            metrics: names.movements().cloned().collect(),
            time_constraint: Some(days(first, last)),
            flag_partial: true,
            as_of: until,
            ..MetricRequest::default()
        };
        Some(Self { stock, movements, grain, first, last })
    }

    pub fn both(&self) -> [MetricRequest; 2] {
        [self.stock.clone(), self.movements.clone()]
    }
}

/// Periods that a bridge may span.
const LONGEST: u32 = 1_200;

#[derive(Debug, Clone, PartialEq)]
pub struct Bridge {
    pub steps: Vec<BridgeStep>,
}

/// Less than this share of the closing value is rounding.
const VISIBLE: f64 = 0.0005;

impl Bridge {
    /// From the two answers. None when the stock has no value at one of its ends.
    pub fn of(
        names: &MovementNames,
        catalog: &Catalog,
        stock: &ResultTable,
        movements: &ResultTable,
    ) -> Result<Option<Self>, ModelError> {
        let number = |table: &ResultTable, name: &str| ModelError::column(table, name).map(|column| column.number(0));
        if stock.rows == 0 || movements.rows == 0 {
            return Ok(None);
        }
        let ends = (number(stock, &format!("{}__compared", names.stock))?, number(stock, &names.stock)?);
        let (Some(opening), Some(closing)) = ends else { return Ok(None) };
        let mut steps = vec![whole("Opening", StepKind::Opening, opening)];
        let mut level = opening;
        for name in names.movements() {
            // No rows are no movement.
            let sum = number(movements, name)?.unwrap_or(0.0);
            let (kind, value) =
                if MovementNames::is_loss(name) { (StepKind::Loss, -sum.abs()) } else { (StepKind::Gain, sum) };
            let label = find_metric(catalog, name).map_or(name.as_str(), |metric| short(&metric.label)).to_owned();
            steps.push(BridgeStep { label, kind, value, from: level, to: level + value });
            level += value;
        }
        let rest = closing - level;
        if rest.abs() > VISIBLE * closing.abs().max(1.0) {
            steps.push(BridgeStep {
                label: "Not explained".to_owned(),
                kind: StepKind::Unexplained,
                value: rest,
                from: level,
                to: closing,
            });
        }
        steps.push(whole("Closing", StepKind::Closing, closing));
        Ok(Some(Self { steps }))
    }
}

/// `Expansion MRR` is long for an axis that says MRR anyway.
fn short(label: &str) -> &str {
    label.strip_suffix(" MRR").unwrap_or(label)
}

fn whole(label: &str, kind: StepKind, value: f64) -> BridgeStep {
    BridgeStep { label: label.to_owned(), kind, value, from: 0.0, to: value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::result::{Column, Values};

    fn row(columns: &[(&str, f64)]) -> ResultTable {
        let columns = columns
            .iter()
            .map(|(name, value)| Column {
                name: (*name).to_owned(),
                data_type: String::new(),
                values: Values::Float(vec![value.is_finite().then_some(*value)]),
            })
            .collect();
        ResultTable { columns, rows: 1 }
    }

    fn bridge(opening: f64, closing: f64, churned: f64) -> Option<Bridge> {
        let catalog = fixture::catalog();
        let names = MovementNames::find(&catalog).expect("the fixture has all movements");
        let stock = row(&[("mrr", closing), ("mrr__compared", opening)]);
        let movements = row(&[
            ("new_mrr", 50.0),
            ("expansion_mrr", 5.0),
            ("reactivation_mrr", f64::NAN),
            ("contraction_mrr", 0.0),
            ("churned_mrr", churned),
        ]);
        Bridge::of(&names, &catalog, &stock, &movements).expect("all columns are there")
    }

    #[test]
    fn the_bridge_closes_whatever_sign_losses_have() {
        for churned in [15.0, -15.0] {
            let bridge = bridge(100.0, 140.0, churned).expect("both ends have values");
            let steps: Vec<_> = bridge.steps.iter().map(|step| (step.label.as_str(), step.value)).collect();
            assert_eq!(
                steps,
                [
                    ("Opening", 100.0),
                    ("new mrr", 50.0),
                    ("expansion mrr", 5.0),
                    ("reactivation mrr", 0.0),
                    ("contraction mrr", 0.0),
                    ("churned mrr", -15.0),
                    ("Closing", 140.0)
                ]
            );
        }
    }

    #[test]
    fn what_movements_do_not_explain_is_shown() {
        let bridge = bridge(100.0, 150.0, 15.0).expect("both ends have values");
        let rest = &bridge.steps[bridge.steps.len() - 2];
        assert_eq!((rest.kind, rest.value), (StepKind::Unexplained, 10.0));
    }

    #[test]
    fn a_missing_end_is_no_bridge() {
        assert_eq!(bridge(f64::NAN, 150.0, 15.0), None);
    }

    #[test]
    fn the_newest_whole_months_are_asked_for() {
        let catalog = fixture::catalog();
        let names = MovementNames::find(&catalog).expect("the fixture has all movements");
        let requests = BridgeRequests::of(&names, 3, &catalog).expect("it has an as-of");
        assert_eq!((requests.first.to_string(), requests.last.to_string()), ("2026-08-01".into(), "2026-10-01".into()));
        expect_test::expect![[r#"
            {"metrics":["mrr"],"group_by":["metric_time__month"],"time_constraint":["2026-10-01","2026-10-31"],"comparison":{"kind":"custom","range":["2026-07-01","2026-07-31"]},"as_of":"2026-11-21"}
            {"metrics":["new_mrr","expansion_mrr","reactivation_mrr","contraction_mrr","churned_mrr"],"time_constraint":["2026-08-01","2026-10-31"],"flag_partial":true,"as_of":"2026-11-21"}"#]]
        .assert_eq(&requests.both().map(|request| request.key()).join("\n"));
    }
}
