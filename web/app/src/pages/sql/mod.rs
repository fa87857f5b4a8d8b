//! SQL over the site's tables: read-only, in the reader's browser, every result ad hoc.

mod csv;
mod editor;
mod error_place;
mod results;
mod run;
mod tables;

use martlet_site::catalog::Catalog;
use martlet_view::url::{Route, Statement};
use yew::prelude::*;

use crate::components::{ErrorPanel, Icon, IconName, LoadingBar, Notice, Shared, use_intl};
use crate::routes::Entry;
use crate::state::use_app;
use editor::{Editor, Insertion};
use error_place::error_place;
use results::Results;
use run::{MAX_ROWS, Run, use_runner};
use tables::Tables;

#[derive(Properties, PartialEq)]
pub struct SqlPageProps {
    /// The statement in the address.
    #[prop_or_default]
    pub statement: Option<Statement>,
}

#[function_component]
pub fn SqlPage(props: &SqlPageProps) -> Html {
    let intl = use_intl();
    let app = use_app();
    let catalog = &app.site.catalog;
    let in_address = props.statement.as_ref().map(|statement| statement.sql.clone());
    let text = use_state_eq(|| in_address.clone().unwrap_or_else(|| first_statement(catalog)));
    let insertion = use_state(|| None::<Insertion>);
    let (run, runner) = use_runner(&app.engine);

    // Back and forward bring the statement of the address.
    use_effect_with(props.statement.clone(), {
        let (text, runner) = (text.clone(), runner.clone());
        move |statement| {
            if let Some(statement) = statement {
                text.set(statement.sql.clone());
                if statement.runs {
                    runner.start(&statement.sql);
                }
            }
        }
    });

    let on_run = {
        let (text, runner, app, in_address) = (text.clone(), runner.clone(), app.clone(), in_address.clone());
        Callback::from(move |()| {
            if text.trim().is_empty() {
                return;
            }
            // Running the same again is no new place to come back to.
            if in_address.as_ref() != Some(&*text) {
                app.go(Route::Sql(Some(Statement::shown((*text).clone()))), Entry::Push);
            }
            runner.start(&text);
        })
    };
    let on_cancel = {
        let runner = runner.clone();
        Callback::from(move |()| runner.cancel())
    };
    let on_change = {
        let text = text.setter();
        Callback::from(move |now: String| text.set(now))
    };
    let on_name = {
        let insertion = insertion.clone();
        Callback::from(move |name: String| {
            let number = insertion.as_ref().map_or(1, |last| last.number + 1);
            insertion.set(Some(Insertion { number, text: name }));
        })
    };
    let error_at = match &run {
        Run::Failed(error) => error_place(&error.message).or_else(|| error.hint.as_deref().and_then(error_place)),
        _ => None,
    };
    html! {
        <div class="page sql">
            <header class="sql-head">
                <h1>{ "SQL" }</h1>
                <p class="sql-note">
                    { format!("Read-only, in this browser. Up to {} rows come back; every result is ad hoc.", intl.integer(MAX_ROWS)) }
                </p>
            </header>
            <div class="sql-columns-of-page">
                <div class="sql-main">
                    <Editor catalog={catalog.clone()} text={AttrValue::from((*text).clone())} {on_change}
                        on_run={on_run.clone()} {error_at} insertion={(*insertion).clone()} />
                    <div class="sql-tools">
                        if run.is_running() {
                            <button type="button" class="button" onclick={on_cancel.reform(|_| ())}>
                                <Icon name={IconName::Stop} size={12} />{ "Cancel" }
                            </button>
                        } else {
                            <button type="button" class="button button-main" disabled={text.trim().is_empty()} onclick={on_run.reform(|_| ())}>
                                <Icon name={IconName::Play} size={12} />{ "Run" }
                            </button>
                        }
                        <span class="sql-keys"><kbd>{ "Ctrl" }</kbd>{ " or " }<kbd>{ "⌘" }</kbd>{ " + " }<kbd>{ "Enter" }</kbd>{ " runs" }</span>
                    </div>
                    { outcome(&run, catalog, &on_run) }
                </div>
                <Tables catalog={catalog.clone()} {on_name} />
            </div>
        </div>
    }
}

fn outcome(run: &Run, catalog: &Shared<Catalog>, on_run: &Callback<()>) -> Html {
    match run {
        Run::Idle => Html::default(),
        Run::Running(progress) => html! { <LoadingBar label="Running" progress={*progress} /> },
        Run::Cancelled => html! { <Notice>{ "Cancelled. Nothing was changed." }</Notice> },
        Run::Failed(error) => {
            // The statement stands right above, so it is not repeated.
            let mut error = error.clone();
            error.sql = None;
            html! { <ErrorPanel {error} on_retry={on_run.clone()} /> }
        }
        Run::Done { answer, table } => {
            html! { <Results catalog={catalog.clone()} answer={answer.clone()} table={table.clone()} /> }
        }
    }
}

/// Something to start from: the largest table's first rows.
fn first_statement(catalog: &Catalog) -> String {
    catalog
        .tables
        .iter()
        .max_by_key(|table| table.rows)
        .map(|table| format!("select *\nfrom {}\nlimit 20", table.name))
        .unwrap_or_default()
}
