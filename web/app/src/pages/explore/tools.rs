//! Link, file and SQL of what is shown.

use std::rc::Rc;

use martlet_browser::{address, download};
use martlet_view::explore::to_csv;
use yew::prelude::*;

use super::view::View;
use crate::components::{CopyButton, Dialog, Icon, IconName, SqlText};
use crate::state::use_app;

#[derive(Properties, PartialEq)]
pub struct ToolsProps {
    pub view: Option<Rc<View>>,
    pub fragment: String,
}

#[function_component]
pub fn Tools(props: &ToolsProps) -> Html {
    let app = use_app();
    let is_sql_open = use_state_eq(|| false);
    let sql = props
        .view
        .as_ref()
        .and_then(|view| view.main())
        .map(|answered| answered.answer.sql.clone())
        .unwrap_or_default();
    let set_open = |to: bool| {
        let is_open = is_sql_open.clone();
        Callback::from(move |()| is_open.set(to))
    };
    let export = {
        let view = props.view.clone();
        let as_of = app.site.catalog.as_of.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(view) = &view {
                let compared = view.state.compare.map(|compare| compare.label()).unwrap_or_default();
                let text = to_csv(&view.chart, &view.total, &view.metric.label, compared);
                download::save_csv(&file_name(view, as_of.as_deref()), &text);
            }
        })
    };
    html! {
        <div class="explore-tools">
            <CopyButton text={AttrValue::from(address::href_of(&props.fragment))} label="Copy link" />
            <button type="button" class="button button-quiet" disabled={props.view.is_none()} onclick={export}>
                <Icon name={IconName::Download} />{ "CSV" }
            </button>
            <button type="button" class="button button-quiet" disabled={sql.is_empty()} onclick={set_open(true).reform(|_| ())}>
                { "Show SQL" }
            </button>
            <Dialog title="The SQL behind this" is_open={*is_sql_open} on_close={set_open(false)}>
                <SqlText sql={AttrValue::from(sql)} has_link=true />
            </Dialog>
        </div>
    }
}

fn file_name(view: &View, as_of: Option<&str>) -> String {
    let mut name = view.state.metric.clone();
    if let Some(grain) = view.state.grain {
        name.push_str(&format!("_by_{}", grain.name()));
    }
    if let Some(by) = &view.state.by {
        name.push_str(&format!("_{by}"));
    }
    if let Some(day) = as_of.and_then(|text| text.get(..10)) {
        name.push_str(&format!("_as_of_{day}"));
    }
    format!("{name}.csv")
}
