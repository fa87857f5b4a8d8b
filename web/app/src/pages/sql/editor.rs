//! The bridge to `js/editor.js`, and the plain text field that stands there until it has loaded, or
//! instead of it when it cannot. No `JsValue` leaves this file.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use martlet_browser::module;
use martlet_site::catalog::Catalog;
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, HtmlTextAreaElement};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::components::Shared;

#[wasm_bindgen]
extern "C" {
    type EditorModule;

    #[wasm_bindgen(method, catch)]
    fn mount(
        this: &EditorModule,
        element: &Element,
        text: &str,
        names: &str,
        run: &Closure<dyn Fn()>,
        changed: &Closure<dyn Fn(String)>,
    ) -> Result<EditorHandle, wasm_bindgen::JsValue>;

    type EditorHandle;

    #[wasm_bindgen(method)]
    fn set_text(this: &EditorHandle, text: &str);

    #[wasm_bindgen(method)]
    fn insert(this: &EditorHandle, text: &str);

    #[wasm_bindgen(method)]
    fn mark(this: &EditorHandle, line: u32, column: u32);

    #[wasm_bindgen(method)]
    fn dispose(this: &EditorHandle);
}

/// A place in the text, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub line: u32,
    pub column: u32,
}

/// A text to put at the cursor; a new number means a new request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Insertion {
    pub number: u32,
    pub text: String,
}

struct Mounted {
    handle: EditorHandle,
    _run: Closure<dyn Fn()>,
    _changed: Closure<dyn Fn(String)>,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.handle.dispose();
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct EditorProps {
    pub catalog: Shared<Catalog>,
    pub text: AttrValue,
    pub on_change: Callback<String>,
    pub on_run: Callback<()>,
    /// Where the last error lies.
    #[prop_or_default]
    pub error_at: Option<Place>,
    #[prop_or_default]
    pub insertion: Option<Insertion>,
}

#[function_component]
pub(super) fn Editor(props: &EditorProps) -> Html {
    let ground = use_node_ref();
    let field = use_node_ref();
    let mounted = use_mut_ref(|| None::<Mounted>);
    let is_mounted = use_state_eq(|| false);
    let latest = use_mut_ref(|| (props.text.clone(), props.on_change.clone(), props.on_run.clone()));
    *latest.borrow_mut() = (props.text.clone(), props.on_change.clone(), props.on_run.clone());

    use_effect_with(props.catalog.clone(), {
        let (ground, mounted, latest, is_mounted) =
            (ground.clone(), Rc::clone(&mounted), Rc::clone(&latest), is_mounted.clone());
        move |catalog| {
            let is_alive = Rc::new(Cell::new(true));
            let (slot, alive, catalog) = (Rc::clone(&mounted), Rc::clone(&is_alive), catalog.clone());
            spawn_local(async move {
                // Without the editor the plain field works on, so there is nothing to tell.
                let Ok(module) = module::load("editor").await else { return };
                if let Some(element) = ground.cast::<Element>().filter(|_| alive.get()) {
                    *slot.borrow_mut() = mount(module.unchecked_into(), &element, &catalog, &latest);
                    is_mounted.set(slot.borrow().is_some());
                }
            });
            move || {
                is_alive.set(false);
                let old = mounted.borrow_mut().take();
                drop(old);
            }
        }
    });
    use_effect_with((props.text.clone(), *is_mounted), {
        let mounted = Rc::clone(&mounted);
        move |(text, _)| {
            if let Some(editor) = mounted.borrow().as_ref() {
                editor.handle.set_text(text);
            }
        }
    });
    use_effect_with((props.error_at, *is_mounted), {
        let mounted = Rc::clone(&mounted);
        move |(place, _)| {
            if let Some(editor) = mounted.borrow().as_ref() {
                let (line, column) = place.map_or((0, 0), |place| (place.line, place.column));
                editor.handle.mark(line, column);
            }
        }
    });
    use_effect_with(props.insertion.clone(), {
        let (mounted, latest) = (Rc::clone(&mounted), Rc::clone(&latest));
        move |insertion| {
            let Some(insertion) = insertion else { return };
            if let Some(editor) = mounted.borrow().as_ref() {
                editor.handle.insert(&insertion.text);
                return;
            }
            let (text, on_change, _) = latest.borrow().clone();
            on_change.emit(format!("{text}{}", insertion.text));
        }
    });

    let oninput =
        props.on_change.reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    let onkeydown = {
        let on_run = props.on_run.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                on_run.emit(());
            }
        })
    };
    html! {
        <div class="sql-editor">
            <div ref={ground} class="sql-editor-ground" hidden={!*is_mounted}></div>
            if !*is_mounted {
                <textarea ref={field} class="sql-editor-field" aria-label="SQL" rows="8" spellcheck="false"
                    autocapitalize="off" placeholder="select … from …" value={props.text.clone()} {oninput} {onkeydown} />
            }
        </div>
    }
}

type Latest = RefCell<(AttrValue, Callback<String>, Callback<()>)>;

fn mount(module: EditorModule, element: &Element, catalog: &Catalog, latest: &Rc<Latest>) -> Option<Mounted> {
    let run = {
        let latest = Rc::clone(latest);
        Closure::new(move || {
            let on_run = latest.borrow().2.clone();
            on_run.emit(());
        })
    };
    let changed = {
        let latest = Rc::clone(latest);
        Closure::new(move |text: String| {
            let on_change = latest.borrow().1.clone();
            on_change.emit(text);
        })
    };
    let text = latest.borrow().0.clone();
    let names = serde_json::to_string(&Names::of(catalog)).ok()?;
    let handle = module.mount(element, &text, &names, &run, &changed).ok()?;
    Some(Mounted { handle, _run: run, _changed: changed })
}

/// What the editor completes.
#[derive(Serialize)]
struct Names<'a> {
    tables: Vec<TableNames<'a>>,
    metrics: Vec<MetricName<'a>>,
}

#[derive(Serialize)]
struct TableNames<'a> {
    name: &'a str,
    description: &'a str,
    columns: Vec<ColumnName<'a>>,
}

#[derive(Serialize)]
struct ColumnName<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    data_type: &'a str,
    description: &'a str,
}

#[derive(Serialize)]
struct MetricName<'a> {
    name: &'a str,
    label: &'a str,
}

impl<'a> Names<'a> {
    fn of(catalog: &'a Catalog) -> Self {
        let tables = catalog.tables.iter().map(|table| TableNames {
            name: &table.name,
            description: &table.description,
            columns: table
                .columns
                .iter()
                .map(|column| ColumnName {
                    name: &column.name,
                    data_type: &column.data_type,
                    description: &column.description,
                })
                .collect(),
        });
        let metrics = catalog.metrics.iter().map(|metric| MetricName { name: &metric.name, label: &metric.label });
        Self { tables: tables.collect(), metrics: metrics.collect() }
    }
}
