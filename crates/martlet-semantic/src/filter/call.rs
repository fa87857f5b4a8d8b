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
    /// As `.descending(..)` says, which orders know.
    pub(crate) descending: Option<bool>,
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
    List(Vec<String>),
    Truth(bool),
    None,
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
            if let Some((Some(keyword), _)) = arguments.iter().find(|(keyword, _)| keyword.is_some()) {
                return Err(format!("`.{method}(..)` has no argument `{keyword}`"));
            }
            let mut arguments = arguments.into_iter().map(|(_, value)| value);
            match (method.as_str(), kind, arguments.next(), arguments.next()) {
                ("grain", CallKind::Dimension, Some(Value::Text(grain)), None) => call.grain = Some(grain),
                ("date_part", CallKind::Dimension, Some(Value::Text(part)), None) => call.date_part = Some(part),
                ("grain" | "date_part", CallKind::TimeDimension, ..) => {
                    return Err("`TimeDimension` takes its grain and date part as arguments".to_owned());
                }
                ("descending", _, Some(Value::Truth(descending)), None) => call.descending = Some(descending),
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
        let close = match self.text() {
            "[" => "]",
            "(" => ")",
            "True" | "true" => return Ok(self.skip(Value::Truth(true))),
            "False" | "false" => return Ok(self.skip(Value::Truth(false))),
            "None" | "none" => return Ok(self.skip(Value::None)),
            _ => return self.string().map(Value::Text),
        };
        self.at += 1;
        let mut items = Vec::new();
        while !self.take(close) {
            items.push(self.string()?);
            if !self.take(",") && self.text() != close {
                return Err(format!("expected `,` or `{close}` before `{}`", self.text()));
            }
        }
        Ok(Value::List(items))
    }

    fn skip(&mut self, value: Value) -> Value {
        self.at += 1;
        value
    }

    fn string(&mut self) -> Result<String, String> {
        let text = self.text();
        let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default().to_owned();
        let is_text = matches!(self.kind(), Some(TokenKind::Text | TokenKind::QuotedName)) && !text.starts_with('`');
        if is_text {
            self.at += 1;
            Ok(inner)
        } else {
            Err(format!("expected a quoted text before `{text}`"))
        }
    }
}

fn set(call: &mut Call, function: &str, parameter: &str, value: Value) -> Result<(), String> {
    match (parameter, value) {
        ("time_granularity_name" | "date_part_name" | "descending", Value::None) => {}
        ("name" | "time_dimension_name" | "entity_name" | "metric_name", Value::Text(name)) => {
            call.name = in_small_letters(name)?;
        }
        ("time_granularity_name", Value::Text(grain)) => call.grain = Some(grain).filter(|grain| !grain.is_empty()),
        ("date_part_name", Value::Text(part)) => call.date_part = Some(part),
        ("entity_path", Value::List(path)) => {
            let links = path.iter().flat_map(|link| link.split("__")).map(str::to_owned);
            call.entity_path = links.map(in_small_letters).collect::<Result<_, _>>()?;
        }
        ("group_by", Value::List(group_by)) => {
            call.group_by = group_by.into_iter().map(in_small_letters).collect::<Result<_, _>>()?;
        }
        ("descending", Value::Truth(descending)) => call.descending = Some(descending),
        (parameter, _) => return Err(format!("`{function}` has no argument `{parameter}` of that kind")),
    }
    Ok(())
}

/// Names in templates are taken letter by letter, and dbt's names have no capitals.
fn in_small_letters(name: String) -> Result<String, String> {
    let lower = name.to_lowercase();
    if lower == name { Ok(name) } else { Err(format!("names in templates have no capitals: '{lower}'")) }
}
