//! `format_bytes` and `formatReadableDecimalSize`: a number of bytes in the unit that suits it, `1.5 KiB`.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, StringArray},
    datatypes::{DataType, Int64Type},
};
use datafusion::error::Result;

use super::{
    declared::{Declared, Kind},
    each::argument,
};

const fn size(name: &'static str, compute: fn(&[ArrayRef]) -> Result<ArrayRef>) -> Declared {
    Declared { name, takes: &[&[Kind::Whole]], gives: |_| DataType::Utf8, compute }
}

pub(super) const FORMAT_BYTES: Declared =
    size("format_bytes", |arrays| sizes(arrays, 1_024, ["KiB", "MiB", "GiB", "TiB", "PiB"]));
pub(super) const FORMAT_DECIMAL: Declared =
    size("formatreadabledecimalsize", |arrays| sizes(arrays, 1_000, ["kB", "MB", "GB", "TB", "PB"]));

fn sizes(arrays: &[ArrayRef], step: u64, units: [&str; 5]) -> Result<ArrayRef> {
    let numbers = argument(arrays, 0)?.as_primitive::<Int64Type>();
    Ok(Arc::new(
        numbers.iter().map(|number| number.map(|number| written(number, step, units))).collect::<StringArray>(),
    ))
}

/// The digit behind the point is that of what is left in the next smaller unit, and not rounded.
fn written(number: i64, step: u64, units: [&str; 5]) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let bytes = number.unsigned_abs();
    let (mut whole, mut left, mut unit) = (bytes, 0, None);
    for larger in units {
        if whole < step {
            break;
        }
        (left, whole, unit) = (whole % step, whole / step, Some(larger));
    }
    match unit {
        Some(unit) => format!("{sign}{whole}.{} {unit}", left * 10 / step),
        None => format!("{sign}{bytes} byte{}", if bytes == 1 { "" } else { "s" }),
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn sizes_are_cut_and_not_rounded() {
        let binary = |number| written(number, 1_024, ["KiB", "MiB", "GiB", "TiB", "PiB"]);
        for (number, text) in [
            (0, "0 bytes"),
            (-1, "-1 byte"),
            (1_023, "1023 bytes"),
            (1_536, "1.5 KiB"),
            (1_048_575, "1023.9 KiB"),
            (1_153_536, "1.0 MiB"),
            (i64::MAX, "8191.9 PiB"),
            (i64::MIN, "-8192.0 PiB"),
        ] {
            assert_eq!(binary(number), text);
        }
        assert_eq!(written(123_456_789, 1_000, ["kB", "MB", "GB", "TB", "PB"]), "123.4 MB");
    }
}
