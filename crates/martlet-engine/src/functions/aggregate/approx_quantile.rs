//! `approx_quantile(x, 0.5)`: DuckDB's function of that name, by which MetricFlow computes approximate percentiles.
//!
//! Whole numbers and decimals give one of their own kind, rounded. Nulls are left out; of nothing the answer is null.

use arrow::array::{ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, FieldRef, Float64Type, Schema, UInt64Type};
use arrow::record_batch::RecordBatch;
use datafusion::common::{ScalarValue, plan_err};
use datafusion::error::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::format_state_name;
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, ColumnarValue, Signature, Volatility};
use std::sync::Arc;

use super::t_digest::{Centroid, TDigest};

const NAME: &str = "approx_quantile";

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct ApproxQuantile {
    signature: Signature,
}

impl ApproxQuantile {
    pub(super) fn new() -> Self {
        Self { signature: Signature::any(2, Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for ApproxQuantile {
    fn name(&self) -> &str {
        NAME
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        match arguments.first() {
            Some(DataType::Float16 | DataType::Float32 | DataType::Null) => Ok(DataType::Float64),
            Some(number) if number.is_numeric() => Ok(number.clone()),
            other => plan_err!("{NAME} is of numbers, not of {}", other.unwrap_or(&DataType::Null)),
        }
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let numbers = Field::new_list_field(DataType::Float64, true);
        let field = |name: &str| Arc::new(Field::new_list(format_state_name(args.name, name), numbers.clone(), true));
        let merged = Field::new(format_state_name(args.name, "merged"), DataType::UInt64, false);
        Ok(vec![field("means"), field("weights"), Arc::new(merged)])
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let share = match args.exprs.get(1).map(|share| share.evaluate(&RecordBatch::new_empty(Schema::empty().into())))
        {
            // DuckDB takes the share as a short float: 0.9 is a little less there, which decides between whole numbers.
            Some(Ok(ColumnarValue::Scalar(share))) => share.cast_to(&DataType::Float32)?.cast_to(&DataType::Float64)?,
            _ => return plan_err!("the second argument of {NAME} must be a number, not a column"),
        };
        match share {
            ScalarValue::Float64(Some(share)) if (0.0..=1.0).contains(&share) => Ok(Box::new(Quantile {
                digest: TDigest::default(),
                share,
                data_type: args.return_field.data_type().clone(),
            })),
            other => plan_err!("the second argument of {NAME} must lie between 0 and 1, and is {other}"),
        }
    }
}

#[derive(Debug)]
struct Quantile {
    digest: TDigest,
    share: f64,
    data_type: DataType,
}

impl Accumulator for Quantile {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let Some(values) = values.first() else { return Ok(()) };
        let numbers = cast(values, &DataType::Float64)?;
        for mean in numbers.as_primitive::<Float64Type>().iter().flatten() {
            self.digest.add(Centroid { mean, weight: 1.0 });
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let [means, weights, merged] = states else { return Ok(()) };
        let (means, weights) = (means.as_list::<i32>(), weights.as_list::<i32>());
        let merged = merged.as_primitive::<UInt64Type>();
        for ((means, weights), merged) in means.iter().zip(weights.iter()).zip(merged.values()) {
            let (Some(means), Some(weights)) = (means, weights) else { continue };
            let (means, weights) = (means.as_primitive::<Float64Type>(), weights.as_primitive::<Float64Type>());
            let centroids = means.values().iter().zip(weights.values());
            let centroids = centroids.map(|(mean, weight)| Centroid { mean: *mean, weight: *weight });
            self.digest.take_in(usize::try_from(*merged).unwrap_or(usize::MAX), centroids);
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let list = |of: fn(Centroid) -> f64| {
            let (_, centroids) = self.digest.centroids();
            let numbers: Vec<ScalarValue> =
                centroids.map(|centroid| ScalarValue::Float64(Some(of(centroid)))).collect();
            ScalarValue::List(ScalarValue::new_list(&numbers, &DataType::Float64, true))
        };
        let merged = ScalarValue::UInt64(u64::try_from(self.digest.centroids().0).ok());
        Ok(vec![list(|centroid| centroid.mean), list(|centroid| centroid.weight), merged])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let Some(quantile) = self.digest.quantile(self.share) else {
            return ScalarValue::try_from(&self.data_type);
        };
        let quantile = if self.data_type.is_integer() { quantile.round_ties_even() } else { quantile };
        ScalarValue::Float64(Some(quantile)).cast_to(&self.data_type)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.digest.size()
    }
}
