//! `to_base`: a whole number by the digits of a base, from 2 to 36.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, StringArray},
    datatypes::{DataType, Int64Type},
};
use datafusion::{common::exec_err, error::Result};

use super::{
    declared::{Declared, Kind},
    each::argument,
};

pub(super) const TO_BASE: Declared = Declared {
    name: "to_base",
    takes: &[&[Kind::Whole, Kind::Whole], &[Kind::Whole, Kind::Whole, Kind::Whole]],
    gives: |_| DataType::Utf8,
    compute: |arrays| {
        let rows = argument(arrays, 0)?.len();
        let values = |row: usize| arrays.iter().map(move |array| value(array, row));
        let written = (0..rows).map(|row| match values(row).collect::<Option<Vec<i64>>>().as_deref() {
            Some([number, base]) => written(*number, *base, 0).map(Some),
            Some([number, base, digits]) => written(*number, *base, *digits).map(Some),
            _ => Ok(None),
        });
        Ok(Arc::new(written.collect::<Result<StringArray>>()?))
    },
};

fn value(numbers: &ArrayRef, row: usize) -> Option<i64> {
    (!numbers.is_null(row)).then(|| numbers.as_primitive::<Int64Type>().value(row))
}

/// Zeros in front where there are fewer digits than asked for.
fn written(number: i64, base: i64, min_digits: i64) -> Result<String> {
    let Ok(mut left) = u64::try_from(number) else {
        return exec_err!("to_base takes no number below zero, such as {number}");
    };
    let Some(base) = u32::try_from(base).ok().filter(|base| (2..=36).contains(base)) else {
        return exec_err!("there is no base {base}; to_base takes 2 to 36");
    };
    let Some(min_digits) = usize::try_from(min_digits).ok().filter(|digits| *digits <= 64) else {
        return exec_err!("to_base writes 0 to 64 digits at least, and not {min_digits}");
    };
    let mut digits = Vec::new();
    while left > 0 || digits.is_empty() {
        let digit = u32::try_from(left % u64::from(base)).ok().and_then(|digit| char::from_digit(digit, base));
        digits.extend(digit.map(|digit| digit.to_ascii_uppercase()));
        left /= u64::from(base);
    }
    let digits: String = digits.iter().rev().collect();
    Ok(format!("{digits:0>min_digits$}"))
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_have_digits_of_a_base() {
        for (number, base, min_digits, text) in [
            (0, 2, 0, "0"),
            (10, 2, 8, "00001010"),
            (255, 16, 1, "FF"),
            (35, 36, 0, "Z"),
            (i64::MAX, 36, 0, "1Y2P0IJ32E8E7"),
        ] {
            assert_eq!(written(number, base, min_digits).ok().as_deref(), Some(text));
        }
        for (number, base, min_digits) in [(-1, 2, 0), (1, 1, 0), (1, 37, 0), (1, 2, 65), (1, 2, -1)] {
            assert!(written(number, base, min_digits).is_err());
        }
    }
}
