//! What is drawn: places in lists that are not known yet. Smaller places and shorter lists are simpler requests, so
//! `proptest` makes a failing request small without knowing what it asks.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{Just, Strategy};
use proptest::prop_oneof;

/// A place in a list of any length, as a share of it; 0 is the first.
#[derive(Debug, Clone, Copy)]
pub struct Place(u16);

impl Place {
    const FIRST: Self = Self(0);

    /// The element at this place; `None` only of an empty list.
    pub fn of<T>(self, list: &[T]) -> Option<&T> {
        list.get((list.len() * usize::from(self.0)) >> u16::BITS)
    }
}

/// A request to be.
#[derive(Debug, Clone)]
pub struct Draw {
    pub metrics: Vec<Place>,
    /// Of requests without metrics: whose items are asked for.
    pub items_of: Place,
    /// Metrics that look back are asked for without time too, but rarely: that is refused.
    pub adds_time: bool,
    pub items: Vec<ItemDraw>,
    pub filters: Vec<Condition>,
    /// Thousandths of the time in which there is data.
    pub range: Option<(u64, u64)>,
    /// Places among the columns, and whether descending.
    pub order_by: Vec<(Place, bool)>,
    pub limit: Option<u64>,
    /// Of requests without metrics: keep each row.
    pub keeps_duplicates: bool,
    /// Of requests without metrics and with one item: only the ends.
    pub min_max_only: bool,
}

/// A group-by item.
#[derive(Debug, Clone)]
pub struct ItemDraw {
    pub option: Place,
    pub time: TimeDraw,
}

/// What is taken of a time dimension.
#[derive(Debug, Clone)]
pub enum TimeDraw {
    /// Whatever is taken when nothing is said.
    Default,
    Grain(Place),
    DatePart(Place),
}

/// A filter.
#[derive(Debug, Clone)]
pub enum Condition {
    Test(Test),
    Not(Box<Condition>),
    And(Vec<Condition>),
    Or(Vec<Condition>),
}

/// A condition on one item.
#[derive(Debug, Clone)]
pub enum Test {
    Value { option: Place, operator: Operator, values: Vec<Place> },
    Time { option: Place, grain: Place, operator: TimeOperator, at: u64 },
    DatePart { option: Place, part: Place, at_least: u64 },
    Metric { metric: Place, entity: Place, more_than: u64, is_less: bool },
}

#[derive(Debug, Clone, Copy)]
pub enum Operator {
    Equal,
    NotEqual,
    In,
    NotIn,
    IsNull,
    IsNotNull,
}

#[derive(Debug, Clone, Copy)]
pub enum TimeOperator {
    From,
    Before,
    Equal,
    Between,
}

fn place() -> impl Strategy<Value = Place> {
    (0..=u16::MAX).prop_map(Place)
}

pub fn draws() -> impl Strategy<Value = Draw> {
    let metrics = prop_oneof![
        6 => vec(place(), 1),
        4 => vec(place(), 2..=3),
        1 => Just(Vec::new()),
    ];
    let items = vec(item(), 0..=4);
    let filters = vec(condition(), 0..=2);
    let range = weighted(0.35, (0..=1000_u64, 0..=1000_u64));
    let order_by = vec((place(), proptest::bool::ANY), 0..=2);
    let limit = weighted(0.25, 1..=20_u64);
    let rest = (range, order_by, limit, proptest::bool::weighted(0.3), proptest::bool::weighted(0.3));
    (metrics, (place(), proptest::bool::weighted(0.95)), items, filters, rest).prop_map(
        |(metrics, (items_of, adds_time), items, filters, (range, order_by, limit, keeps_duplicates, min_max_only))| {
            Draw {
                metrics,
                items_of,
                adds_time,
                items,
                filters,
                range,
                order_by,
                limit,
                keeps_duplicates,
                min_max_only,
            }
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
    (option, time).prop_map(|(option, time)| ItemDraw { option, time })
}

fn condition() -> impl Strategy<Value = Condition> {
    test().prop_map(Condition::Test).prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|condition| Condition::Not(Box::new(condition))),
            vec(inner.clone(), 2..=3).prop_map(Condition::And),
            vec(inner, 2..=3).prop_map(Condition::Or),
        ]
    })
}

fn test() -> impl Strategy<Value = Test> {
    let operator = prop_oneof![
        4 => Just(Operator::Equal),
        2 => Just(Operator::NotEqual),
        3 => Just(Operator::In),
        2 => Just(Operator::NotIn),
        1 => Just(Operator::IsNull),
        1 => Just(Operator::IsNotNull),
    ];
    let time = prop_oneof![
        Just(TimeOperator::From),
        Just(TimeOperator::Before),
        Just(TimeOperator::Equal),
        Just(TimeOperator::Between),
    ];
    prop_oneof![
        6 => (place(), operator, vec(place(), 1..=3))
            .prop_map(|(option, operator, values)| Test::Value { option, operator, values }),
        2 => (place(), place(), time, 0..=1000_u64)
            .prop_map(|(option, grain, operator, at)| Test::Time { option, grain, operator, at }),
        1 => (place(), place(), 1..=7_u64)
            .prop_map(|(option, part, at_least)| Test::DatePart { option, part, at_least }),
        1 => (place(), place(), 0..=3_u32, proptest::bool::ANY).prop_map(
            |(metric, entity, power, is_less)| Test::Metric { metric, entity, more_than: 10_u64.pow(power), is_less }
        ),
    ]
}
