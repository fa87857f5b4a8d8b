//! What the answer cost, and what it leaves out.

use std::rc::Rc;

use yew::prelude::*;

use super::view::View;
use crate::components::use_intl;

#[derive(Properties, PartialEq)]
pub struct FactsProps {
    pub view: Rc<View>,
}

#[function_component]
pub fn Facts(props: &FactsProps) -> Html {
    let intl = use_intl();
    let answers = &props.view.answered;
    let rows: u64 = answers.iter().map(|answered| answered.table.rows as u64).sum();
    let mut parts = vec![format!("{} {}", intl.integer(rows), if rows == 1 { "row" } else { "rows" })];
    let live: Vec<_> = answers.iter().chain(&props.view.beside).filter(|answered| !answered.is_precomputed).collect();
    if live.is_empty() {
        parts.push("computed with the site".to_owned());
    } else {
        let bytes: u64 = live.iter().map(|answered| answered.answer.progress.bytes_read).sum();
        let ms: f64 = live.iter().map(|answered| answered.answer.compile_ms + answered.answer.run_ms).sum();
        parts.push(if bytes == 0 { "from memory".to_owned() } else { format!("{} read", intl.bytes(bytes)) });
        parts.push(intl.duration_ms(ms));
    }
    if props.view.chart.periods.iter().any(|period| period.is_partial) {
        parts.push("the last period is partial".to_owned());
    }
    if answers.iter().any(|answered| answered.answer.is_truncated) {
        parts.push("cut off: more rows exist, so filter or take a coarser grain".to_owned());
    }
    html! { <p class="explore-facts">{ parts.join(" · ") }</p> }
}
