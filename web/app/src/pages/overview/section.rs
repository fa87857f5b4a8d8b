//! One domain: its tiles and its large chart.

use std::rc::Rc;

use martlet_view::overview::{Feature, OverviewState, Section};
use yew::prelude::*;

use super::bridge::BridgeView;
use super::models::Models;
use super::tile::Tile;
use super::trend::TrendView;

#[derive(Properties, PartialEq)]
pub struct SectionViewProps {
    pub section: Section,
    pub state: OverviewState,
    pub models: Rc<Models>,
}

#[function_component]
pub fn SectionView(props: &SectionViewProps) -> Html {
    let section = &props.section;
    let feature = match &section.feature {
        Some(Feature::Bridge(names)) => html! { <BridgeView names={names.clone()} /> },
        Some(Feature::Trend(metrics)) => {
            html! { <TrendView metrics={metrics.clone()} models={props.models.clone()} /> }
        }
        None => Html::default(),
    };
    html! {
        <section class="overview-section" aria-label={section.title.clone()}>
            <header class="overview-section-head">
                <h2 class="overview-section-title">{ &section.title }</h2>
                if section.more > 0 {
                    <a class="overview-section-more" href="#/explore">{ format!("{} more in Explore", section.more) }</a>
                }
            </header>
            <div class="overview-section-body">
                <div class="tiles">
                    { for section.metrics.iter().map(|metric| html! {
                        <Tile key={metric.clone()} metric={metric.clone()} state={props.state.clone()} known={props.models.get(metric).clone()} />
                    }) }
                </div>
                <div class="overview-feature">{ feature }</div>
            </div>
        </section>
    }
}
