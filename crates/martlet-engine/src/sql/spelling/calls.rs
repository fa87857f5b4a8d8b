//! Calls of functions by the names that DuckDB has for them.

use datafusion::sql::sqlparser::ast::{
    CastKind, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, ObjectName, UnaryOperator,
};

use super::{
    pattern, quoted,
    table::{CALLS, LIST_AGGREGATES, NAMES, PARTS},
    template::filled,
    text, time_format, time_unit,
};

pub(super) fn written_out(function: &Function) -> Option<Expr> {
    let [name] = function.name.0.as_slice() else { return None };
    let name = name.as_ident()?.value.to_ascii_lowercase();
    if let ("base64" | "to_base64", Some([blob])) = (name.as_str(), plain_arguments(function).as_deref())
        && text(blob).is_some_and(|text| text.is_ascii() && !text.contains('\\'))
    {
        return filled("base64(blob_of_text($1))", &[blob]);
    }
    if let Some((_, known)) = NAMES.iter().find(|(other, _)| *other == name) {
        return Some(renamed(function, known));
    }
    let arguments = plain_arguments(function)?;
    if let Some((_, _, template)) = CALLS.iter().find(|(known, count, _)| *known == name && *count == arguments.len()) {
        return filled(template, &arguments);
    }
    match (name.as_str(), arguments.as_slice()) {
        (part, [time]) if PARTS.contains(&part) => part_of(time_unit::canonical(part)?, time),
        ("date_part" | "datepart", [part, time]) => date_part(text(part)?, time),
        ("date_trunc" | "datetrunc", [unit, time]) => date_trunc(text(unit)?, time),
        ("date_diff" | "datediff", [unit, from, to]) => between("date_diff", &name, unit, from, to),
        ("date_sub" | "datesub", [unit, from, to]) => between("date_sub", &name, unit, from, to),
        ("decode", [blob, option]) if text(option) == Some("strict") => filled("text_of_blob($1)", &[blob]),
        ("list_aggregate" | "list_aggr" | "array_aggregate" | "array_aggr", [list, aggregate]) => {
            let aggregate = text(aggregate)?.to_ascii_lowercase();
            let (_, template) = LIST_AGGREGATES.iter().find(|(name, _)| *name == aggregate)?;
            filled(template, &[list])
        }
        ("regexp_full_match", [_, _, options]) => pattern::full_match(&arguments, text(options)?),
        ("regexp_matches", [_, _, options]) => pattern::matches(&arguments, text(options)?),
        ("regexp_replace", arguments) => pattern::replaced(arguments),
        ("strftime", [time, format]) => {
            let (time, format) = if text(time).is_some() { (format, time) } else { (time, format) };
            filled("to_char($1, $2)", &[time, &quoted(&time_format::for_to_char(text(format)?)?)])
        }
        ("string_to_array", [_, _]) => Some(renamed(function, "string_split")),
        ("substr" | "substring", arguments) => from_the_end(arguments),
        ("try", [tried]) => without_error(tried),
        (name, [number]) => {
            let unit = name.strip_prefix("to_").filter(|unit| unit.len() > 2 && unit.ends_with(['s', 'a']))?;
            time_unit::times(time_unit::canonical(unit)?, number)
        }
        _ => None,
    }
}

/// What can fail in one way alone, for which there is a form that gives null.
fn without_error(tried: &Expr) -> Option<Expr> {
    let is_sure = |expr: &Expr| {
        matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_) | Expr::Value(_) | Expr::TypedString(_))
    };
    match tried {
        Expr::Nested(inner) => without_error(inner),
        Expr::Cast { kind: CastKind::Cast | CastKind::DoubleColon, expr, data_type, array, format }
            if is_sure(expr) =>
        {
            let (expr, data_type, format) = (expr.clone(), data_type.clone(), format.clone());
            Some(Expr::Cast { kind: CastKind::TryCast, expr, data_type, array: *array, format })
        }
        Expr::Function(function) if function.name.to_string().eq_ignore_ascii_case("strptime") => {
            let arguments = plain_arguments(function)?;
            arguments.iter().all(|argument| is_sure(argument)).then(|| renamed(function, "try_strptime"))
        }
        _ => None,
    }
}

fn renamed(function: &Function, name: &str) -> Expr {
    let name = ObjectName::from(vec![Ident::new(name)]);
    Expr::Function(Function { name, ..function.clone() })
}

/// `None` for calls with names, orders, filters, windows and the like.
fn plain_arguments(function: &Function) -> Option<Vec<&Expr>> {
    let FunctionArguments::List(list) = &function.args else { return None };
    let is_plain = matches!(function.parameters, FunctionArguments::None)
        && function.filter.is_none()
        && function.null_treatment.is_none()
        && function.over.is_none()
        && function.within_group.is_empty()
        && list.duplicate_treatment.is_none()
        && list.clauses.is_empty();
    let argument = |argument: &'_ FunctionArg| matches!(argument, FunctionArg::Unnamed(FunctionArgExpr::Expr(_)));
    if !is_plain || !list.args.iter().all(argument) {
        return None;
    }
    let expressions = list.args.iter().filter_map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    });
    Some(expressions.collect())
}

/// Where DataFusion does not know the part by this name.
pub(super) fn date_part(part: &str, time: &Expr) -> Option<Expr> {
    let canonical = time_unit::canonical(part)?;
    let is_known = part.eq_ignore_ascii_case(canonical)
        && !matches!(canonical, "decade" | "century" | "millennium" | "yearweek" | "era" | "julian");
    if is_known { None } else { part_of(canonical, time) }
}

fn part_of(part: &str, time: &Expr) -> Option<Expr> {
    match part {
        // Years before the first are not foreseen.
        "decade" => filled("(date_part('year', $1) / 10)", &[time]),
        "century" => filled("((date_part('year', $1) + 99) / 100)", &[time]),
        "millennium" => filled("((date_part('year', $1) + 999) / 1000)", &[time]),
        "yearweek" => filled("(date_part('isoyear', $1) * 100 + date_part('week', $1))", &[time]),
        "era" => {
            filled("CASE WHEN date_part('year', $1) > 0 THEN 1 WHEN date_part('year', $1) <= 0 THEN 0 END", &[time])
        }
        "julian" => filled("(date_part('epoch', $1) / 86400 + 2440588)", &[time]),
        part => filled("date_part($2, $1)", &[time, &quoted(part)]),
    }
}

fn date_trunc(unit: &str, time: &Expr) -> Option<Expr> {
    let canonical = time_unit::canonical(unit)?;
    if canonical == "decade" {
        return filled("(date_trunc('year', $1) - (date_part('year', $1) % 10) * INTERVAL '1 year')", &[time]);
    }
    if let Some(years) =
        [("century", 100), ("millennium", 1_000)].iter().find(|(unit, _)| *unit == canonical).map(|(_, years)| years)
    {
        let template = format!("(date_trunc('year', $1) - (date_part('year', $1) % {years}) * INTERVAL '1 year')");
        return filled(&template, &[time]);
    }
    if unit.eq_ignore_ascii_case(canonical) { None } else { filled("date_trunc($2, $1)", &[time, &quoted(canonical)]) }
}

fn between(function: &str, called: &str, unit: &Expr, from: &Expr, to: &Expr) -> Option<Expr> {
    let written = text(unit)?;
    let canonical = time_unit::canonical(written)?;
    if function == called && canonical == written {
        return None;
    }
    filled(&format!("{function}($1, $2, $3)"), &[&quoted(canonical), from, to])
}

/// A literal start below zero counts from the end of the text, and so does what is computed.
pub(super) fn from_the_end(arguments: &[&Expr]) -> Option<Expr> {
    let (text, start, length) = match arguments {
        [text, start] => (text, start, None),
        [text, start, length] => (text, start, Some(length)),
        _ => return None,
    };
    let is_literal = |expr: &Expr| matches!(expr, Expr::Value(_));
    match (start, length) {
        (start, length) if is_literal(start) && length.is_none_or(|length| is_literal(length)) => None,
        (Expr::UnaryOp { op: UnaryOperator::Minus, expr: start }, None) if is_literal(start) => {
            filled("right($1, $2)", &[text, start])
        }
        (_, None) => filled("substr_from($1, $2)", arguments),
        (_, Some(_)) => filled("substr_from($1, $2, $3)", arguments),
    }
}
