//! Whole numbers, also where they are written with a fraction of nothing (`7.0`).

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Number;

pub(super) fn whole_number<'de, D: Deserializer<'de>, T: TryFrom<i64>>(deserializer: D) -> Result<T, D::Error> {
    let number = Number::deserialize(deserializer)?;
    read(&number).ok_or_else(|| D::Error::custom(format!("`{number}` is not a whole number that fits here")))
}

pub(super) fn optional_whole_number<'de, D: Deserializer<'de>, T: TryFrom<i64>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let Some(number) = Option::<Number>::deserialize(deserializer)? else { return Ok(None) };
    read(&number).map(Some).ok_or_else(|| D::Error::custom(format!("`{number}` is not a whole number that fits here")))
}

fn read<T: TryFrom<i64>>(number: &Number) -> Option<T> {
    /// Beyond, a float does not hold every whole number.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let whole = number.as_i64().or_else(|| {
        let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < EXACT)?;
        #[expect(clippy::cast_possible_truncation, reason = "it is a whole number within the range")]
        Some(float as i64)
    });
    T::try_from(whole?).ok()
}
