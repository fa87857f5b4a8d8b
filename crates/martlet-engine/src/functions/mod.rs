//! Functions that DataFusion lacks, and those of its names that are the engine's own. One a file.

mod age;
mod approx_quantile;
mod bit_count;
mod checked;
mod coalesce;
mod date_diff;
mod date_trunc;
mod declared;
mod digest;
mod each;
mod epoch;
mod format;
mod format_spec;
mod hex;
mod interval_fraction;
mod interval_length;
mod interval_times;
mod is_finite;
mod length;
mod letter_case;
mod make_timestamp;
mod patterns;
mod percentile_cont;
mod real_numbers;
mod regexp_extract;
mod regexp_split;
mod round_even;
mod string_split;
mod strptime;
mod substr;
mod sum;
mod t_digest;
mod text_distance;
mod text_of;
mod time_bucket;
mod type_of;
mod whole_number_text;

use std::sync::Arc;

use datafusion::logical_expr::{AggregateUDF, ScalarUDF};

use approx_quantile::ApproxQuantile;
use bit_count::BitCount;
pub(crate) use checked::Checked;
use coalesce::Coalesce;
use date_diff::{Counts, DateDiff};
use date_trunc::DateTrunc;
use declared::{Declared, DeclaredFunction};
use format::{Format, Style};
pub(crate) use interval_fraction::IntervalFraction;
pub(crate) use interval_times::IntervalTimes;
use is_finite::IsFinite;
use length::Length;
use percentile_cont::PercentileCont;
pub(crate) use round_even::RoundEven;
use sum::Sum;
pub(crate) use text_of::TextOf;
use type_of::TypeOf;
pub(crate) use type_of::type_name;
pub(crate) use whole_number_text::WholeNumberText;

/// Aggregate functions beside DataFusion's own, and in place of those of the same names.
pub(crate) fn aggregates() -> Vec<Arc<AggregateUDF>> {
    vec![
        Arc::new(AggregateUDF::from(ApproxQuantile::new())),
        Arc::new(AggregateUDF::from(PercentileCont::default())),
        Arc::new(AggregateUDF::from(Sum::default())),
    ]
}

/// Scalar functions beside DataFusion's own, and in place of those of the same names.
pub(crate) fn scalars() -> Vec<Arc<ScalarUDF>> {
    let mut functions = vec![
        Arc::new(ScalarUDF::from(DateTrunc::default())),
        Arc::new(ScalarUDF::from(DateDiff::new(Counts::Beginnings))),
        Arc::new(ScalarUDF::from(DateDiff::new(Counts::WholeUnits))),
        Arc::new(ScalarUDF::from(IntervalTimes::default())),
        Arc::new(ScalarUDF::from(RoundEven::default())),
        Arc::new(ScalarUDF::from(TextOf::default())),
        Arc::new(ScalarUDF::from(WholeNumberText::default())),
        Arc::new(ScalarUDF::from(BitCount::default())),
        Arc::new(ScalarUDF::from(Coalesce::default())),
        Arc::new(ScalarUDF::from(Format::new(Style::Braces))),
        Arc::new(ScalarUDF::from(Format::new(Style::Percent))),
        Arc::new(ScalarUDF::from(IsFinite::new(false))),
        Arc::new(ScalarUDF::from(IsFinite::new(true))),
        Arc::new(ScalarUDF::from(Length::default())),
        Arc::new(ScalarUDF::from(TypeOf::default())),
    ];
    functions.extend(DECLARED.iter().map(|declared| Arc::new(ScalarUDF::from(DeclaredFunction::from(*declared)))));
    functions
}

/// A declared function by its name.
pub(crate) fn declared(name: &str) -> Option<ScalarUDF> {
    DECLARED.iter().find(|declared| declared.name == name).map(|declared| DeclaredFunction::from(*declared).into())
}

const DECLARED: &[&Declared] = &[
    &age::AGE,
    &digest::MD5,
    &digest::SHA256,
    &epoch::EPOCH_MS,
    &epoch::EPOCH_NS,
    &epoch::EPOCH_US,
    &hex::HEX,
    &interval_length::INTERVAL_LENGTH,
    &letter_case::LOWER,
    &letter_case::UPPER,
    &make_timestamp::MAKE_TIMESTAMP,
    &make_timestamp::MAKE_TIMESTAMP_MS,
    &real_numbers::LN,
    &real_numbers::LOG10,
    &real_numbers::LOG2,
    &real_numbers::NEXTAFTER,
    &real_numbers::SQRT,
    &regexp_extract::REGEXP_EXTRACT,
    &regexp_extract::REGEXP_EXTRACT_ALL,
    &regexp_split::REGEXP_SPLIT,
    &string_split::SPLIT_PART,
    &string_split::STRING_SPLIT,
    &strptime::STRPTIME,
    &strptime::TRY_STRPTIME,
    &substr::SUBSTR_FROM,
    &substr::TEXT_SLICE,
    &text_distance::DAMERAU_LEVENSHTEIN,
    &text_distance::HAMMING,
    &text_distance::JACCARD,
    &text_distance::JARO,
    &text_distance::JARO_WINKLER,
    &text_distance::LEVENSHTEIN,
    &time_bucket::TIME_BUCKET,
];
