//! The bridge to `js/chart.js`: one mounted drawing. No `JsValue` leaves this file.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use martlet_browser::intl::{Intl, NumberSize};
use martlet_browser::listen::SizeWatch;
use martlet_browser::module::{self, ModuleError};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

use super::model::{ChartModel, ValueAxis};

#[wasm_bindgen]
extern "C" {
    type ChartModule;

    #[wasm_bindgen(method, catch)]
    fn mount(
        this: &ChartModule,
        element: &Element,
        format: &Closure<dyn Fn(f64, String) -> String>,
        select: &Closure<dyn Fn(u32, i32, f64, f64)>,
    ) -> Result<ChartHandle, wasm_bindgen::JsValue>;

    type ChartHandle;

    #[wasm_bindgen(method, catch)]
    fn update(this: &ChartHandle, model: &str) -> Result<(), wasm_bindgen::JsValue>;

    #[wasm_bindgen(method)]
    fn resize(this: &ChartHandle);

    #[wasm_bindgen(method)]
    fn point_at(this: &ChartHandle, point: i32);

    #[wasm_bindgen(method)]
    fn place_of(this: &ChartHandle, point: u32) -> Vec<f64>;

    #[wasm_bindgen(method)]
    fn svg(this: &ChartHandle) -> String;

    #[wasm_bindgen(method)]
    fn dispose(this: &ChartHandle);
}

/// Why there is no drawing.
#[derive(Debug, Clone)]
pub(super) enum DrawingError {
    Module(ModuleError),
    /// ECharts or the model's JSON; a mistake of ours either way.
    Model(String),
}

impl From<ModuleError> for DrawingError {
    fn from(error: ModuleError) -> Self {
        Self::Module(error)
    }
}

impl fmt::Display for DrawingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Module(error) => error.fmt(f),
            Self::Model(reason) => f.write_str(reason),
        }
    }
}

/// What ECharts threw, in words.
fn thrown(value: wasm_bindgen::JsValue) -> DrawingError {
    let message = value.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    DrawingError::Model(message.unwrap_or_else(|| String::from("the drawing library failed")))
}

/// A drawing in an element; dropping it removes the drawing.
pub(super) struct Drawing {
    handle: Rc<ChartHandle>,
    axis: Rc<RefCell<ValueAxis>>,
    _size: Option<SizeWatch>,
    _format: Closure<dyn Fn(f64, String) -> String>,
    _select: Closure<dyn Fn(u32, i32, f64, f64)>,
}

impl Drawing {
    /// Loads ECharts when this is the page's first chart. `on_select` gets a point, a series if the click was on
    /// one, and the place of the click in the element.
    pub(super) async fn mount(
        element: &Element,
        intl: Intl,
        on_select: impl Fn(usize, Option<usize>, (f64, f64)) + 'static,
    ) -> Result<Self, DrawingError> {
        let module: ChartModule = module::load("chart").await?.unchecked_into();
        let axis = Rc::new(RefCell::new(ValueAxis::default()));
        let format = {
            let axis = Rc::clone(&axis);
            Closure::new(move |value: f64, size: String| {
                let size = match size.as_str() {
                    "compact" => NumberSize::Compact,
                    "short" => NumberSize::Short,
                    _ => NumberSize::Full,
                };
                let axis = axis.borrow();
                intl.value(value, axis.format, axis.currency.as_deref(), size)
            })
        };
        let select = Closure::new(move |point: u32, series: i32, x: f64, y: f64| {
            on_select(point as usize, usize::try_from(series).ok(), (x, y));
        });
        let handle = module.mount(element, &format, &select).map_err(thrown)?;
        let handle = Rc::new(handle);
        let size = {
            let handle = Rc::clone(&handle);
            let is_first = Cell::new(true);
            // The observer also reports the size at the start, for which everything is drawn already.
            SizeWatch::new(element, move |_, _| {
                if !is_first.replace(false) {
                    handle.resize();
                }
            })
        };
        Ok(Self { handle, axis, _size: size, _format: format, _select: select })
    }

    pub(super) fn update(&self, model: &ChartModel) -> Result<(), DrawingError> {
        *self.axis.borrow_mut() = model.axis.clone();
        let json = serde_json::to_string(model).map_err(|error| DrawingError::Model(error.to_string()))?;
        self.handle.update(&json).map_err(thrown)
    }

    /// Shows a point's tooltip, or hides it.
    pub(super) fn point_at(&self, point: Option<usize>) {
        let point = point.and_then(|point| i32::try_from(point).ok()).unwrap_or(-1);
        self.handle.point_at(point);
    }

    /// Where a point stands in the element, in CSS pixels.
    pub(super) fn place_of(&self, point: usize) -> (f64, f64) {
        match self.handle.place_of(u32::try_from(point).unwrap_or(u32::MAX)).as_slice() {
            [x, y] => (*x, *y),
            _ => (0.0, 0.0),
        }
    }

    /// The drawing as an SVG file's text.
    pub(super) fn svg(&self) -> String {
        self.handle.svg()
    }
}

impl Drop for Drawing {
    fn drop(&mut self) {
        self.handle.dispose();
    }
}

impl fmt::Debug for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Drawing")
    }
}
