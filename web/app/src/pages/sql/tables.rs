//! What can be queried: tables with their columns; a click puts a name into the editor.

use martlet_site::catalog::{Catalog, Table};
use yew::prelude::*;

use crate::components::{Shared, TrustBadge, TrustSubject, use_intl};

#[derive(Properties, PartialEq)]
pub(super) struct TablesProps {
    pub catalog: Shared<Catalog>,
    /// Called with a name as SQL writes it.
    pub on_name: Callback<String>,
}

#[function_component]
pub(super) fn Tables(props: &TablesProps) -> Html {
    let catalog = &props.catalog;
    html! {
        <section class="sql-tables" aria-labelledby="sql-tables-title">
            <h2 id="sql-tables-title">{ "Tables" }</h2>
            { for catalog.tables.iter().map(|table| html! {
                <TableNames key={table.name.clone()} catalog={catalog.clone()} name={table.name.clone()} on_name={props.on_name.clone()} />
            }) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct TableNamesProps {
    catalog: Shared<Catalog>,
    name: AttrValue,
    on_name: Callback<String>,
}

#[function_component]
fn TableNames(props: &TableNamesProps) -> Html {
    let intl = use_intl();
    let Some(table) = props.catalog.tables.iter().find(|table| table.name == *props.name) else {
        return Html::default();
    };
    html! {
        <details class="sql-table">
            <summary>
                <span class="sql-table-name">{ &table.name }</span>
                <span class="sql-table-size">{ format!("{} rows · {}", intl.integer(table.rows), intl.bytes(table.size_bytes)) }</span>
            </summary>
            <div class="sql-table-body">
                <p class="sql-table-words">
                    <TrustBadge catalog={props.catalog.clone()} subject={TrustSubject::Table(props.name.clone())} is_compact=true />
                    if table.description.is_empty() { <span class="absent">{ "No description." }</span> } else { { &table.description } }
                </p>
                <button type="button" class="button button-quiet" onclick={put(&props.on_name, &table.name)}>
                    { "Insert " }<code>{ &table.name }</code>
                </button>
                { columns(table, &props.on_name) }
            </div>
        </details>
    }
}

fn columns(table: &Table, on_name: &Callback<String>) -> Html {
    html! {
        <ul class="sql-columns">
            { for table.columns.iter().map(|column| html! {
                <li key={column.name.clone()}>
                    <button type="button" class="sql-column" title={column.description.clone()} onclick={put(on_name, &column.name)}>
                        <code>{ &column.name }</code>
                        <span class="sql-column-type">{ short_type(&column.data_type) }</span>
                    </button>
                </li>
            }) }
        </ul>
    }
}

fn put(on_name: &Callback<String>, name: &str) -> Callback<MouseEvent> {
    let written = quoted(name);
    on_name.reform(move |_| written.clone())
}

/// A name that SQL would fold or misread is put in double quotes.
fn quoted(name: &str) -> String {
    let is_plain = name.chars().next().is_some_and(|first| first.is_ascii_lowercase() || first == '_')
        && name.chars().all(|each| each.is_ascii_lowercase() || each.is_ascii_digit() || each == '_');
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// Arrow's type in a word.
fn short_type(data_type: &str) -> String {
    let word = match data_type.split('(').next().unwrap_or(data_type) {
        "Utf8" | "LargeUtf8" | "Utf8View" => "text",
        "Int8" | "Int16" | "Int32" | "Int64" | "UInt8" | "UInt16" | "UInt32" | "UInt64" => "integer",
        "Float16" | "Float32" | "Float64" => "float",
        "Decimal32" | "Decimal64" | "Decimal128" | "Decimal256" => "decimal",
        "Date32" | "Date64" => "date",
        "Timestamp" => "timestamp",
        "Boolean" => "boolean",
        _ => return data_type.to_owned(),
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_when_sql_would_misread_them() {
        assert_eq!(quoted("fact_revenue"), "fact_revenue");
        assert_eq!(quoted("Fact"), "\"Fact\"");
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
        assert_eq!(quoted("1st"), "\"1st\"");
    }

    #[test]
    fn types_are_told_in_a_word() {
        assert_eq!(short_type("Decimal128(18, 2)"), "decimal");
        assert_eq!(short_type("Timestamp(Microsecond, None)"), "timestamp");
        assert_eq!(short_type("List(Utf8)"), "List(Utf8)");
    }
}
