//! Time grains of a series.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Grains that a reader can choose, finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Grain {
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The name in requests and URLs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Week => "Week",
            Self::Month => "Month",
            Self::Quarter => "Quarter",
            Self::Year => "Year",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grain| grain.name() == name)
    }

    /// First day of the period that holds `day`.
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Day => day,
            Self::Week => {
                let back = u64::from(day.weekday().num_days_from_monday());
                day.checked_sub_days(Days::new(back)).unwrap_or(day)
            }
            Self::Month => day.with_day(1).unwrap_or(day),
            Self::Quarter => {
                let month = (day.month0() / 3) * 3 + 1;
                NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
            }
            Self::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day),
        }
    }

    /// Last day of the period that holds `day`.
    pub fn end(self, day: NaiveDate) -> NaiveDate {
        self.shift(self.start(day), 1).pred_opt().unwrap_or(day)
    }

    /// `day` moved by whole periods; days of the month are clamped (31 Jan + 1 month = 28 Feb).
    pub fn shift(self, day: NaiveDate, periods: i32) -> NaiveDate {
        let steps = periods.unsigned_abs();
        let moved = match self {
            Self::Day | Self::Week => {
                let days = Days::new(u64::from(steps) * if self == Self::Week { 7 } else { 1 });
                if periods < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }
            }
            Self::Month | Self::Quarter | Self::Year => {
                let factor = match self {
                    Self::Quarter => 3,
                    Self::Year => 12,
                    _ => 1,
                };
                let months = Months::new(steps.saturating_mul(factor));
                if periods < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) }
            }
        };
        moved.unwrap_or(day)
    }

    /// Whether data up to and including `as_of` covers the whole period that begins at `start`.
    pub fn is_complete(self, start: NaiveDate, as_of: NaiveDate) -> bool {
        self.end(start) <= as_of
    }

    /// Periods that `from..=to` touches; 0 when it ends before it starts.
    pub fn count(self, from: NaiveDate, to: NaiveDate) -> u32 {
        if to < from {
            return 0;
        }
        let (from, to) = (self.start(from), self.start(to));
        let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
        let steps = match self {
            Self::Day => (to - from).num_days() as i32,
            Self::Week => (to - from).num_days() as i32 / 7,
            Self::Month => months,
            Self::Quarter => months / 3,
            Self::Year => to.year() - from.year(),
        };
        steps.unsigned_abs() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("test date")
    }

    #[test]
    fn periods_hold_their_day() {
        let noon = day("2026-11-21");
        let spans: Vec<_> = Grain::ALL
            .into_iter()
            .map(|grain| format!("{} {}..{}", grain.name(), grain.start(noon), grain.end(noon)))
            .collect();
        expect_test::expect![[r#"
            day 2026-11-21..2026-11-21
            week 2026-11-16..2026-11-22
            month 2026-11-01..2026-11-30
            quarter 2026-10-01..2026-12-31
            year 2026-01-01..2026-12-31"#]]
        .assert_eq(&spans.join("\n"));
    }

    #[test]
    fn every_start_is_found_again_by_counting() {
        for grain in Grain::ALL {
            let last = grain.start(day("2026-11-21"));
            for back in 0..60 {
                let from = grain.shift(last, -back);
                assert_eq!(grain.start(from), from, "{grain:?} {back}");
                assert_eq!(grain.count(from, last), back as u32 + 1, "{grain:?} {back}");
            }
        }
    }

    #[test]
    fn the_month_of_the_last_day_is_complete() {
        assert!(Grain::Month.is_complete(day("2026-10-01"), day("2026-10-31")));
        assert!(!Grain::Month.is_complete(day("2026-10-01"), day("2026-10-30")));
    }
}
