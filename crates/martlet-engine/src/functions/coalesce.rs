//! `coalesce`: DataFusion's own, and a day or moment beside texts stays one: `coalesce(day, '2020-01-01')`.

use arrow::datatypes::{DataType, FieldRef};
use datafusion::{
    error::Result,
    functions::core::coalesce::CoalesceFunc,
    logical_expr::{
        ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature,
        simplify::{ExprSimplifyResult, SimplifyContext},
    },
};

#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Coalesce {
    inner: CoalesceFunc,
}

impl ScalarUDFImpl for Coalesce {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let is_time = |kind: &&DataType| matches!(kind, DataType::Date32 | DataType::Timestamp(..));
        let times: Vec<DataType> = given.iter().filter(is_time).cloned().collect();
        let are_texts = given.iter().all(|kind| is_time(&kind) || kind.is_string() || kind.is_null());
        if times.is_empty() || !are_texts {
            return self.inner.coerce_types(given);
        }
        let common = self.inner.coerce_types(&times)?.into_iter().next();
        Ok(vec![common.unwrap_or(DataType::Date32); given.len()])
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        self.inner.return_type(arguments)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        self.inner.return_field_from_args(args)
    }

    fn simplify(&self, args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        self.inner.simplify(args, info)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        self.inner.invoke_with_args(args)
    }

    fn conditional_arguments<'a>(&self, args: &'a [Expr]) -> Option<(Vec<&'a Expr>, Vec<&'a Expr>)> {
        self.inner.conditional_arguments(args)
    }

    fn short_circuits(&self) -> bool {
        self.inner.short_circuits()
    }
}
