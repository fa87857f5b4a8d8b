//! Rows moved in time before they are aggregated: every period of the spine gets the rows that count for it.
//!
//! A period may get many days' rows (cumulative metrics), or those of another period (offsets). Rows are
//! summed up to what is needed first, so that few of them meet the spine.

use martlet_project::semantic_manifest::{AggregationType, Granularity, Measure, TimeWindow};

use crate::error::Problem;
use crate::filter::Filter;
use crate::index::InputRef;
use crate::item::{Grain, Item, TimePart};
use crate::metrics::Offset;
use crate::resolve::TimeRange;
use crate::sql::aggregate::{aggregate, constant, merge};
use crate::sql::ident::{column_of, ident};
use crate::sql::select::{Column, JoinKind, Select};
use crate::sql::time;

use super::custom_offset::{MovedAs, OWN};
use super::spine::meeting_item;
use super::spine_join::offset_time;
use super::{Planner, Rows, relation};

/// The column of the times in a period's window.
const IN_WINDOW: &str = "in_window";

/// Longer windows are met by comparison.
const MOST_PERIODS: u32 = 400;

/// Which rows count for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shift {
    /// Those of the last so many periods.
    Window { count: u32, grain: Granularity },
    /// Those since the start of the period of that grain.
    ToDate(Granularity),
    /// All until then.
    AllTime,
    /// Those of an earlier time.
    Offset(Offset),
    /// Those of so many periods of a custom grain earlier.
    CustomOffset(TimeWindow),
}

/// A shift to make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShiftUse<'u> {
    pub(crate) shift: &'u Shift,
    /// The column of the rows' own time.
    pub(crate) base: &'u str,
    /// The spine's item that it is compared with.
    pub(crate) meeting: &'u Item,
    /// Items that the spine gives the rows.
    pub(crate) time_items: &'u [Item],
    /// Filters on the spine's time.
    pub(crate) filters: &'u [Filter],
    pub(crate) range: Option<&'u TimeRange>,
}

/// Rows on their way to being aggregated, and how.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) rows: Rows,
    /// The aggregate over the rows' columns.
    pub(crate) aggregate: String,
}

impl Planner<'_> {
    /// Brings the rows to the least that is needed: `items`, `extra` columns, and the measure's value, partly
    /// aggregated where that loses nothing.
    pub(crate) fn condense(
        &mut self,
        rows: &Rows,
        measure: &Measure,
        value: &str,
        keep: &[Column],
        may_aggregate: bool,
        grouped: bool,
    ) -> Result<Measured, Problem> {
        let mut columns = keep.to_vec();
        let expression = rows.expression(value).unwrap_or("1").to_owned();
        let merged = merge(measure, &ident(value)).filter(|_| may_aggregate);
        let distinct = measure.agg == AggregationType::CountDistinct && may_aggregate;
        let mut select;
        let outcome;
        if let Some(merged) = merged {
            columns.push(Column::new(aggregate(measure, &expression, true)?, value));
            select = rows.select(columns.clone());
            select.group_by = Some(keep.len());
            outcome = merged;
        } else {
            if constant(measure).is_none() {
                columns.push(Column::new(expression, value));
            }
            select = rows.select(columns.clone());
            select.distinct = distinct;
            outcome = aggregate(measure, &ident(value), grouped)?;
        }
        let step = self.script.step(&format!("{}_condensed", rows.subject), select);
        let columns =
            columns.into_iter().map(|column| Column::new(column_of(&step, &column.name), column.name)).collect();
        let rows = Rows { from: ident(&step), columns, subject: rows.subject.clone(), ..Rows::default() };
        Ok(Measured { rows, aggregate: outcome })
    }

    /// Joins condensed rows to the spine.
    pub(crate) fn shift(&mut self, data: &Rows, wanted: &ShiftUse<'_>) -> Result<Rows, Problem> {
        let ShiftUse { shift, base, meeting, time_items, filters, range } = *wanted;
        let mut keep = time_items.to_vec();
        if !keep.contains(meeting) {
            keep.push(meeting.clone());
        }
        let (spine, own_time) = match shift {
            Shift::CustomOffset(window) => {
                let name = window.granularity.to_lowercase();
                let by_name = time_items.iter().all(|item| item.custom_grain() == Some(name.as_str()));
                let moved_as = if by_name { MovedAs::Name } else { MovedAs::Days };
                let step = self.custom_offset_spine(window, moved_as, &keep, filters, range)?;
                (step.clone(), column_of(&step, OWN))
            }
            _ => {
                let step = self.spine_step(&keep, filters, range)?;
                (step.clone(), relation::of(&step, meeting))
            }
        };
        let in_window = match shift {
            Shift::Window { count, grain } => self.each_time_in_window(&spine, *count, *grain, meeting, &keep),
            _ => None,
        };
        let (spine, own_time) = match &in_window {
            Some(step) => (step.clone(), relation::of(step, meeting)),
            None => (spine, own_time),
        };
        let mut rows = Rows { from: ident(&spine), subject: data.subject.clone(), ..Rows::default() };
        let step = data.from.trim_matches('"').to_owned();
        let theirs = |alias: &str| column_of(alias, base);
        let offset = match shift {
            Shift::Offset(offset) => Some(offset_time(self.index, Some(offset), &own_time)?),
            _ => None,
        };
        let alias = rows.join(JoinKind::Inner, &step, |alias| match shift {
            Shift::Window { .. } if in_window.is_some() => {
                vec![format!("{} = {}", column_of(&spine, IN_WINDOW), theirs(alias))]
            }
            Shift::Window { count, grain } => vec![
                format!("{} <= {own_time}", theirs(alias)),
                format!("{} > {own_time} - {}", theirs(alias), time::interval(*count, *grain)),
            ],
            Shift::ToDate(grain) => vec![
                format!("{} <= {own_time}", theirs(alias)),
                format!("{} >= {}", theirs(alias), time::truncate(*grain, &own_time)),
            ],
            Shift::AllTime => vec![format!("{} <= {own_time}", theirs(alias))],
            Shift::Offset(_) => vec![format!("{} = {}", offset.clone().unwrap_or_default(), theirs(alias))],
            Shift::CustomOffset(_) => vec![format!("{own_time} = {}", theirs(alias))],
        });
        for item in time_items {
            rows.columns.push(Column::new(relation::of(&spine, item), item.column()));
        }
        if !time_items.contains(meeting) {
            let at = match shift {
                Shift::CustomOffset(_) => relation::of(&spine, meeting),
                _ => own_time.clone(),
            };
            rows.columns.push(Column::new(at, meeting.column()));
        }
        for column in &data.columns {
            if rows.expression(&column.name).is_none() {
                rows.columns.push(Column::new(column_of(&alias, &column.name), column.name.clone()));
            }
        }
        // Looking back to the start of a period only makes sense from the start of each period asked for.
        if matches!(shift, Shift::Offset(Offset::ToGrain(_))) && !time_items.contains(meeting) {
            let starts: Vec<String> =
                time_items.iter().map(|item| format!("{} = {own_time}", relation::of(&spine, item))).collect();
            rows.filters.push(format!("({})", starts.join(" OR ")));
        }
        Ok(rows)
    }

    /// The spine with one row for each period and each time in its window, so that rows can meet it by equality,
    /// which is far cheaper than by comparison. `None` when the window is no fixed number of periods.
    fn each_time_in_window(
        &mut self,
        spine: &str,
        count: u32,
        grain: Granularity,
        meeting: &Item,
        keep: &[Item],
    ) -> Option<String> {
        let unit = meeting.grain()?.standard()?;
        let periods = match (grain, unit) {
            (Granularity::Week, Granularity::Day) => count.checked_mul(7)?,
            (Granularity::Day, Granularity::Day) | (Granularity::Hour, Granularity::Hour) => count,
            _ => return None,
        };
        if periods == 0 || periods > MOST_PERIODS {
            return None;
        }
        let at = ident(&meeting.column());
        let step = time::interval(1, unit);
        let first = match periods {
            1 => at.clone(),
            more => format!("{at} - {}", time::interval(more - 1, unit)),
        };
        let mut columns: Vec<Column> =
            keep.iter().map(|item| Column::new(ident(&item.column()), item.column())).collect();
        columns.push(Column::new(format!("unnest(generate_series({first}, {at}, {step}))"), IN_WINDOW));
        let select = Select { columns, from: ident(spine), ..Select::default() };
        Some(self.script.step("time_spine_windows", select))
    }

    /// The time of the measure's own rows at a grain, as a column for [`Planner::shift`].
    pub(crate) fn own_time(&self, input: InputRef, grain: &Item) -> Result<Column, Problem> {
        let timestamp = super::read::agg_time(self.index, input)?;
        Ok(Column::new(super::read::time_column(grain, &timestamp), format!("own_{}", time_name(grain))))
    }

    /// The item by which rows of a cumulative metric meet the spine.
    pub(crate) fn finest_time<'i>(&self, items: &'i [Item]) -> Option<&'i Item> {
        meeting_item(self.index, items).filter(|item| matches!(item.time(), Some(TimePart::Grain(_))))
    }
}

fn time_name(item: &Item) -> String {
    match item.grain() {
        Some(Grain::Standard(grain)) => grain.name().to_owned(),
        _ => "time".to_owned(),
    }
}

impl Shift {
    /// The rows that can count for any period in the range; `None` when all can.
    pub(crate) fn rows_needed_for(&self, range: TimeRange) -> Option<TimeRange> {
        match self {
            Self::Window { count, grain } => Some(range.starting_earlier(*count, *grain)),
            Self::ToDate(grain) => Some(range.since_period_start(*grain)),
            Self::AllTime => Some(range.since_the_beginning()),
            Self::Offset(_) | Self::CustomOffset(_) => None,
        }
    }
}
