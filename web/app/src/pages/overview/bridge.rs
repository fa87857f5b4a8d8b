//! The MRR bridge as a waterfall.

use std::rc::Rc;

use martlet_browser::intl::NumberSize;
use martlet_view::explore::find_metric;
use martlet_view::overview::{Bridge, MovementNames, StepKind};
use yew::prelude::*;

use super::models::Models;
use crate::charts::{Chart, ChartKind, ChartModel, ChartPoint, ChartSeries, SeriesRole, ValueAxis};
use crate::components::{Select, SelectOption, Shared, Skeleton, use_intl};
use crate::pages::explore::period_label;
use crate::state::use_app;

const MONTHS: [(&str, &str); 3] = [("1", "last month"), ("3", "last 3 months"), ("12", "last 12 months")];

#[derive(Properties, PartialEq)]
pub struct BridgeViewProps {
    pub names: MovementNames,
    pub models: Rc<Models>,
}

#[function_component]
pub fn BridgeView(props: &BridgeViewProps) -> Html {
    let app = use_app();
    let intl = use_intl();
    let months = use_state_eq(|| 12_usize);
    let catalog = &app.site.catalog;
    let stock = find_metric(catalog, &props.names.stock);
    let bridge = use_memo((props.names.clone(), props.models.clone(), *months), {
        let catalog = catalog.clone();
        move |(names, models, months)| {
            let stock = models.whole(&names.stock)?;
            let movements: Vec<_> = names
                .movements()
                .map(|name| {
                    let label = find_metric(&catalog, name).map_or(name.as_str(), |metric| short(&metric.label));
                    models.whole(name).map(|chart| (name.as_str(), label, chart))
                })
                .collect::<Option<_>>()?;
            Bridge::build(stock, &movements, *months)
        }
    });
    let caption = bridge.as_ref().as_ref().and_then(|bridge| {
        let stock = props.models.whole(&props.names.stock)?;
        let grain = stock.grain?;
        let name = |at: usize| stock.periods.get(at).map(|period| period_label(period.start, grain, &intl));
        let (first, last) = (name(bridge.first)?, name(bridge.last)?);
        Some(if first == last { first } else { format!("{first} to {last}") })
    });
    let chart = use_memo((bridge.clone(), caption.clone(), intl.clone()), {
        let (label, axis) = match stock {
            Some(metric) => (
                metric.label.clone(),
                ValueAxis { format: metric.format, currency: metric.currency.clone(), is_down_good: false },
            ),
            None => (String::new(), ValueAxis::default()),
        };
        move |(bridge, caption, intl)| {
            let bridge = (**bridge).as_ref()?;
            let written = |value: f64| intl.value(value, axis.format, axis.currency.as_deref(), NumberSize::Compact);
            let words: Vec<String> =
                bridge.steps.iter().map(|step| format!("{} {}", step.label, written(step.value))).collect();
            Some(Shared::new(ChartModel {
                kind: ChartKind::Waterfall,
                title: format!("{label} bridge, {}: {}", caption.clone().unwrap_or_default(), words.join(", ")),
                points: bridge
                    .steps
                    .iter()
                    .map(|step| ChartPoint {
                        key: step.label.clone(),
                        label: step.label.clone(),
                        is_partial: false,
                        is_total: matches!(step.kind, StepKind::Opening | StepKind::Closing),
                    })
                    .collect(),
                series: vec![ChartSeries {
                    key: "bridge".to_owned(),
                    label: label.clone(),
                    values: bridge.steps.iter().map(|step| Some(step.value)).collect(),
                    role: SeriesRole::Main,
                    colour: 0,
                }],
                axis,
                events: Vec::new(),
            }))
        }
    });
    let is_waiting = std::iter::once(&props.names.stock)
        .chain(props.names.movements())
        .any(|name| matches!(props.models.get(name), super::models::Known::Waiting));
    let on_change = {
        let months = months.clone();
        Callback::from(move |value: AttrValue| months.set(value.parse().unwrap_or(12)))
    };
    let options: Vec<SelectOption> = MONTHS.iter().map(|(value, label)| SelectOption::new(*value, *label)).collect();
    html! {
        <figure class="feature">
            <figcaption class="feature-title">
                { stock.map(|metric| format!("{} bridge", metric.label)).unwrap_or_default() }
                if let Some(caption) = caption { <span class="feature-range">{ caption }</span> }
                <Select label="Months of the bridge" is_label_hidden=true {options} value={months.to_string()} {on_change} />
            </figcaption>
            if let Some(model) = &*chart {
                <Chart model={model.clone()} height_px=220 />
            } else if is_waiting {
                <div class="feature-waiting"><Skeleton label="the bridge" lines={3} /></div>
            } else {
                <div class="feature-waiting"><p>{ "The months before this range are needed, and are not in the data." }</p></div>
            }
        </figure>
    }
}

/// `Expansion MRR` is long for an axis that says MRR anyway.
fn short(label: &str) -> &str {
    label.strip_suffix(" MRR").unwrap_or(label)
}
