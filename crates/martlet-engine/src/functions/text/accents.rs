//! `strip_accents`: letters without their marks.

use arrow::datatypes::DataType;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::{
    CodePointMapData,
    props::{GeneralCategory, GeneralCategoryGroup},
};

use super::{
    declared::{Declared, Kind},
    each::text_by_text,
};

pub(super) const STRIP_ACCENTS: Declared = Declared {
    name: "strip_accents",
    takes: &[&[Kind::Text]],
    gives: |_| DataType::Utf8,
    compute: |arrays| text_by_text(arrays, |text| Ok(without_marks(text))),
};

/// Taken apart, without marks of any kind, and put together again.
fn without_marks(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let categories = CodePointMapData::<GeneralCategory>::new();
    let apart = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
    let plain: String =
        apart.chars().filter(|letter| !GeneralCategoryGroup::Mark.contains(categories.get(*letter))).collect();
    ComposingNormalizerBorrowed::new_nfc().normalize(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn marks_are_left_out() {
        for (text, plain) in [
            ("", ""),
            ("abc", "abc"),
            ("ÀÉîõüñçßøłđÆ", "AEiouncßøłđÆ"),
            ("e\u{301}", "e"),
            ("\u{301}", ""),
            ("ά й が हिन्दी 각 ﬁ ①", "α и か हनद 각 ﬁ ①"),
            ("\u{1112}\u{1161}\u{11AB}", "한"),
            ("\u{212B}", "A"),
        ] {
            assert_eq!(without_marks(text), plain);
        }
    }
}
