//! Functions of doubles that DataFusion lacks or refuses a value of: `sqrt`, `ln`, `log10`, `log2`, `gamma`, `lgamma`,
//! `nextafter`.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, Float64Array},
    datatypes::{DataType, Float64Type},
};
use datafusion::error::Result;

use super::{
    declared::{Declared, Kind},
    each::argument,
};

const fn of_one(name: &'static str, compute: fn(&[ArrayRef]) -> Result<ArrayRef>) -> Declared {
    Declared { name, takes: &[&[Kind::Number]], gives: |_| DataType::Float64, compute }
}

/// What is no number stays none: the root of -1.
pub(super) const SQRT: Declared = of_one("sqrt", |arrays| unary(arrays, f64::sqrt));
pub(super) const LN: Declared = of_one("ln", |arrays| unary(arrays, f64::ln));
pub(super) const LOG10: Declared = of_one("log10", |arrays| unary(arrays, f64::log10));
pub(super) const LOG2: Declared = of_one("log2", |arrays| unary(arrays, f64::log2));

pub(super) const GAMMA: Declared = of_one("gamma", |arrays| unary(arrays, libm::tgamma));
pub(super) const LGAMMA: Declared = of_one("lgamma", |arrays| unary(arrays, libm::lgamma));

pub(super) const NEXTAFTER: Declared = Declared {
    name: "nextafter",
    takes: &[&[Kind::Number, Kind::Number]],
    gives: |_| DataType::Float64,
    compute: |arrays| {
        let from = argument(arrays, 0)?.as_primitive::<Float64Type>();
        let to = argument(arrays, 1)?.as_primitive::<Float64Type>();
        let next = from.iter().zip(to.iter()).map(|(from, to)| Some(next_after(from?, to?)));
        Ok(Arc::new(next.collect::<Float64Array>()))
    },
};

fn unary(arrays: &[ArrayRef], function: fn(f64) -> f64) -> Result<ArrayRef> {
    Ok(Arc::new(argument(arrays, 0)?.as_primitive::<Float64Type>().unary::<_, Float64Type>(function)))
}

fn next_after(from: f64, to: f64) -> f64 {
    match from.partial_cmp(&to) {
        Some(std::cmp::Ordering::Less) => from.next_up(),
        Some(std::cmp::Ordering::Greater) => from.next_down(),
        Some(std::cmp::Ordering::Equal) => to,
        None => f64::NAN,
    }
}
