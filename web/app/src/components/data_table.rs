//! Rows of a result: sortable by any column, numbers right-aligned, the head always in sight.

use std::cmp::Ordering;
use std::rc::Rc;

use martlet_browser::intl::{DateStyle, Intl};
use martlet_site::catalog::NumberFormat;
use martlet_view::result::{Column, ResultTable, Values};
use yew::prelude::*;

use super::icon::{Icon, IconName};
use super::intl::use_intl;
use super::shared::Shared;

/// Rows in the page at once: what a browser lays out without a pause.
const PAGE_ROWS: usize = 500;

/// How a column is shown. Columns without one are shown under their own name.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnView {
    /// The result's column.
    pub name: AttrValue,
    pub label: AttrValue,
    /// A metric's format and currency; none shows the value with every digit.
    pub format: Option<(NumberFormat, Option<AttrValue>)>,
    /// For dates: how periods are written.
    pub date_style: Option<DateStyle>,
}

impl ColumnView {
    pub fn plain(name: impl Into<AttrValue>) -> Self {
        let name = name.into();
        Self { label: name.clone(), name, format: None, date_style: None }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortOrder {
    Ascending,
    Descending,
}

#[derive(Properties, PartialEq)]
pub struct DataTableProps {
    pub table: Shared<ResultTable>,
    /// Columns in the order shown; empty shows all as they are.
    #[prop_or_default]
    pub columns: Vec<ColumnView>,
    /// What the table holds, for screen readers.
    pub caption: AttrValue,
    /// More rows existed than came.
    #[prop_or_default]
    pub is_truncated: bool,
    /// Written under the columns, one cell each: totals. Empty for none.
    #[prop_or_default]
    pub foot: Vec<AttrValue>,
}

#[function_component]
pub fn DataTable(props: &DataTableProps) -> Html {
    let intl = use_intl();
    let sort = use_state_eq(|| None::<(usize, SortOrder)>);
    let page = use_state_eq(|| 0_usize);
    // Another result begins at its own beginning.
    use_effect_with(props.table.clone(), {
        let (sort, page) = (sort.clone(), page.clone());
        move |_| {
            sort.set(None);
            page.set(0);
        }
    });
    let shown = use_memo((props.table.clone(), props.columns.clone()), |(table, columns)| resolve(table, columns));
    let largest = use_memo(props.table.clone(), |table| table.columns.iter().map(largest).collect::<Vec<f64>>());
    let order = use_memo((props.table.clone(), props.columns.clone(), *sort), |(table, columns, sort)| {
        let columns = resolve(table, columns);
        let column = sort.and_then(|(at, order)| Some((&table.columns[columns.get(at)?.0], order)));
        sorted_rows(table.rows, column)
    });
    let pages = order.len().div_ceil(PAGE_ROWS).max(1);
    let first = (*page).min(pages - 1) * PAGE_ROWS;
    let rows = &order[first..order.len().min(first + PAGE_ROWS)];
    html! {
        <div class="data-table">
            <div class="data-table-scroll" tabindex="0" role="region" aria-label={props.caption.clone()}>
                <table>
                    <caption class="for-readers">{ &props.caption }</caption>
                    <thead>
                        <tr>{ for shown.iter().enumerate().map(|(at, (column, view))| {
                            head(&props.table.columns[*column], view, at, &sort, &page)
                        }) }</tr>
                    </thead>
                    <tbody>
                        { for rows.iter().map(|row| body_row(props, &shown, &largest, *row, &intl)) }
                    </tbody>
                    if !props.foot.is_empty() {
                        <tfoot><tr>
                            { for props.foot.iter().zip(shown.iter()).map(|(text, (column, _))| {
                                let class = alignment(&props.table.columns[*column]);
                                html! { <td {class}>{ text }</td> }
                            }) }
                        </tr></tfoot>
                    }
                </table>
            </div>
            <div class="data-table-foot">
                <span>{ rows_told(order.len(), first, rows.len(), props.is_truncated, &intl) }</span>
                if pages > 1 { { pager(&page, pages) } }
            </div>
        </div>
    }
}

/// Columns to show: place in the result, and the view.
fn resolve(table: &ResultTable, columns: &[ColumnView]) -> Vec<(usize, ColumnView)> {
    if columns.is_empty() {
        return table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| (at, ColumnView::plain(column.name.clone())))
            .collect();
    }
    columns
        .iter()
        .filter_map(|view| {
            let at = table.columns.iter().position(|column| column.name == *view.name)?;
            Some((at, view.clone()))
        })
        .collect()
}

fn alignment(column: &Column) -> &'static str {
    if column.is_number() { "cell-number" } else { "cell-text" }
}

fn head(
    column: &Column,
    view: &ColumnView,
    at: usize,
    sort: &UseStateHandle<Option<(usize, SortOrder)>>,
    page: &UseStateHandle<usize>,
) -> Html {
    let present = (**sort).filter(|(sorted, _)| *sorted == at).map(|(_, order)| order);
    let aria_sort = match present {
        Some(SortOrder::Ascending) => "ascending",
        Some(SortOrder::Descending) => "descending",
        None => "none",
    };
    let next = match (present, column.is_number()) {
        // What is largest is what people look for first.
        (None, true) => Some((at, SortOrder::Descending)),
        (None, false) => Some((at, SortOrder::Ascending)),
        (Some(SortOrder::Descending), true) => Some((at, SortOrder::Ascending)),
        (Some(SortOrder::Ascending), false) => Some((at, SortOrder::Descending)),
        _ => None,
    };
    let onclick = {
        let (sort, page) = (sort.clone(), page.clone());
        Callback::from(move |_: MouseEvent| {
            sort.set(next);
            page.set(0);
        })
    };
    let arrow = present.map(|order| match order {
        SortOrder::Ascending => IconName::ArrowUp,
        SortOrder::Descending => IconName::ArrowDown,
    });
    html! {
        <th scope="col" aria-sort={aria_sort} class={alignment(column)}>
            <button type="button" class="data-table-sort" title={column.data_type.clone()} {onclick}>
                <span>{ &view.label }</span>
                <span class="data-table-arrow">if let Some(name) = arrow { <Icon {name} size={8} /> }</span>
            </button>
        </th>
    }
}

fn body_row(props: &DataTableProps, shown: &[(usize, ColumnView)], largest: &[f64], row: usize, intl: &Intl) -> Html {
    let cells = shown.iter().map(|(at, view)| {
        let column = &props.table.columns[*at];
        match cell_text(column, view, largest[*at], row, intl) {
            Some(text) => html! { <td class={alignment(column)}>{ text }</td> },
            None => html! { <td class={classes!(alignment(column), "cell-null")}>{ "null" }</td> },
        }
    });
    html! { <tr key={row}>{ for cells }</tr> }
}

fn cell_text(column: &Column, view: &ColumnView, largest: f64, row: usize, intl: &Intl) -> Option<String> {
    match (&column.values, &view.format) {
        (Values::Integer(_) | Values::Float(_) | Values::Decimal { .. }, Some((format, currency))) => {
            column.number(row).map(|value| intl.value_beside(value, largest, *format, currency.as_deref()))
        }
        // Identifiers are numbers too, and a grouped or rounded identifier is a wrong one.
        (Values::Integer(_) | Values::Decimal { .. }, None) => column.text(row),
        (Values::Float(_), None) => column.number(row).map(|value| intl.number(value)).or_else(|| column.text(row)),
        (Values::Date(_) | Values::Timestamp { .. }, _) => {
            let text = column.text(row)?;
            Some(match view.date_style {
                Some(style) => intl.date(&text, style),
                None => text,
            })
        }
        _ => column.text(row),
    }
}

fn largest(column: &Column) -> f64 {
    if !column.is_number() {
        return 0.0;
    }
    farthest((0..column.values.len()).filter_map(|row| column.number(row)))
}

/// The value farthest from zero, which decides the digits of its column. One with cents shows cents
/// in all, so a fraction is kept when the largest is a whole number by chance.
pub fn farthest(values: impl Iterator<Item = f64>) -> f64 {
    let (far, has_fraction) = values.fold((0.0_f64, false), |(far, has_fraction), value| {
        (far.max(value.abs()), has_fraction || value.fract() != 0.0)
    });
    if has_fraction && far.fract() == 0.0 { far + 0.5 } else { far }
}

fn rows_told(rows: usize, first: usize, shown: usize, is_truncated: bool, intl: &Intl) -> String {
    let count = |rows: usize| intl.integer(rows as u64);
    let noun = if rows == 1 { "row" } else { "rows" };
    let whole = if is_truncated {
        format!("the first {} {noun}; more exist", count(rows))
    } else {
        format!("{} {noun}", count(rows))
    };
    if shown == rows { whole } else { format!("{} to {} of {whole}", count(first + 1), count(first + shown)) }
}

fn pager(page: &UseStateHandle<usize>, pages: usize) -> Html {
    let at = (**page).min(pages - 1);
    let to = |target: usize| {
        let page = page.clone();
        Callback::from(move |_: MouseEvent| page.set(target))
    };
    html! {
        <span class="pager">
            <button type="button" class="button" disabled={at == 0} onclick={to(at.saturating_sub(1))}>{ "Previous" }</button>
            <span>{ format!("Page {} of {pages}", at + 1) }</span>
            <button type="button" class="button" disabled={at + 1 == pages} onclick={to(at + 1)}>{ "Next" }</button>
        </span>
    }
}

/// Row numbers in order; equal values keep the result's order, and nulls come last either way.
fn sorted_rows(rows: usize, by: Option<(&Column, SortOrder)>) -> Rc<[usize]> {
    let mut order: Vec<usize> = (0..rows).collect();
    if let Some((column, direction)) = by {
        order.sort_by(|a, b| match (column.is_null(*a), column.is_null(*b)) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => match direction {
                SortOrder::Ascending => compare(&column.values, *a, *b),
                SortOrder::Descending => compare(&column.values, *b, *a),
            },
        });
    }
    order.into()
}

fn compare(values: &Values, a: usize, b: usize) -> Ordering {
    match values {
        Values::Integer(v) => v[a].cmp(&v[b]),
        Values::Float(v) => v[a].unwrap_or(f64::NAN).total_cmp(&v[b].unwrap_or(f64::NAN)),
        Values::Decimal { unscaled, .. } => unscaled[a].cmp(&unscaled[b]),
        Values::Date(v) => v[a].cmp(&v[b]),
        Values::Timestamp { at, .. } => at[a].cmp(&at[b]),
        Values::Text(v) | Values::Other(v) => v[a].cmp(&v[b]),
        Values::Boolean(v) => v[a].cmp(&v[b]),
        Values::Null(_) => Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers() -> Column {
        Column {
            name: String::from("n"),
            data_type: String::from("Float64"),
            values: Values::Float(vec![Some(2.0), None, Some(1.0), Some(3.0)]),
        }
    }

    #[test]
    fn nulls_come_last_in_both_directions() {
        let column = numbers();
        assert_eq!(*sorted_rows(4, Some((&column, SortOrder::Ascending))), [2, 0, 3, 1]);
        assert_eq!(*sorted_rows(4, Some((&column, SortOrder::Descending))), [3, 0, 2, 1]);
        assert_eq!(*sorted_rows(4, None), [0, 1, 2, 3]);
    }
}
