//! Where an error lies, in the words of who wrote the expression.
//!
//! In: an error about SQL that was made of expressions, and these expressions. Out: the same error, said of the expression
//! in which it lies. An error that lies in none of them stays as it is.

use std::fmt;

use crate::{EngineError, sql};

/// An expression that a person wrote, and that became part of the SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// Whose it is: `the filter of metric 'revenue'`.
    pub owner: String,
    /// As it was written.
    pub text: String,
    /// As it stands in the SQL, with a name at the place of each template.
    pub sql: String,
}

/// The expression in which an error lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub owner: String,
    pub text: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}`", self.owner, self.text)
    }
}

impl EngineError {
    /// The same error, said of the first of the expressions in which it lies.
    #[must_use]
    pub fn in_expressions(self, expressions: &[Expression]) -> Self {
        let found = match &self {
            Self::Syntax { .. } | Self::DuckDbSyntax { .. } | Self::SeveralStatements { .. } => {
                expressions.iter().find_map(|expression| Some((in_own_words(expression)?, expression)))
            }
            Self::UnknownFunction { name, .. }
            | Self::FunctionArguments { name, .. }
            | Self::UnknownType { name, .. } => {
                let is_in = |expression: &&Expression| sql::mentions(&expression.sql, name);
                expressions.iter().find(is_in).map(|expression| (self.clone(), expression))
            }
            Self::NotComparable { name, .. } | Self::NotReadAs { name, .. } => {
                of_column(&self, name.as_deref(), expressions)
            }
            // Another operator of its kind may be in the SQL around them.
            Self::OperatorArguments { operator, .. } => {
                let mut having = expressions.iter().filter(|expression| sql::has_operator(&expression.sql, operator));
                match (having.next(), having.next()) {
                    (Some(expression), None) => Some((self.clone(), expression)),
                    _ => None,
                }
            }
            _ => None,
        };
        match found {
            Some((error, Expression { owner, text, .. })) => {
                let place = Place { owner: owner.clone(), text: text.clone() };
                Self::InExpression { error: Box::new(error), place }
            }
            None => self,
        }
    }
}

/// The one expression in which a comparison about the column can be. Its name is among the words that were written, or
/// within a template's text; without one that has it, the only expression that has the operator or the text.
fn of_column<'e>(
    error: &EngineError,
    name: Option<&str>,
    expressions: &'e [Expression],
) -> Option<(EngineError, &'e Expression)> {
    let has_sign = |expression: &&Expression| match error {
        EngineError::NotComparable { operator, .. } => sql::has_operator(&expression.sql, operator),
        EngineError::NotReadAs { text, is_stored: false, .. } => expression.sql.contains(&format!("'{text}'")),
        _ => true,
    };
    let names = |expression: &&Expression| name.is_some_and(|name| has_word(&expression.text, name));
    let candidates: Vec<&Expression> = expressions.iter().filter(has_sign).collect();
    let named: Vec<&Expression> = candidates.iter().copied().filter(|expression| names(expression)).collect();
    match (named.as_slice(), candidates.as_slice()) {
        ([expression, ..], _) | ([], [expression]) => Some((error.clone(), expression)),
        _ => None,
    }
}

/// Whether the name stands in what was written, by itself or behind an entity.
fn has_word(text: &str, name: &str) -> bool {
    let behind_entity = format!("__{name}");
    let mut words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words.any(|word| word == name || word.ends_with(&behind_entity))
}

/// A place that is counted in other letters than those that were written says nothing.
fn in_own_words(expression: &Expression) -> Option<EngineError> {
    match sql::expression_error(&expression.sql)? {
        EngineError::Syntax { message, .. } if expression.sql != expression.text => {
            Some(EngineError::Syntax { message, position: None })
        }
        error => Some(error),
    }
}
