//! Exact text of values, without a locale.

use chrono::NaiveDateTime;

/// `12345` at scale 2 is `123.45`; at scale -2 it is `1234500`.
pub(super) fn decimal(unscaled: i128, scale: i8) -> String {
    if scale <= 0 {
        let zeros = "0".repeat(usize::from(scale.unsigned_abs()));
        return if unscaled == 0 { "0".to_owned() } else { format!("{unscaled}{zeros}") };
    }
    let places = usize::from(scale.unsigned_abs());
    let sign = if unscaled < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", unscaled.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    format!("{sign}{whole}.{part}")
}

/// ISO 8601; `Z` when it is an instant.
pub(super) fn timestamp(at: NaiveDateTime, is_instant: bool) -> String {
    let zone = if is_instant { "Z" } else { "" };
    if at.and_utc().timestamp_subsec_nanos() == 0 {
        format!("{}{zone}", at.format("%Y-%m-%dT%H:%M:%S"))
    } else {
        format!("{}{zone}", at.format("%Y-%m-%dT%H:%M:%S%.6f"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_every_digit() {
        assert_eq!(decimal(12_345, 2), "123.45");
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(0, 3), "0.000");
        assert_eq!(decimal(12, -2), "1200");
        assert_eq!(decimal(12, 0), "12");
        assert_eq!(
            decimal(99_999_999_999_999_999_999_999_999_999_999_999_999, 38),
            "0.99999999999999999999999999999999999999"
        );
    }
}
