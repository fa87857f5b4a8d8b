//! Parses one call: `Dimension('a__b', entity_path=['c']).grain('month')`.
//!
//! The calls and their arguments are those of dbt's templates for filters and for saved queries.

use crate::sql::token::{Token, TokenKind, tokens};

/// A parsed call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) kind: CallKind,
    pub(crate) name: String,
    pub(crate) grain: Option<String>,
    pub(crate) date_part: Option<String>,
    /// Entities to put before the name.
    pub(crate) entity_path: Vec<String>,
    /// For metrics: by what they are grouped.
    pub(crate) group_by: Vec<String>,
    /// As the argument or `.descending(..)` says, which orders know.
    pub(crate) descending: Option<bool>,
    /// `.descending(..)` is there, whatever it says.
    pub(crate) calls_descending: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallKind {
    Dimension,
    TimeDimension,
    Entity,
    Metric,
}

impl CallKind {
    /// The names of the arguments, in order.
    fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Dimension => &["name", "entity_path"],
            Self::TimeDimension => {
                &["time_dimension_name", "time_granularity_name", "entity_path", "descending", "date_part_name"]
            }
            Self::Entity => &["entity_name", "entity_path"],
            Self::Metric => &["metric_name", "group_by"],
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Text(String),
    List(Vec<Self>),
    Tuple(Vec<Self>),
    /// Without keys.
    Dictionary,
    Truth(bool),
    Number {
        is_zero: bool,
    },
    None,
}

impl Value {
    /// What Python takes for true. MetricFlow's `descending` may be any value that can be a key of a dictionary.
    fn truth(&self) -> Result<bool, String> {
        match self {
            Self::Text(text) => Ok(!text.is_empty()),
            Self::List(items) if !items.is_empty() => Err("`descending` takes no list".to_owned()),
            Self::Tuple(items) => {
                items.iter().try_for_each(|item| item.truth().map(|_| ())).map(|()| !items.is_empty())
            }
            Self::Truth(truth) => Ok(*truth),
            Self::Number { is_zero } => Ok(!is_zero),
            Self::List(_) | Self::Dictionary | Self::None => Ok(false),
        }
    }

    /// Names in a list.
    fn into_names(self) -> Option<Vec<String>> {
        let (Self::List(items) | Self::Tuple(items)) = self else { return None };
        let name = |item| match item {
            Self::Text(name) => Some(name),
            _ => None,
        };
        items.into_iter().map(name).collect()
    }
}

struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
}

/// Parses the text between the braces.
pub(crate) fn parse_call(text: &str) -> Result<Call, String> {
    let tokens = tokens(text).into_iter().filter(|token| token.kind != TokenKind::Space).collect();
    let mut parser = Parser { tokens, at: 0 };
    let call = parser.call()?;
    if parser.at < parser.tokens.len() {
        return Err(format!("`{}` was not expected", parser.text()));
    }
    Ok(call)
}

impl Parser<'_> {
    fn text(&self) -> &str {
        self.tokens.get(self.at).map_or("", |token| token.text)
    }

    fn kind(&self) -> Option<TokenKind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.text() == text;
        if found {
            self.at += 1;
        }
        found
    }

    fn need(&mut self, text: &str) -> Result<(), String> {
        if self.take(text) { Ok(()) } else { Err(format!("expected `{text}` before `{}`", self.text())) }
    }

    fn word(&mut self) -> Result<String, String> {
        if self.kind() == Some(TokenKind::Word) {
            let word = self.text().to_owned();
            self.at += 1;
            Ok(word)
        } else {
            Err(format!("expected a name before `{}`", self.text()))
        }
    }

    fn call(&mut self) -> Result<Call, String> {
        let function = self.word()?;
        let kind = match function.as_str() {
            "Dimension" => CallKind::Dimension,
            "TimeDimension" => CallKind::TimeDimension,
            "Entity" => CallKind::Entity,
            "Metric" => CallKind::Metric,
            other => return Err(format!("there is Dimension, TimeDimension, Entity and Metric, but no `{other}`")),
        };
        let mut call = Call {
            kind,
            name: String::new(),
            grain: None,
            date_part: None,
            entity_path: Vec::new(),
            group_by: Vec::new(),
            descending: None,
            calls_descending: false,
        };
        let parameters = kind.parameters();
        for (position, (keyword, value)) in self.arguments()?.into_iter().enumerate() {
            let parameter = match &keyword {
                Some(keyword) => parameters.iter().find(|known| *known == keyword),
                None => parameters.get(position),
            };
            let parameter = parameter.ok_or_else(|| match keyword {
                Some(keyword) => format!("`{function}` has no argument `{keyword}`"),
                None => format!("`{function}` has too many arguments"),
            })?;
            set(&mut call, &function, parameter, value)?;
        }
        while self.take(".") {
            let method = self.word()?;
            let arguments = self.arguments()?;
            let parameter = match method.as_str() {
                "grain" => "time_granularity",
                "date_part" => "date_part_name",
                _ => "_is_descending",
            };
            if let Some((Some(keyword), _)) =
                arguments.iter().find(|(keyword, _)| keyword.as_ref().is_some_and(|keyword| keyword != parameter))
            {
                return Err(format!("`.{method}(..)` has no argument `{keyword}`"));
            }
            let mut arguments = arguments.into_iter().map(|(_, value)| value);
            match (method.as_str(), kind, arguments.next(), arguments.next()) {
                ("grain", CallKind::Dimension, Some(Value::Text(grain)), None) => call.grain = Some(grain),
                ("date_part", CallKind::Dimension, Some(Value::Text(part)), None) => call.date_part = Some(part),
                ("grain" | "date_part", CallKind::TimeDimension, ..) => {
                    return Err("`TimeDimension` takes its grain and date part as arguments".to_owned());
                }
                ("descending", _, Some(value), None) => {
                    call.calls_descending = true;
                    // What is not true takes nothing back.
                    if value.truth()? {
                        call.descending = Some(true);
                    }
                }
                (method, ..) => {
                    return Err(format!("`.{method}(..)` is not known for `{function}`, or has wrong arguments"));
                }
            }
        }
        if call.name.is_empty() {
            return Err(format!("`{function}` needs a name"));
        }
        Ok(call)
    }

    fn arguments(&mut self) -> Result<Vec<(Option<String>, Value)>, String> {
        self.need("(")?;
        let mut arguments = Vec::new();
        while !self.take(")") {
            let keyword = if self.tokens.get(self.at + 1).is_some_and(|next| next.text == "=") {
                let word = self.word()?;
                self.at += 1;
                Some(word)
            } else {
                None
            };
            arguments.push((keyword, self.value()?));
            if !self.take(",") && self.text() != ")" {
                return Err(format!("expected `,` or `)` before `{}`", self.text()));
            }
        }
        Ok(arguments)
    }

    fn value(&mut self) -> Result<Value, String> {
        match self.text() {
            "[" => return self.items("]").map(|(items, _)| Value::List(items)),
            "(" => {
                let (mut items, has_comma) = self.items(")")?;
                let alone = if has_comma { None } else { items.pop() };
                return Ok(alone.unwrap_or(Value::Tuple(items)));
            }
            "{" => {
                self.at += 1;
                return self.need("}").map(|()| Value::Dictionary);
            }
            "True" | "true" => return Ok(self.skip(Value::Truth(true))),
            "False" | "false" => return Ok(self.skip(Value::Truth(false))),
            "None" | "none" => return Ok(self.skip(Value::None)),
            "+" | "-" => self.at += 1,
            _ if self.kind() != Some(TokenKind::Number) => return self.string().map(Value::Text),
            _ => {}
        }
        let is_zero = is_zero(self.text()).ok_or_else(|| format!("`{}` is no number", self.text()))?;
        Ok(self.skip(Value::Number { is_zero }))
    }

    /// The values up to the closing sign, and whether there is a comma.
    fn items(&mut self, close: &str) -> Result<(Vec<Value>, bool), String> {
        self.at += 1;
        let (mut items, mut has_comma) = (Vec::new(), false);
        while !self.take(close) {
            items.push(self.value()?);
            if self.take(",") {
                has_comma = true;
            } else if self.text() != close {
                return Err(format!("expected `,` or `{close}` before `{}`", self.text()));
            }
        }
        Ok((items, has_comma))
    }

    fn skip(&mut self, value: Value) -> Value {
        self.at += 1;
        value
    }

    /// A text; several in a row are one.
    fn string(&mut self) -> Result<String, String> {
        let mut whole = String::new();
        let start = self.at;
        while let Some(token) = self.tokens.get(self.at) {
            let quote = token.text.chars().next().unwrap_or_default();
            if !matches!(token.kind, TokenKind::Text | TokenKind::QuotedName) || quote == '`' {
                break;
            }
            let inner = token.text.get(1..token.text.len().saturating_sub(1)).unwrap_or_default();
            whole.push_str(&inner.replace(&format!("{quote}{quote}"), ""));
            self.at += 1;
        }
        if self.at > start { Ok(whole) } else { Err(format!("expected a quoted text before `{}`", self.text())) }
    }
}

/// Whether a number as Jinja writes it is 0; `None` if it is none.
fn is_zero(number: &str) -> Option<bool> {
    let number = number.to_lowercase().replace('_', "");
    let radixes = [("0x", 16), ("0o", 8), ("0b", 2)];
    match radixes.iter().find_map(|(prefix, radix)| Some((number.strip_prefix(prefix)?, *radix))) {
        Some((digits, radix)) => u64::from_str_radix(digits, radix).ok().map(|number| number == 0),
        None => number.parse::<f64>().ok().map(|number| number == 0.0),
    }
}

fn set(call: &mut Call, function: &str, parameter: &str, value: Value) -> Result<(), String> {
    match (parameter, value) {
        ("time_granularity_name" | "date_part_name" | "descending", Value::None) => {}
        ("descending", value) => call.descending = Some(value.truth()?),
        ("name" | "time_dimension_name" | "entity_name" | "metric_name", Value::Text(name)) => {
            call.name = in_small_letters(name)?;
        }
        ("time_granularity_name", Value::Text(grain)) => call.grain = Some(grain).filter(|grain| !grain.is_empty()),
        ("date_part_name", Value::Text(part)) => call.date_part = Some(part),
        (parameter @ ("entity_path" | "group_by"), value) => {
            let names =
                value.into_names().ok_or_else(|| format!("`{function}` takes a list of names as `{parameter}`"))?;
            let names = names.into_iter().map(in_small_letters).collect::<Result<Vec<_>, _>>()?;
            if parameter == "group_by" {
                call.group_by = names;
            } else {
                call.entity_path = names.iter().flat_map(|name| name.split("__")).map(str::to_owned).collect();
            }
        }
        (parameter, _) => return Err(format!("`{function}` has no argument `{parameter}` of that kind")),
    }
    Ok(())
}

/// Names in templates are taken letter by letter, and dbt's names have no capitals.
fn in_small_letters(name: String) -> Result<String, String> {
    let lower = name.to_lowercase();
    if lower == name { Ok(name) } else { Err(format!("names in templates have no capitals: '{lower}'")) }
}
