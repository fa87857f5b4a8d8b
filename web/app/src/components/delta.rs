//! A change against a comparison: arrow, amount, and whether it is good.

use martlet_site::catalog::{Direction, NumberFormat};
use yew::prelude::*;

use super::icon::{Icon, IconName};
use super::intl::use_intl;

#[derive(Properties, PartialEq)]
pub struct DeltaProps {
    pub current: Option<f64>,
    pub previous: Option<f64>,
    /// Shares differ in points, everything else by a share of the previous value.
    pub format: NumberFormat,
    #[prop_or_default]
    pub direction: Direction,
    /// "vs previous month"
    #[prop_or_default]
    pub compared_with: AttrValue,
}

#[function_component]
pub fn Delta(props: &DeltaProps) -> Html {
    let intl = use_intl();
    let Some(change) = change(props.current, props.previous, props.format) else {
        return html! { <span class="delta delta-none">{ "no comparison" }</span> };
    };
    let amount = intl.value(change.abs(), NumberFormat::Percent, None, Default::default());
    // A change that is written as zero has no direction.
    let is_flat = change.abs() < 0.0005;
    let text = if props.format == NumberFormat::Percent {
        format!("{} pt", amount.replace(['%', '\u{a0}', '\u{202f}', ' '], ""))
    } else {
        amount
    };
    let (icon, word) = match change {
        _ if is_flat => (None, "unchanged"),
        change if change > 0.0 => (Some(IconName::ArrowUp), "up"),
        _ => (Some(IconName::ArrowDown), "down"),
    };
    let class = match (is_flat, props.direction, change > 0.0) {
        (true, ..) | (_, Direction::Neutral, _) => "delta-neutral",
        (_, Direction::UpIsGood, true) | (_, Direction::DownIsGood, false) => "delta-good",
        _ => "delta-bad",
    };
    html! {
        <span class={classes!("delta", class)}>
            if let Some(name) = icon { <Icon {name} size={10} /> }
            <span class="for-readers">{ word }{ " " }</span>
            <span class="delta-amount">{ text }</span>
            if !props.compared_with.is_empty() {
                <span class="delta-against">{ " " }{ &props.compared_with }</span>
            }
        </span>
    }
}

/// None where there is nothing to compare with, or the previous value is zero.
fn change(current: Option<f64>, previous: Option<f64>, format: NumberFormat) -> Option<f64> {
    let (current, previous) = (current?, previous?);
    let change = match format {
        NumberFormat::Percent => current - previous,
        _ if previous == 0.0 => return None,
        _ => (current - previous) / previous.abs(),
    };
    change.is_finite().then_some(change)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_differ_in_points_and_amounts_in_shares() {
        assert_eq!(change(Some(0.5), Some(0.25), NumberFormat::Percent), Some(0.25));
        assert_eq!(change(Some(150.0), Some(100.0), NumberFormat::Currency), Some(0.5));
        assert_eq!(change(Some(-50.0), Some(-100.0), NumberFormat::Currency), Some(0.5));
    }

    #[test]
    fn nothing_to_compare_with_is_no_change() {
        assert_eq!(change(Some(1.0), None, NumberFormat::Integer), None);
        assert_eq!(change(Some(1.0), Some(0.0), NumberFormat::Integer), None);
    }
}
