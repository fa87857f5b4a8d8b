//! Ranges of time that a reader asks for, and the ranges they are compared with.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Grain;

/// First and last day, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateSpan {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl DateSpan {
    pub fn to_constraint(self) -> (String, String) {
        (self.from.to_string(), self.to.to_string())
    }

    /// Each period of the span beside the one before it: a last period that is whole beside a whole one, one that is cut
    /// off up to the same day.
    pub fn one_period_before(self, grain: Grain) -> Self {
        let last = grain.start(self.to);
        let to = if self.to == grain.end(last) { grain.end(grain.shift(last, -1)) } else { grain.shift(self.to, -1) };
        Self { from: grain.shift(self.from, -1), to }
    }
}

/// What a reader asks for; turned into days only by [`Range::resolve`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Range {
    /// So many complete periods, and the running one beside them.
    Last {
        count: u32,
        unit: Grain,
    },
    /// The calendar year of the as-of day, up to that day.
    ThisYear,
    /// Both days inclusive.
    Days {
        from: NaiveDate,
        to: NaiveDate,
    },
    All,
}

impl Default for Range {
    fn default() -> Self {
        Self::Last { count: 24, unit: Grain::Month }
    }
}

/// Why a range in a URL or a form is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    #[error("the range ends on {to}, before it starts on {from}")]
    EndsBeforeStart { from: NaiveDate, to: NaiveDate },
    #[error("“{0}” is not a range: write last-24-months, this-year, all or 2026-01-01..2026-03-31")]
    Unknown(String),
}

impl RangeError {
    pub const CODE: &str = "MRT-V001";
}

const LARGEST_COUNT: u32 = 5_000;

impl Range {
    /// A checked range of days.
    pub fn days(from: NaiveDate, to: NaiveDate) -> Result<Self, RangeError> {
        if to < from {
            return Err(RangeError::EndsBeforeStart { from, to });
        }
        Ok(Self::Days { from, to })
    }

    pub fn parse(text: &str) -> Result<Self, RangeError> {
        let unknown = || RangeError::Unknown(text.to_owned());
        if let Some((from, to)) = text.split_once("..") {
            let day = |part: &str| part.parse::<NaiveDate>().map_err(|_| unknown());
            return Self::days(day(from)?, day(to)?);
        }
        match text {
            "all" => return Ok(Self::All),
            "this-year" => return Ok(Self::ThisYear),
            _ => {}
        }
        let (count, unit) = text.strip_prefix("last-").and_then(|rest| rest.split_once('-')).ok_or_else(unknown)?;
        let unit = Grain::parse(unit.strip_suffix('s').unwrap_or(unit)).ok_or_else(unknown)?;
        let count: u32 = count.parse().map_err(|_| unknown())?;
        if count == 0 || count > LARGEST_COUNT {
            return Err(unknown());
        }
        Ok(Self::Last { count, unit })
    }

    /// In words, for a button or a caption.
    pub fn label(&self) -> String {
        match self {
            Self::Last { count: 1, unit } => format!("Last {}", unit.name()),
            Self::Last { count, unit } => format!("Last {count} {}s", unit.name()),
            Self::ThisYear => "This year".to_owned(),
            Self::Days { from, to } => format!("{from} to {to}"),
            Self::All => "All time".to_owned(),
        }
    }

    /// Days of the range; none means that time is not limited. Without an as-of only
    /// ranges in days can be resolved.
    pub fn resolve(&self, as_of: Option<NaiveDate>) -> Option<DateSpan> {
        if let Self::Days { from, to } = *self {
            return Some(DateSpan { from, to });
        }
        let to = as_of?;
        let from = match *self {
            Self::Last { count, unit } => {
                let running = unit.start(to);
                let complete = unit.is_complete(running, to);
                let back = count as i32 - i32::from(complete);
                unit.shift(running, -back)
            }
            Self::ThisYear => NaiveDate::from_ymd_opt(to.year(), 1, 1)?,
            Self::Days { .. } | Self::All => return None,
        };
        Some(DateSpan { from, to })
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Last { count, unit } => write!(f, "last-{count}-{}s", unit.name()),
            Self::ThisYear => f.write_str("this-year"),
            Self::Days { from, to } => write!(f, "{from}..{to}"),
            Self::All => f.write_str("all"),
        }
    }
}

/// What a series is laid beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Comparison {
    /// As many complete periods, right before.
    PreviousPeriod,
    /// The same days a year earlier.
    PreviousYear,
}

impl Comparison {
    pub const ALL: [Self; 2] = [Self::PreviousPeriod, Self::PreviousYear];

    /// The name in URLs.
    pub fn name(self) -> &'static str {
        match self {
            Self::PreviousPeriod => "previous-period",
            Self::PreviousYear => "previous-year",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::PreviousPeriod => "Previous period",
            Self::PreviousYear => "Same period last year",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|comparison| comparison.name() == name)
    }

    /// Days to compare with; none when the range has no beginning.
    pub fn span(self, range: &Range, grain: Grain, as_of: Option<NaiveDate>) -> Option<DateSpan> {
        let span = range.resolve(as_of)?;
        let year_before = DateSpan { from: Grain::Year.shift(span.from, -1), to: Grain::Year.shift(span.to, -1) };
        if self == Self::PreviousYear || *range == Range::ThisYear {
            return Some(year_before);
        }
        let touched = grain.count(span.from, span.to);
        let complete = touched.saturating_sub(u32::from(is_running(span, grain, as_of) && touched > 1));
        let start = grain.start(span.from);
        Some(DateSpan { from: grain.shift(start, -(complete as i32)), to: start.pred_opt()? })
    }

    /// The comparison as a request asks for it; none when the range has no beginning.
    pub fn asked(self, range: &Range, grain: Grain, as_of: Option<NaiveDate>) -> Option<martlet_semantic::Comparison> {
        use martlet_semantic::{Against, Comparison as Asked};
        if *range == Range::ThisYear {
            range.resolve(as_of)?;
            return Some(Asked::ToDate { grain: Grain::Year.name().to_owned(), against: Against::Previous });
        }
        match self {
            Self::PreviousYear => range.resolve(as_of).map(|_| Asked::SamePeriodLastYear),
            // A running period has no counterpart by itself, so the ranges may differ in length.
            Self::PreviousPeriod => {
                self.span(range, grain, as_of).map(|span| Asked::Custom { range: span.to_constraint() })
            }
        }
    }

    /// The same for one number over the whole range.
    pub fn asked_of_whole(
        self,
        range: &Range,
        grain: Grain,
        as_of: Option<NaiveDate>,
    ) -> Option<martlet_semantic::Comparison> {
        match self.to_date_before(range, grain, as_of) {
            Some(before) => Some(martlet_semantic::Comparison::Custom { range: before.to_constraint() }),
            None => self.asked(range, grain, as_of),
        }
    }

    /// Days that one number over the whole range is compared with; none when the range has no beginning.
    pub fn span_of_whole(self, range: &Range, grain: Grain, as_of: Option<NaiveDate>) -> Option<DateSpan> {
        self.to_date_before(range, grain, as_of).or_else(|| self.span(range, grain, as_of))
    }

    /// A range that ends in a running period has as many periods before it, the last one up to the same day: what
    /// is not over is laid beside what was not over.
    fn to_date_before(self, range: &Range, grain: Grain, as_of: Option<NaiveDate>) -> Option<DateSpan> {
        let span = range.resolve(as_of)?;
        if self == Self::PreviousYear || *range == Range::ThisYear || !is_running(span, grain, as_of) {
            return None;
        }
        let back = -(grain.count(span.from, span.to) as i32);
        Some(DateSpan { from: grain.shift(span.from, back), to: grain.shift(span.to, back) })
    }
}

/// Does the range end within a period that the data does not cover whole?
fn is_running(span: DateSpan, grain: Grain, as_of: Option<NaiveDate>) -> bool {
    as_of.is_some_and(|day| !grain.is_complete(grain.start(span.to), day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("test date")
    }

    #[test]
    fn a_whole_last_month_is_laid_beside_a_whole_one() {
        let before = |to: &str| DateSpan { from: day("2026-01-01"), to: day(to) }.one_period_before(Grain::Month);
        assert_eq!(before("2026-11-30"), DateSpan { from: day("2025-12-01"), to: day("2026-10-31") });
        assert_eq!(before("2026-11-21").to, day("2026-10-21"));
        assert_eq!(before("2026-03-30").to, day("2026-02-28"));
    }

    #[test]
    fn ranges_are_read_back_as_written() {
        for text in ["last-24-months", "last-1-years", "this-year", "all", "2026-01-01..2026-03-31"] {
            assert_eq!(Range::parse(text).expect(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in ["", "last-0-months", "last-x-months", "last-3-fortnights", "2026-13-01..2026-12-01"] {
            assert!(Range::parse(text).is_err(), "{text}");
        }
        assert_eq!(
            Range::parse("2026-02-01..2026-01-01"),
            Err(RangeError::EndsBeforeStart { from: day("2026-02-01"), to: day("2026-01-01") })
        );
    }

    #[test]
    fn last_months_are_complete_ones() {
        let range = Range::Last { count: 2, unit: Grain::Month };
        let running = range.resolve(Some(day("2026-11-21"))).expect("has an as-of");
        assert_eq!((running.from, running.to), (day("2026-09-01"), day("2026-11-21")));
        let whole = range.resolve(Some(day("2026-10-31"))).expect("has an as-of");
        assert_eq!((whole.from, whole.to), (day("2026-09-01"), day("2026-10-31")));
    }

    #[test]
    fn the_previous_period_ends_where_the_range_begins() {
        let range = Range::Last { count: 2, unit: Grain::Month };
        for as_of in ["2026-11-21", "2026-10-31"] {
            let before = Comparison::PreviousPeriod.span(&range, Grain::Month, Some(day(as_of))).expect("has an as-of");
            assert_eq!((before.from, before.to), (day("2026-07-01"), day("2026-08-31")), "{as_of}");
        }
    }

    #[test]
    fn this_year_is_compared_with_last_year_to_date() {
        let before = Comparison::PreviousPeriod
            .span(&Range::ThisYear, Grain::Month, Some(day("2026-11-21")))
            .expect("has an as-of");
        assert_eq!((before.from, before.to), (day("2025-01-01"), day("2025-11-21")));
    }

    #[test]
    fn a_request_compares_what_the_page_says() {
        let asked = |compare: Comparison, range: &str| {
            let range = Range::parse(range).expect(range);
            let as_of = Some(day("2026-11-21"));
            let of = |asked: Option<martlet_semantic::Comparison>| {
                asked.map_or("none".to_owned(), |asked| serde_json::to_string(&asked).unwrap_or_default())
            };
            format!(
                "{range}: {} | {}",
                of(compare.asked(&range, Grain::Month, as_of)),
                of(compare.asked_of_whole(&range, Grain::Month, as_of))
            )
        };
        expect_test::expect![[r#"
            last-2-months: {"kind":"custom","range":["2026-07-01","2026-08-31"]} | {"kind":"custom","range":["2026-06-01","2026-08-21"]}
            2026-01-01..2026-03-31: {"kind":"custom","range":["2025-10-01","2025-12-31"]} | {"kind":"custom","range":["2025-10-01","2025-12-31"]}
            this-year: {"kind":"to_date","grain":"year","against":"previous"} | {"kind":"to_date","grain":"year","against":"previous"}
            all: none | none
            last-2-months: {"kind":"same_period_last_year"} | {"kind":"same_period_last_year"}"#]]
        .assert_eq(
            &[
                asked(Comparison::PreviousPeriod, "last-2-months"),
                asked(Comparison::PreviousPeriod, "2026-01-01..2026-03-31"),
                asked(Comparison::PreviousPeriod, "this-year"),
                asked(Comparison::PreviousPeriod, "all"),
                asked(Comparison::PreviousYear, "last-2-months"),
            ]
            .join("\n"),
        );
    }
}
