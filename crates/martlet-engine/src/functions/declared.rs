//! Scalar functions that are declared: a name, what each argument is, what comes out, and how it is computed.
//!
//! In: arguments of any types. Out: arrays of the type that the declaration names; null where an argument is null, unless
//! the computation says otherwise. Texts of every encoding, also dictionaries, reach the computation as plain ones.

use std::hash::{Hash, Hasher};

use arrow::{
    array::ArrayRef,
    datatypes::{DataType, IntervalUnit, TimeUnit},
};
use datafusion::{
    common::plan_err,
    error::Result,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use super::each::over_arrays;

pub(super) const MOMENT: DataType = DataType::Timestamp(TimeUnit::Microsecond, None);
pub(super) const INTERVAL: DataType = DataType::Interval(IntervalUnit::MonthDayNano);

/// What an argument can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Blob,
    Boolean,
    Whole,
    Number,
    /// A day or a moment, as a moment.
    Moment,
    /// A day stays one.
    Time,
    Interval,
    Texts,
}

impl Kind {
    /// What a value of this type becomes; `None` where it is of another kind.
    fn of(self, given: &DataType) -> Option<DataType> {
        let is_null = given.is_null();
        match (self, given) {
            (kind, DataType::Dictionary(_, value)) => kind.of(value),
            (Self::Text, _) if given.is_string() || is_null => Some(DataType::Utf8),
            (Self::Blob, _) if given.is_binary() || is_null => Some(DataType::Binary),
            (Self::Boolean, DataType::Boolean | DataType::Null) => Some(DataType::Boolean),
            (Self::Whole, _) if given.is_integer() || is_null => Some(DataType::Int64),
            (Self::Number, _) if given.is_numeric() || is_null => Some(DataType::Float64),
            (Self::Moment, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..)) => Some(MOMENT),
            (Self::Moment, _) if given.is_string() || is_null => Some(MOMENT),
            (Self::Time, DataType::Date32 | DataType::Date64) => Some(DataType::Date32),
            (Self::Time, DataType::Timestamp(..)) => Some(MOMENT),
            (Self::Time, _) if is_null => Some(MOMENT),
            (Self::Interval, DataType::Interval(_)) => Some(INTERVAL),
            (Self::Interval, _) if given.is_string() || is_null => Some(INTERVAL),
            (Self::Texts, DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _))
                if item.data_type().is_string() =>
            {
                Some(texts())
            }
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Blob => "blob",
            Self::Boolean => "boolean",
            Self::Whole => "whole number",
            Self::Number => "number",
            Self::Moment | Self::Time => "date or timestamp",
            Self::Interval => "interval",
            Self::Texts => "list of texts",
        }
    }
}

/// A list of texts.
pub(super) fn texts() -> DataType {
    DataType::new_list(DataType::Utf8, true)
}

/// The declaration of a function.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) name: &'static str,
    /// One for each number or kind of arguments; the first that fits is taken.
    pub(super) takes: &'static [&'static [Kind]],
    pub(super) gives: fn(&[DataType]) -> DataType,
    pub(super) compute: fn(&[ArrayRef]) -> Result<ArrayRef>,
}

#[derive(Debug)]
pub(super) struct DeclaredFunction {
    declared: &'static Declared,
    signature: Signature,
}

impl From<&'static Declared> for DeclaredFunction {
    fn from(declared: &'static Declared) -> Self {
        Self { declared, signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl PartialEq for DeclaredFunction {
    fn eq(&self, other: &Self) -> bool {
        self.declared.name == other.declared.name
    }
}

impl Eq for DeclaredFunction {}

impl Hash for DeclaredFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.declared.name.hash(state);
    }
}

impl ScalarUDFImpl for DeclaredFunction {
    fn name(&self) -> &'static str {
        self.declared.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let fitting = |kinds: &&[Kind]| -> Option<Vec<DataType>> {
            (kinds.len() == given.len())
                .then(|| kinds.iter().zip(given).map(|(kind, given)| kind.of(given)).collect())?
        };
        match self.declared.takes.iter().find_map(fitting) {
            Some(types) => Ok(types),
            None => plan_err!("{} takes {}", self.declared.name, takes(self.declared)),
        }
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        Ok((self.declared.gives)(arguments))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        over_arrays(&args, self.declared.compute)
    }
}

/// `(text, text) or (text, whole number)`.
fn takes(declared: &Declared) -> String {
    let alternatives: Vec<String> = declared
        .takes
        .iter()
        .map(|kinds| format!("({})", kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")))
        .collect();
    alternatives.join(" or ")
}
