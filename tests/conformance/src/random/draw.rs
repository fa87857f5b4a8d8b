//! What is drawn: places in lists that are not known yet. Smaller places and shorter lists are simpler requests, so
//! `proptest` makes a failing request small without knowing what it asks.

use proptest::bool::{ANY, weighted as chance};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{Just, Strategy};
use proptest::prop_oneof;

use super::draw_filter::condition;
pub use super::draw_filter::{Condition, ItemForm, LiteralForm, Operator, Test, TimeOperator};
use super::slip::{Slip, slip};

/// A place in a list of any length, as a share of it; 0 is the first.
#[derive(Debug, Clone, Copy)]
pub struct Place(u16);

impl Place {
    pub(super) const FIRST: Self = Self(0);

    /// The element at this place; `None` only of an empty list.
    pub fn of<T>(self, list: &[T]) -> Option<&T> {
        list.get((list.len() * usize::from(self.0)) >> u16::BITS)
    }
}

/// A request to be.
#[derive(Debug, Clone)]
pub struct Draw {
    pub metrics: Vec<(Place, Letters)>,
    /// A saved query in place of metrics and items.
    pub saved_query: Option<Place>,
    /// Of requests without metrics: whose items are asked for.
    pub items_of: Place,
    /// Metrics that look back are asked for without time too, but rarely: that is refused.
    pub adds_time: bool,
    pub items: Vec<ItemDraw>,
    pub filters: Vec<Condition>,
    pub range: Option<RangeDraw>,
    pub order_by: Vec<OrderDraw>,
    pub limit: Option<u64>,
    /// Of requests without metrics: keep each row.
    pub keeps_duplicates: bool,
    /// Of requests without metrics and with one item: only the ends.
    pub min_max_only: bool,
    /// What is wrong with the request.
    pub slip: Option<Slip>,
}

/// Small letters, or capitals, where both mean the same.
#[derive(Debug, Clone, Copy)]
pub enum Letters {
    Small,
    Capital,
}

/// A group-by item.
#[derive(Debug, Clone)]
pub struct ItemDraw {
    pub option: Place,
    pub time: TimeDraw,
    pub form: NameForm,
}

/// What is taken of a time dimension.
#[derive(Debug, Clone)]
pub enum TimeDraw {
    /// Whatever is taken when nothing is said.
    Default,
    Grain(Place),
    DatePart(Place),
}

/// How an item is named; date parts, which have no dundered name, are named by templates in place of it.
#[derive(Debug, Clone, Copy)]
pub enum NameForm {
    Dundered(Letters),
    /// Without the first entity of its path.
    Shortened,
    /// The place says which of the templates that mean the same.
    Template(Place),
    /// A JSON object.
    Object,
    /// For orders: without the grain.
    WithoutGrain,
}

/// A range of time, in thousandths of the time in which there is data.
#[derive(Debug, Clone, Copy)]
pub struct RangeDraw {
    pub start: Option<u64>,
    pub end: Option<u64>,
    /// The ends are instants within a day.
    pub by_hours: bool,
}

/// A key of the order.
#[derive(Debug, Clone, Copy)]
pub struct OrderDraw {
    /// Among the columns.
    pub column: Place,
    pub descending: bool,
    pub form: NameForm,
}

pub(super) fn place() -> impl Strategy<Value = Place> {
    (0..=u16::MAX).prop_map(Place)
}

fn letters() -> impl Strategy<Value = Letters> {
    prop_oneof![6 => Just(Letters::Small), 1 => Just(Letters::Capital)]
}

pub fn draws() -> impl Strategy<Value = Draw> {
    let metrics = prop_oneof![
        6 => vec((place(), letters()), 1),
        4 => vec((place(), letters()), 2..=3),
        2 => Just(Vec::new()),
    ];
    let asked = (metrics, weighted(0.06, place()), place(), chance(0.95), vec(item(), 0..=4));
    let limits = (vec(condition(), 0..=2), weighted(0.35, range()), vec(order(), 0..=2), weighted(0.25, 0..=20_u64));
    let rest = (chance(0.3), chance(0.3), weighted(0.12, slip()));
    (asked, limits, rest).prop_map(
        |(
            (metrics, saved_query, items_of, adds_time, items),
            (filters, range, order_by, limit),
            (keeps_duplicates, min_max_only, slip),
        )| Draw {
            metrics,
            saved_query,
            items_of,
            adds_time,
            items,
            filters,
            range,
            order_by,
            limit,
            keeps_duplicates,
            min_max_only,
            slip,
        },
    )
}

fn item() -> impl Strategy<Value = ItemDraw> {
    let time = prop_oneof![
        1 => Just(TimeDraw::Default),
        6 => place().prop_map(TimeDraw::Grain),
        2 => place().prop_map(TimeDraw::DatePart),
    ];
    // The first option is `metric_time`, which most questions are by.
    let option = prop_oneof![1 => Just(Place::FIRST), 3 => place()];
    let form = prop_oneof![
        10 => letters().prop_map(NameForm::Dundered),
        3 => place().prop_map(NameForm::Template),
        2 => Just(NameForm::Object),
        1 => Just(NameForm::Shortened),
    ];
    (option, time, form).prop_map(|(option, time, form)| ItemDraw { option, time, form })
}

fn range() -> impl Strategy<Value = RangeDraw> {
    let thousandths = 0..=1000_u64;
    let both = (thousandths.clone(), thousandths.clone()).prop_map(|(a, b)| (Some(a.min(b)), Some(a.max(b))));
    let ends = prop_oneof![
        6 => both,
        1 => thousandths.clone().prop_map(|start| (Some(start), None)),
        1 => thousandths.prop_map(|end| (None, Some(end))),
    ];
    (ends, chance(0.2)).prop_map(|((start, end), by_hours)| RangeDraw { start, end, by_hours })
}

fn order() -> impl Strategy<Value = OrderDraw> {
    let form = prop_oneof![
        8 => letters().prop_map(NameForm::Dundered),
        3 => place().prop_map(NameForm::Template),
        1 => Just(NameForm::Shortened),
        2 => Just(NameForm::WithoutGrain),
    ];
    (place(), ANY, form).prop_map(|(column, descending, form)| OrderDraw { column, descending, form })
}
