//! The command palette: Ctrl or Cmd with K, then type.

use martlet_browser::{address, focus, listen};
use martlet_site::catalog::Catalog;
use martlet_view::explore::ExploreState;
use martlet_view::url::{Page, Route, Statement, write};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::Dialog;
use crate::state::use_app;

const MOST: usize = 12;
const DIALOG: &str = "palette";

/// Opens it now, before the next letter is typed; the state follows when the page is drawn.
pub fn open_now() {
    focus::open_dialog(DIALOG, "palette-query");
}

#[derive(Properties, PartialEq)]
pub struct PaletteProps {
    pub is_open: bool,
    pub on_open: Callback<()>,
    pub on_close: Callback<()>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    label: String,
    kind: &'static str,
    fragment: String,
}

#[function_component]
pub fn Palette(props: &PaletteProps) -> Html {
    let app = use_app();
    let query = use_state_eq(String::new);
    let chosen = use_state_eq(|| 0_usize);
    let input = use_node_ref();
    // The text is the browser's own: drawn from the state, letters typed meanwhile would be taken back. It is empty again
    // for the next time, since letters may come before the palette is drawn open.
    let close = use_callback(props.on_close.clone(), {
        let (query, chosen, input) = (query.setter(), chosen.setter(), input.clone());
        move |(), on_close: &Callback<()>| {
            focus::close_dialog_id(DIALOG);
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.set_value("");
            }
            query.set(String::new());
            chosen.set(0);
            on_close.emit(());
        }
    });
    use_effect_with((props.on_open.clone(), close.clone()), |(on_open, close)| {
        let (on_open, close) = (on_open.clone(), close.clone());
        let listener = listen::on_key(move |key| {
            let is_it = key.is_command && !key.is_alt && !key.is_shift && key.name.eq_ignore_ascii_case("k");
            if is_it {
                if focus::is_dialog_open(DIALOG) { close.emit(()) } else { on_open.emit(()) }
            }
            is_it
        });
        move || drop(listener)
    });
    let entries = use_memo(app.site.catalog.clone(), |catalog| entries(catalog));
    let found = matching(&entries, &query);
    let at = (*chosen).min(found.len().saturating_sub(1));
    let go = {
        let close = close.clone();
        Callback::from(move |fragment: String| {
            close.emit(());
            address::go(&fragment);
        })
    };
    let oninput = {
        let (query, chosen) = (query.clone(), chosen.clone());
        Callback::from(move |event: InputEvent| {
            query.set(event.target_unchecked_into::<HtmlInputElement>().value());
            chosen.set(0);
        })
    };
    let onkeydown = {
        let (chosen, go, count) = (chosen.clone(), go.clone(), found.len());
        let (entries, query, target) = (entries.clone(), query.clone(), found.get(at).cloned());
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" if count > 0 => chosen.set((at + 1) % count),
                "ArrowUp" if count > 0 => chosen.set((at + count - 1) % count),
                "Enter" => {
                    // What is typed may be ahead of what is drawn.
                    let typed = event.target_unchecked_into::<HtmlInputElement>().value();
                    let first = || matching(&entries, &typed).into_iter().next();
                    let target = if typed == *query { target.clone() } else { first() };
                    if let Some(target) = target {
                        go.emit(target.fragment);
                    }
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    html! {
        <Dialog title="Go to" dialog_id={DIALOG} keeps_content=true is_open={props.is_open} on_close={close}>
            <div class="palette">
                <input ref={input} id="palette-query" class="input palette-query" type="search" autocomplete="off"
                    placeholder="Metric, table or page" aria-label="Metric, table or page" role="combobox"
                    aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list"
                    aria-activedescendant={(!found.is_empty()).then(|| format!("palette-{at}"))}
                    {oninput} {onkeydown} />
                <ul id="palette-list" class="palette-list" role="listbox" aria-label="Results">
                    { for found.iter().enumerate().map(|(index, entry)| {
                        let fragment = entry.fragment.clone();
                        html! {
                            <li key={entry.fragment.clone()} id={format!("palette-{index}")} role="option"
                                aria-selected={(index == at).to_string()} class="palette-item"
                                onclick={go.reform(move |_| fragment.clone())}>
                                <span>{ &entry.label }</span><span class="palette-kind">{ entry.kind }</span>
                            </li>
                        }
                    }) }
                </ul>
                if found.is_empty() {
                    <p class="palette-empty" role="status">{ "Nothing has this name. Try fewer letters." }</p>
                }
            </div>
        </Dialog>
    }
}

fn entries(catalog: &Catalog) -> Vec<Entry> {
    let pages = Page::ALL.into_iter().map(|page| Entry {
        label: page.label().to_owned(),
        kind: "Page",
        fragment: page.fragment().to_owned(),
    });
    let metrics = catalog.metrics.iter().filter(|metric| metric.unavailable.is_none()).map(|metric| Entry {
        label: metric.label.clone(),
        kind: "Explore",
        fragment: write(&Route::Explore(Some(ExploreState::of(metric))), catalog),
    });
    let definitions = catalog.metrics.iter().map(|metric| Entry {
        label: metric.label.clone(),
        kind: "Definition",
        fragment: write(&Route::Dictionary(Some(metric.name.clone())), catalog),
    });
    let tables = catalog.tables.iter().map(|table| Entry {
        label: table.name.clone(),
        kind: "Table in SQL",
        fragment: write(
            &Route::Sql(Some(Statement::shown(format!("select * from {} limit 100", table.name)))),
            catalog,
        ),
    });
    pages.chain(metrics).chain(definitions).chain(tables).collect()
}

/// Entries that have every word typed; those that begin with it first.
fn matching(entries: &[Entry], query: &str) -> Vec<Entry> {
    let query = query.trim().to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let mut found: Vec<(bool, &Entry)> = entries
        .iter()
        .filter_map(|entry| {
            let label = entry.label.to_lowercase().replace('_', " ");
            let whole = format!("{label} {} {}", entry.label.to_lowercase(), entry.fragment);
            words.iter().all(|word| whole.contains(word)).then_some((!label.starts_with(&query), entry))
        })
        .collect();
    found.sort_by_key(|(is_late, _)| *is_late);
    found.into_iter().take(MOST).map(|(_, entry)| entry.clone()).collect()
}
