//! What went wrong, what is safe, and how to go on.

use martlet_browser::site::SiteError;
use martlet_protocol::QueryError;
use yew::prelude::*;

use super::copy_button::CopyButton;
use super::icon::{Icon, IconName};
use super::sql_text::SqlText;

#[derive(Properties, PartialEq)]
pub struct ErrorPanelProps {
    pub error: QueryError,
    /// Shown for every error that trying again may mend.
    #[prop_or_default]
    pub on_retry: Option<Callback<()>>,
    /// Something else to do: "Clear the last filter".
    #[prop_or_default]
    pub action: Html,
}

#[function_component]
pub fn ErrorPanel(props: &ErrorPanelProps) -> Html {
    let error = &props.error;
    let report = AttrValue::from(report_text(error));
    html! {
        <section class="error-panel" role="alert">
            <p class="error-panel-message">
                <span class="error-panel-sign"><Icon name={IconName::Warning} /></span>
                { &error.message }
            </p>
            if let Some(hint) = &error.hint {
                <p class="error-panel-hint">{ hint }</p>
            }
            <div class="error-panel-actions">
                if let Some(on_retry) = props.on_retry.as_ref().filter(|_| error.is_retryable) {
                    <button type="button" class="button button-main" onclick={on_retry.reform(|_| ())}>{ "Try again" }</button>
                }
                { props.action.clone() }
                <CopyButton text={report} label="Copy details" />
                <code class="error-panel-code">{ &error.code }</code>
            </div>
            if let Some(sql) = &error.sql {
                <details class="error-panel-sql">
                    <summary>{ "The SQL that failed" }</summary>
                    <SqlText sql={AttrValue::from(sql.clone())} has_link=true />
                </details>
            }
        </section>
    }
}

/// A file of the site that is not there, as an error to show.
pub fn site_error(error: &SiteError) -> QueryError {
    QueryError {
        code: error.code().to_owned(),
        message: error.to_string(),
        hint: Some(error.hint().to_owned()),
        sql: None,
        is_retryable: error.is_retryable(),
    }
}

fn report_text(error: &QueryError) -> String {
    let mut text = format!("{}: {}", error.code, error.message);
    if let Some(hint) = &error.hint {
        text.push_str(&format!("\n{hint}"));
    }
    if let Some(sql) = &error.sql {
        text.push_str(&format!("\n\n{sql}"));
    }
    text
}
