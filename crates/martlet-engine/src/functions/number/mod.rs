//! Functions of numbers. One a file.

mod bit_count;
mod checked;
mod format_bytes;
mod read_as;
mod real_numbers;
mod round_even;
mod to_base;
mod whole_number_text;

use datafusion::logical_expr::ScalarUDF;

use super::{
    declared::{self, Declared},
    each,
};
use bit_count::BitCount;
pub(crate) use checked::Checked;
pub(crate) use read_as::ReadAs;
pub(crate) use round_even::RoundEven;
pub(crate) use whole_number_text::WholeNumberText;

pub(super) fn scalars() -> Vec<ScalarUDF> {
    vec![BitCount::default().into(), RoundEven::default().into(), WholeNumberText::default().into()]
}

pub(super) const DECLARED: &[&Declared] = &[
    &format_bytes::FORMAT_BYTES,
    &format_bytes::FORMAT_DECIMAL,
    &real_numbers::GAMMA,
    &real_numbers::LGAMMA,
    &real_numbers::LN,
    &real_numbers::LOG10,
    &real_numbers::LOG2,
    &real_numbers::NEXTAFTER,
    &real_numbers::SQRT,
    &to_base::TO_BASE,
];
