//! The result of a statement: rows, how they were got, and the mark that they are ad hoc.

use std::rc::Rc;

use martlet_browser::download::save_csv;
use martlet_browser::intl::Intl;
use martlet_protocol::Answer;
use martlet_site::catalog::Catalog;
use martlet_view::result::ResultTable;
use yew::prelude::*;

use super::csv::csv;
use crate::components::{
    CopyButton, DataTable, Icon, IconName, Notice, NoticeKind, Shared, TrustBadge, TrustSubject, use_intl,
};

#[derive(Properties, PartialEq)]
pub(super) struct ResultsProps {
    pub catalog: Shared<Catalog>,
    pub answer: Rc<Answer>,
    pub table: Shared<ResultTable>,
}

#[function_component]
pub(super) fn Results(props: &ResultsProps) -> Html {
    let intl = use_intl();
    let answer = &props.answer;
    let onclick = {
        let (table, snapshot) = (props.table.clone(), props.catalog.snapshot.clone());
        Callback::from(move |_: MouseEvent| {
            save_csv(&format!("ad-hoc-{snapshot}.csv"), &csv(&table));
        })
    };
    html! {
        <section class="sql-results" aria-labelledby="sql-results-title">
            <header class="sql-results-head">
                <h2 id="sql-results-title" class="for-readers">{ "Result" }</h2>
                <TrustBadge catalog={props.catalog.clone()} subject={TrustSubject::AdHoc} />
                <span class="sql-results-facts" role="status">{ facts(answer, &intl) }</span>
                <span class="sql-results-tools">
                    <CopyButton text={AttrValue::from(answer.sql.clone())} label="Copy SQL" />
                    <button type="button" class="button" {onclick}><Icon name={IconName::Download} />{ "Export CSV" }</button>
                </span>
            </header>
            if answer.is_truncated {
                <Notice kind={NoticeKind::Warning}>
                    { format!("Only the first {} rows came back, and the export holds no more than these. Add a filter, a group by or a limit to see what you need.", intl.integer(answer.rows)) }
                </Notice>
            }
            if props.table.rows == 0 {
                <Notice>{ "The statement ran and returned no rows." }</Notice>
            } else {
                <DataTable table={props.table.clone()} caption="Rows of the result" is_truncated={answer.is_truncated} />
            }
        </section>
    }
}

fn facts(answer: &Answer, intl: &Intl) -> String {
    let noun = if answer.rows == 1 { "row" } else { "rows" };
    let mut parts = vec![format!("{} {noun}", intl.integer(answer.rows))];
    if answer.progress.bytes_read > 0 {
        parts.push(format!("{} read", intl.bytes(answer.progress.bytes_read)));
    }
    parts.push(intl.duration_ms(answer.compile_ms + answer.run_ms));
    if !answer.tables.is_empty() {
        parts.push(format!("from {}", answer.tables.join(", ")));
    }
    parts.join(" · ")
}
