//! The MRR bridge: opening, movements, closing.

use martlet_site::catalog::Catalog;

use crate::explore::{ChartModel, find_metric};

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

#[derive(Debug, Clone, PartialEq)]
pub struct Bridge {
    pub steps: Vec<BridgeStep>,
    /// The months whose movements are added up: index of the first and last in the stock's periods.
    pub first: usize,
    pub last: usize,
}

/// Less than this share of the closing value is rounding.
const VISIBLE: f64 = 0.0005;

impl Bridge {
    /// Over the `months` newest complete months. `movements` are in the order of the bridge, each with
    /// its name and label. None while a value is missing, or when the stock before the first month is unknown.
    pub fn build(stock: &ChartModel, movements: &[(&str, &str, &ChartModel)], months: usize) -> Option<Self> {
        let last = stock.last_complete()?;
        let values = &stock.series.first()?.values;
        let first = (last + 1).checked_sub(months)?.max(1);
        let opening = values.get(first - 1).copied().flatten()?;
        let closing = values.get(last).copied().flatten()?;
        let mut steps = vec![whole("Opening", StepKind::Opening, opening)];
        let mut level = opening;
        for (name, label, chart) in movements {
            let sum: f64 = (first..=last)
                .filter_map(|at| {
                    let start = stock.periods.get(at)?.start;
                    let found = chart.periods.iter().position(|period| period.start == start)?;
                    chart.series.first()?.values.get(found).copied().flatten()
                })
                .sum();
            let (kind, value) =
                if MovementNames::is_loss(name) { (StepKind::Loss, -sum.abs()) } else { (StepKind::Gain, sum) };
            steps.push(BridgeStep { label: (*label).to_owned(), kind, value, from: level, to: level + value });
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
        Some(Self { steps, first, last })
    }
}

fn whole(label: &str, kind: StepKind, value: f64) -> BridgeStep {
    BridgeStep { label: label.to_owned(), kind, value, from: 0.0, to: value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::{Period, Role, Series};
    use crate::period::Grain;

    fn chart(values: &[f64]) -> ChartModel {
        let first = "2026-01-01".parse().expect("test date");
        ChartModel {
            grain: Some(Grain::Month),
            periods: (0..values.len())
                .map(|at| Period { start: Grain::Month.shift(first, at as i32), is_partial: false })
                .collect(),
            series: vec![Series {
                name: String::new(),
                role: Role::Total,
                values: values.iter().copied().map(Some).collect(),
                before: Vec::new(),
            }],
            ..ChartModel::default()
        }
    }

    #[test]
    fn the_bridge_closes_whatever_sign_losses_have() {
        for sign in [1.0, -1.0] {
            let (new, lost) = (chart(&[0.0, 30.0, 20.0]), chart(&[0.0, 5.0 * sign, 10.0 * sign]));
            let bridge = Bridge::build(
                &chart(&[100.0, 125.0, 135.0]),
                &[("new_mrr", "New", &new), ("churned_mrr", "Churned", &lost)],
                2,
            )
            .expect("all values are there");
            let steps: Vec<_> = bridge.steps.iter().map(|step| (step.label.as_str(), step.value)).collect();
            assert_eq!(steps, [("Opening", 100.0), ("New", 50.0), ("Churned", -15.0), ("Closing", 135.0)]);
        }
    }

    #[test]
    fn what_movements_do_not_explain_is_shown() {
        let new = chart(&[0.0, 30.0]);
        let bridge =
            Bridge::build(&chart(&[100.0, 140.0]), &[("new_mrr", "New", &new)], 1).expect("all values are there");
        assert_eq!(bridge.steps[2].kind, StepKind::Unexplained);
        assert_eq!(bridge.steps[2].value, 10.0);
    }
}
