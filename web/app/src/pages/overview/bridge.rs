//! The MRR bridge as a waterfall, over a range of its own.

use martlet_browser::intl::NumberSize;
use martlet_semantic::MetricRequest;
use martlet_site::catalog::{Catalog, Metric};
use martlet_view::explore::{ModelError, find_metric};
use martlet_view::overview::{BRIDGE_LENGTHS, Bridge, BridgeRequests, MovementNames, StepKind};
use yew::prelude::*;

use crate::charts::{Chart, ChartKind, ChartModel, ChartPoint, ChartSeries, SeriesRole, ValueAxis};
use crate::components::{Select, SelectOption, Shared, Skeleton, use_intl};
use crate::pages::explore::period_label;
use crate::state::{Queries, QueryState, use_answers, use_app};

const LONGEST: u32 = 12;

#[derive(Properties, PartialEq)]
pub struct BridgeViewProps {
    pub names: MovementNames,
}

#[function_component]
pub fn BridgeView(props: &BridgeViewProps) -> Html {
    let app = use_app();
    let intl = use_intl();
    let length = use_state_eq(|| LONGEST);
    let catalog = &app.site.catalog;
    let stock = find_metric(catalog, &props.names.stock).cloned();
    let asked = use_memo((props.names.clone(), *length, catalog.clone()), |(names, length, catalog)| {
        BridgeRequests::of(names, *length, catalog)
    });
    let requests: Vec<MetricRequest> = asked.iter().flat_map(BridgeRequests::both).collect();
    let queries = use_answers(&requests);
    let bridge =
        use_memo((queries.states.clone(), props.names.clone(), catalog.clone()), |(states, names, catalog)| {
            built(states, names, catalog)
        });
    let caption = asked.as_ref().as_ref().map(|asked| {
        let name = |start| period_label(start, asked.grain, &intl);
        let (first, last) = (name(asked.first), name(asked.last));
        if first == last { first } else { format!("{first} to {last}") }
    });
    let chart = use_memo((bridge.clone(), caption.clone(), intl.clone()), {
        let stock = stock.clone();
        move |(bridge, caption, intl)| match (bridge.as_ref(), stock) {
            (Some(Ok(Some(bridge))), Some(stock)) => {
                let written =
                    |value: f64| intl.value(value, stock.format, stock.currency.as_deref(), NumberSize::Compact);
                Some(Shared::new(drawn(bridge, &stock, caption.as_deref().unwrap_or_default(), written)))
            }
            _ => None,
        }
    });
    let on_change = {
        let length = length.clone();
        Callback::from(move |value: AttrValue| length.set(value.parse().unwrap_or(LONGEST)))
    };
    let unit = asked.as_ref().as_ref().map_or("month", |asked| asked.grain.name());
    let options: Vec<SelectOption> = BRIDGE_LENGTHS
        .iter()
        .map(|length| {
            let label = if *length == 1 { format!("last {unit}") } else { format!("last {length} {unit}s") };
            SelectOption::new(length.to_string(), label)
        })
        .collect();
    html! {
        <figure class="feature">
            <figcaption class="feature-title">
                { stock.map(|stock| format!("{} bridge", stock.label)).unwrap_or_default() }
                if let Some(caption) = caption { <span class="feature-range">{ caption }</span> }
                <Select label="Months of the bridge" is_label_hidden=true {options} value={length.to_string()} {on_change} />
            </figcaption>
            if let Some(model) = &*chart {
                <Chart model={model.clone()} height_px=220 />
            } else {
                <div class="feature-waiting">{ instead((*bridge).as_ref(), &queries) }</div>
            }
        </figure>
    }
}

/// None until both answers are there.
fn built(
    states: &[QueryState],
    names: &MovementNames,
    catalog: &Catalog,
) -> Option<Result<Option<Bridge>, ModelError>> {
    let [stock, movements] = states else { return None };
    let (stock, movements) = (stock.answered()?, movements.answered()?);
    Some(Bridge::of(names, catalog, &stock.table, &movements.table))
}

/// What stands where the drawing would be.
fn instead(bridge: Option<&Result<Option<Bridge>, ModelError>>, queries: &Queries) -> Html {
    let failed = match bridge {
        Some(Err(_)) => Some(ModelError::CODE.to_owned()),
        _ => queries.error().map(|error| error.code.clone()),
    };
    if let Some(code) = failed {
        return html! {
            <p>{ "The bridge could not be computed " }<code>{ code }</code>{ ". " }
                <button type="button" class="button" onclick={queries.retry.reform(|_| ())}>{ "Try again" }</button>
            </p>
        };
    }
    if queries.is_waiting() {
        return html! { <Skeleton label="the bridge" lines={3} /> };
    }
    html! { <p>{ "There is no value at both ends of this range." }</p> }
}

fn drawn(bridge: &Bridge, stock: &Metric, caption: &str, written: impl Fn(f64) -> String) -> ChartModel {
    let words: Vec<String> =
        bridge.steps.iter().map(|step| format!("{} {}", step.label, written(step.value))).collect();
    ChartModel {
        kind: ChartKind::Waterfall,
        title: format!("{} bridge, {caption}: {}", stock.label, words.join(", ")),
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
            label: stock.label.clone(),
            values: bridge.steps.iter().map(|step| Some(step.value)).collect(),
            role: SeriesRole::Main,
            colour: 0,
        }],
        axis: ValueAxis { format: stock.format, currency: stock.currency.clone(), is_down_good: false },
        events: Vec::new(),
    }
}
