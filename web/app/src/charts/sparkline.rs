//! A line the size of a word: the shape of a series, without axes.

use yew::prelude::*;

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 32.0;
/// Half a stroke and the end mark must not be cut off.
const INSET: f64 = 3.0;

#[derive(Properties, PartialEq)]
pub struct SparklineProps {
    /// Oldest first; none leaves a gap.
    pub values: Vec<Option<f64>>,
    /// In words, for screen readers: "MRR over 24 months, from $100k to $412k".
    pub label: AttrValue,
    /// The last step is dashed, since its period is not over.
    #[prop_or_default]
    pub is_last_partial: bool,
}

#[function_component]
pub fn Sparkline(props: &SparklineProps) -> Html {
    let dots = scaled(&props.values);
    let Some(last) = dots.iter().rev().flatten().next().copied() else {
        return html! { <span class="sparkline sparkline-empty" role="img" aria-label={props.label.clone()}></span> };
    };
    let solid_until = if props.is_last_partial { dots.len().saturating_sub(1) } else { dots.len() };
    let solid = path(&dots[..solid_until]);
    let dashed = props.is_last_partial.then(|| path(&dots[dots.len().saturating_sub(2)..]));
    html! {
        <svg class="sparkline" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={props.label.clone()}
            preserveAspectRatio="none">
            <path class="sparkline-line" d={solid} vector-effect="non-scaling-stroke" />
            if let Some(d) = dashed {
                <path class="sparkline-line sparkline-partial" {d} vector-effect="non-scaling-stroke" />
            }
            // A zero-length round stroke is a dot that stays round when the drawing is stretched.
            <path class="sparkline-end" d={format!("M{:.1} {:.1}h0", last.0, last.1)} vector-effect="non-scaling-stroke" />
        </svg>
    }
}

/// Values as points of the drawing. A level series runs through the middle.
fn scaled(values: &[Option<f64>]) -> Vec<Option<(f64, f64)>> {
    let finite = |value: &Option<f64>| value.filter(|value| value.is_finite());
    let (low, high) = values
        .iter()
        .filter_map(finite)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let step = (WIDTH - 2.0 * INSET) / (values.len().max(2) - 1) as f64;
    values
        .iter()
        .enumerate()
        .map(|(at, value)| {
            let value = finite(value)?;
            let share = if high > low { (value - low) / (high - low) } else { 0.5 };
            Some((INSET + step * at as f64, HEIGHT - INSET - share * (HEIGHT - 2.0 * INSET)))
        })
        .collect()
}

fn path(dots: &[Option<(f64, f64)>]) -> String {
    let mut path = String::new();
    let mut is_drawing = false;
    for dot in dots {
        match dot {
            Some((x, y)) => {
                path.push_str(&format!("{}{x:.1} {y:.1}", if is_drawing { "L" } else { "M" }));
                is_drawing = true;
            }
            None => is_drawing = false,
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_lifts_the_pen() {
        let dots = scaled(&[Some(0.0), Some(1.0), None, Some(1.0)]);
        assert_eq!(path(&dots), "M3.0 29.0L41.0 3.0M117.0 3.0");
    }

    #[test]
    fn a_level_series_is_drawn_in_the_middle() {
        assert_eq!(scaled(&[Some(7.0), Some(7.0)])[0], Some((3.0, 16.0)));
    }

    #[test]
    fn what_is_not_a_number_is_a_gap() {
        assert_eq!(scaled(&[Some(f64::NAN), None]), [None, None]);
    }
}
