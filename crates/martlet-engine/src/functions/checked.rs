//! `+`, `-` and `*` of whole numbers of one type, which fail where the result does not fit into it.
//!
//! DataFusion's own operators go on from the other end of the type. Not to be called by name: `sql/arithmetic.rs` puts
//! these in their place.

use arrow::{
    array::{ArrayRef, Datum},
    compute::kernels::numeric::{add, mul, sub},
    datatypes::DataType,
    error::ArrowError,
};
use datafusion::{
    common::{exec_err, plan_err},
    error::Result,
    logical_expr::{ColumnarValue, Operator, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
    physical_expr_common::datum::apply,
};

#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct Checked {
    operator: Operator,
    signature: Signature,
}

impl Checked {
    /// `None` for operators that are not checked.
    pub(crate) fn new(operator: Operator) -> Option<Self> {
        matches!(operator, Operator::Plus | Operator::Minus | Operator::Multiply)
            .then(|| Self { operator, signature: Signature::any(2, Volatility::Immutable) })
    }
}

impl ScalarUDFImpl for Checked {
    fn name(&self) -> &str {
        match self.operator {
            Operator::Plus => "checked_add",
            Operator::Minus => "checked_subtract",
            _ => "checked_multiply",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        match arguments {
            [left, right] if left == right && left.is_integer() => Ok(left.clone()),
            other => plan_err!("{} is of two whole numbers of one type, not of {other:?}", self.name()),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [left, right] = args.args.as_slice() else { return exec_err!("{} takes two numbers", self.name()) };
        let kernel: fn(&dyn Datum, &dyn Datum) -> Result<ArrayRef, ArrowError> = match self.operator {
            Operator::Plus => add,
            Operator::Minus => sub,
            _ => mul,
        };
        apply(left, right, kernel)
    }
}
