//! The one component that draws large charts.
//!
//! The page gives a model; a click or Enter on a point comes back as a [`ChartSelection`]. Arrow keys
//! walk the points and read them out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use martlet_browser::focus::{AnchorBox, anchor_within};
use martlet_browser::intl::{Intl, NumberSize};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::drawing::{Drawing, DrawingError};
use super::legend::Legend;
use super::model::ChartModel;
use crate::components::{Notice, NoticeKind, Shared, use_dom_id, use_intl};

/// What was chosen in a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartSelection {
    /// Key of the point.
    pub point: String,
    /// Key of the series, when one was hit.
    pub series: Option<String>,
    /// Where it was, for what opens beside it.
    pub place: AnchorBox,
}

#[derive(Properties, PartialEq)]
pub struct ChartProps {
    /// Drawn anew when it is another object.
    pub model: Shared<ChartModel>,
    #[prop_or(280)]
    pub height_px: u32,
    #[prop_or_default]
    pub on_select: Option<Callback<ChartSelection>>,
    /// Gets a function that gives the drawing as SVG text, once there is one.
    #[prop_or_default]
    pub on_ready: Option<Callback<Callback<(), String>>>,
}

#[function_component]
pub fn Chart(props: &ChartProps) -> Html {
    let intl = use_intl();
    let id = use_dom_id("chart");
    let ground = use_node_ref();
    let drawing = use_mut_ref(|| None::<Rc<Drawing>>);
    let is_drawn = use_state_eq(|| false);
    let failure = use_state(|| None::<DrawingError>);
    let attempt = use_state_eq(|| 0_u32);
    let cursor = use_state_eq(|| None::<usize>);
    // What the closures see: always the props of the last render.
    let latest = use_mut_ref(|| (props.model.clone(), props.on_select.clone()));
    *latest.borrow_mut() = (props.model.clone(), props.on_select.clone());

    use_effect_with((*attempt, intl.clone()), {
        let (ground, drawing, latest) = (ground.clone(), Rc::clone(&drawing), Rc::clone(&latest));
        let (is_drawn, failure, on_ready) = (is_drawn.clone(), failure.clone(), props.on_ready.clone());
        move |(_, intl): &(u32, Intl)| {
            let is_alive = Rc::new(Cell::new(true));
            if let Some(element) = ground.cast::<web_sys::Element>() {
                let (intl, slot, alive) = (intl.clone(), Rc::clone(&drawing), Rc::clone(&is_alive));
                spawn_local(async move {
                    let on_select = {
                        let (latest, element) = (Rc::clone(&latest), element.clone());
                        move |point, series, (x, y)| select(&latest, point, series, anchor_within(&element, x, y))
                    };
                    match Drawing::mount(&element, intl, on_select).await {
                        Ok(made) if alive.get() => {
                            let made = Rc::new(made);
                            failure.set(made.update(&latest.borrow().0).err());
                            if let Some(on_ready) = on_ready {
                                let made = Rc::clone(&made);
                                on_ready.emit(Callback::from(move |()| made.svg()));
                            }
                            *slot.borrow_mut() = Some(made);
                            is_drawn.set(true);
                        }
                        Ok(_) => {}
                        Err(error) if alive.get() => failure.set(Some(error)),
                        Err(_) => {}
                    }
                });
            }
            move || {
                is_alive.set(false);
                let old = drawing.borrow_mut().take();
                drop(old);
            }
        }
    });

    use_effect_with(props.model.clone(), {
        let (drawing, cursor, failure) = (Rc::clone(&drawing), cursor.clone(), failure.clone());
        move |model| {
            cursor.set(None);
            let present = drawing.borrow().clone();
            if let Some(drawing) = present {
                failure.set(drawing.update(model).err());
            }
        }
    });

    let onkeydown = {
        let (drawing, cursor, model, latest) =
            (Rc::clone(&drawing), cursor.clone(), props.model.clone(), Rc::clone(&latest));
        let ground = ground.clone();
        Callback::from(move |event: KeyboardEvent| {
            let Some(step) = step_of(&event.key(), *cursor, model.points.len()) else { return };
            event.prevent_default();
            match step {
                Step::To(target) => {
                    cursor.set(target);
                    if let Some(drawing) = drawing.borrow().as_ref() {
                        drawing.point_at(target);
                    }
                }
                Step::Choose(point) => {
                    let at = drawing.borrow().as_ref().map(|drawing| drawing.place_of(point)).unwrap_or_default();
                    if let Some(element) = ground.cast::<web_sys::Element>() {
                        select(&latest, point, None, anchor_within(&element, at.0, at.1));
                    }
                }
            }
        })
    };
    let onblur = {
        let drawing = Rc::clone(&drawing);
        let cursor = cursor.clone();
        Callback::from(move |_: FocusEvent| {
            cursor.set(None);
            if let Some(drawing) = drawing.borrow().as_ref() {
                drawing.point_at(None);
            }
        })
    };
    let said = cursor.and_then(|point| words(&props.model, point, &intl)).unwrap_or_default();
    let again = {
        let (attempt, failure) = (attempt.clone(), failure.clone());
        Callback::from(move |_: MouseEvent| {
            failure.set(None);
            attempt.set(*attempt + 1);
        })
    };
    let is_chosen_by_click = props.on_select.is_some();
    html! {
        <div class={classes!("chart", is_chosen_by_click.then_some("chart-chosen-by-click"))}>
            if props.model.needs_legend() { <Legend model={props.model.clone()} /> }
            <div class="chart-ground" tabindex="0" role="application" aria-roledescription="chart"
                aria-label={props.model.title.clone()} aria-describedby={id.clone()} aria-busy={(!*is_drawn).to_string()}
                style={format!("--chart-height: {}px", props.height_px)} {onkeydown} {onblur}>
                // ECharts owns what is in here, so nothing of ours may be.
                <div ref={ground} class="chart-drawing" aria-hidden="true"></div>
            </div>
            <p {id} class="for-readers">{ "Left and right arrows read the points; Enter chooses one." }</p>
            <p class="for-readers" aria-live="polite">{ said }</p>
            if props.model.is_empty() {
                <p class="chart-empty">{ "There is no value to draw in this range." }</p>
            }
            if let Some(error) = &*failure {
                <Notice kind={NoticeKind::Warning}
                    action={html! { <button type="button" class="button" onclick={again}>{ "Try again" }</button> }}>
                    { format!("The chart could not be drawn: {error}. The table has the same numbers.") }
                </Notice>
            }
        </div>
    }
}

type Latest = RefCell<(Shared<ChartModel>, Option<Callback<ChartSelection>>)>;

fn select(latest: &Latest, point: usize, series: Option<usize>, place: AnchorBox) {
    let (model, on_select) = latest.borrow().clone();
    let (Some(on_select), Some(at)) = (on_select, model.points.get(point)) else { return };
    let series = series.and_then(|series| model.series.get(series)).map(|series| series.key.clone());
    on_select.emit(ChartSelection { point: at.key.clone(), series, place });
}

fn words(model: &ChartModel, point: usize, intl: &Intl) -> Option<String> {
    model.point_words(point, |value| {
        intl.value(value, model.axis.format, model.axis.currency.as_deref(), NumberSize::Full)
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Step {
    To(Option<usize>),
    Choose(usize),
}

/// What a key does when the reader stands at `cursor`. The first arrow starts at the end that it comes from.
fn step_of(key: &str, cursor: Option<usize>, points: usize) -> Option<Step> {
    let last = points.checked_sub(1)?;
    Some(match (key, cursor) {
        ("ArrowRight", None) | ("Home", _) => Step::To(Some(0)),
        ("ArrowLeft", None) | ("End", _) => Step::To(Some(last)),
        ("ArrowRight", Some(at)) => Step::To(Some((at + 1).min(last))),
        ("ArrowLeft", Some(at)) => Step::To(Some(at.saturating_sub(1))),
        ("Escape", Some(_)) => Step::To(None),
        ("Enter", Some(at)) => Step::Choose(at),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_stop_at_the_ends() {
        assert_eq!(step_of("ArrowRight", None, 3), Some(Step::To(Some(0))));
        assert_eq!(step_of("ArrowLeft", None, 3), Some(Step::To(Some(2))));
        assert_eq!(step_of("ArrowRight", Some(2), 3), Some(Step::To(Some(2))));
        assert_eq!(step_of("ArrowLeft", Some(0), 3), Some(Step::To(Some(0))));
        assert_eq!(step_of("Enter", Some(1), 3), Some(Step::Choose(1)));
        assert_eq!(step_of("Escape", None, 3), None);
        assert_eq!(step_of("ArrowRight", None, 0), None);
    }
}
