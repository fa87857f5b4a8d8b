//! Functions of numbers. One a file.

mod bit_count;
mod checked;
mod real_numbers;
mod round_even;
mod whole_number_text;

use datafusion::logical_expr::ScalarUDF;

use super::{
    declared::{self, Declared},
    each,
};
use bit_count::BitCount;
pub(crate) use checked::Checked;
pub(crate) use round_even::RoundEven;
pub(crate) use whole_number_text::WholeNumberText;

pub(super) fn scalars() -> Vec<ScalarUDF> {
    vec![BitCount::default().into(), RoundEven::default().into(), WholeNumberText::default().into()]
}

pub(super) const DECLARED: &[&Declared] =
    &[&real_numbers::LN, &real_numbers::LOG10, &real_numbers::LOG2, &real_numbers::NEXTAFTER, &real_numbers::SQRT];
