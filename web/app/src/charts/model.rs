//! What a chart shows. Also the JSON that `js/chart.js` reads; its names are part of that contract.

use martlet_site::catalog::NumberFormat;
use serde::Serialize;

/// A chart over points that stand in order from left to right.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChartModel {
    pub kind: ChartKind,
    /// What it shows, in one sentence: the chart's name for screen readers.
    pub title: String,
    pub points: Vec<ChartPoint>,
    pub series: Vec<ChartSeries>,
    pub axis: ValueAxis,
    pub events: Vec<ChartEvent>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    Line,
    /// Series side by side.
    Bar,
    #[expect(dead_code, reason = "drawn and tested; no page asks for it yet")]
    StackedBar,
    /// One series; each point is either a total or a change from the one before (`ChartPoint::is_total`).
    Waterfall,
}

/// One place on the horizontal axis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChartPoint {
    /// What a click gives back: `2026-10-01`, `DE`.
    pub key: String,
    /// As a person reads it: `Oct 2026`.
    pub label: String,
    /// The period is not over, or its data is not all there.
    pub is_partial: bool,
    /// In a waterfall: a column from zero.
    pub is_total: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChartSeries {
    pub key: String,
    pub label: String,
    /// One for each point; none leaves a gap.
    pub values: Vec<Option<f64>>,
    pub role: SeriesRole,
    /// A place in the palette of eight, from 0; the same value keeps the same colour between views.
    pub colour: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesRole {
    Main,
    /// Dashed, in grey: another period laid over this one.
    Comparison,
    /// What a top-n leaves over, in grey.
    Rest,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ValueAxis {
    pub format: NumberFormat,
    /// ISO 4217.
    pub currency: Option<String>,
    /// In a waterfall, a rise is bad.
    pub is_down_good: bool,
}

/// Something that happened, marked on the horizontal axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChartEvent {
    /// Index into `points`.
    pub point: usize,
    pub label: String,
}

impl ChartModel {
    /// Whether there is anything to draw.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty() || self.series.iter().all(|series| series.values.iter().all(Option::is_none))
    }

    /// Lines are named at their ends while there are few of them (`END_LABELS` in `js/chart_options.js`).
    pub fn needs_legend(&self) -> bool {
        match self.kind {
            ChartKind::Waterfall => false,
            ChartKind::Line => self.series.len() > 6,
            ChartKind::Bar | ChartKind::StackedBar => self.series.len() > 1,
        }
    }

    /// One point in words, with all series, largest first: what a tooltip shows and a screen reader says.
    pub fn point_words(&self, point: usize, written: impl Fn(f64) -> String) -> Option<String> {
        let at = self.points.get(point)?;
        let mut values: Vec<(&str, f64)> = self
            .series
            .iter()
            .filter_map(|series| Some((series.label.as_str(), (*series.values.get(point)?)?)))
            .collect();
        values.sort_by(|a, b| b.1.total_cmp(&a.1));
        let partial = if at.is_partial { " (partial)" } else { "" };
        let mut words = format!("{}{partial}", at.label);
        for (label, value) in values {
            words.push_str(&format!("; {label} {}", written(value)));
        }
        for event in self.events.iter().filter(|event| event.point == point) {
            words.push_str(&format!("; {}", event.label));
        }
        Some(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> ChartModel {
        let series = |key: &str, values: &[Option<f64>]| ChartSeries {
            key: key.to_owned(),
            label: key.to_uppercase(),
            values: values.to_vec(),
            role: SeriesRole::Main,
            colour: 0,
        };
        ChartModel {
            kind: ChartKind::Line,
            title: String::from("MRR by plan"),
            points: vec![
                ChartPoint { label: String::from("Oct"), ..ChartPoint::default() },
                ChartPoint { label: String::from("Nov"), is_partial: true, ..ChartPoint::default() },
            ],
            series: vec![series("a", &[Some(1.0), Some(2.0)]), series("b", &[Some(5.0), None])],
            axis: ValueAxis::default(),
            events: vec![ChartEvent { point: 1, label: String::from("Price rise") }],
        }
    }

    #[test]
    fn a_point_is_told_with_its_largest_series_first() {
        let told = |point| model().point_words(point, |value| format!("{value}"));
        assert_eq!(told(0).as_deref(), Some("Oct; B 5; A 1"));
        assert_eq!(told(1).as_deref(), Some("Nov (partial); A 2; Price rise"));
        assert_eq!(told(2), None);
    }

    #[test]
    fn gaps_alone_are_nothing_to_draw() {
        let mut empty = model();
        assert!(!empty.is_empty());
        for series in &mut empty.series {
            series.values.fill(None);
        }
        assert!(empty.is_empty());
    }
}
