//! `+`, `-` and `*` of whole numbers of one type, and of decimals, which fail where the result does not fit into its type.
//!
//! DataFusion's own operators go on from the other end of the type, and give decimals more digits than they may have. Not to be called by name: `sql/arithmetic.rs` puts
//! these in their place.

use arrow::{
    array::{Array, ArrayRef, AsArray, Datum},
    compute::kernels::numeric::{add, mul, sub},
    datatypes::{DataType, Decimal128Type},
    error::ArrowError,
};
use datafusion::{
    common::{exec_err, plan_err},
    error::Result,
    logical_expr::{
        ColumnarValue, Operator, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
        type_coercion::binary::BinaryTypeCoercer,
    },
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
            [left @ DataType::Decimal128(..), right @ DataType::Decimal128(..)] => {
                BinaryTypeCoercer::new(left, &self.operator, right).get_result_type()
            }
            other => plan_err!("{} is of two numbers of one kind, not of {other:?}", self.name()),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [left, right] = args.args.as_slice() else { return exec_err!("{} takes two numbers", self.name()) };
        let kernel: fn(&dyn Datum, &dyn Datum) -> Result<ArrayRef, ArrowError> = match self.operator {
            Operator::Plus => add,
            Operator::Minus => sub,
            _ => mul,
        };
        apply(left, right, |left, right| fitting(kernel(left, right)?))
    }
}

fn fitting(result: ArrayRef) -> Result<ArrayRef, ArrowError> {
    if let DataType::Decimal128(precision, _) = result.data_type() {
        let decimals = result.as_primitive::<Decimal128Type>();
        decimals.validate_decimal_precision(*precision).map_err(|_| {
            ArrowError::ArithmeticOverflow(format!("a result does not fit into {}", result.data_type()))
        })?;
    }
    Ok(result)
}
