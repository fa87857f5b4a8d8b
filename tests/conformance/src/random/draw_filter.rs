//! What is drawn of filters.

use proptest::bool::{ANY, weighted as chance};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy};
use proptest::prop_oneof;

use super::draw::{Place, place};

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
    Value {
        item: ItemForm,
        operator: Operator,
        values: Vec<Place>,
        literals: LiteralForm,
    },
    Time {
        item: ItemForm,
        grain: Place,
        operator: TimeOperator,
        at: u64,
        literals: LiteralForm,
    },
    DatePart {
        item: ItemForm,
        part: Place,
        at_least: u64,
        is_equal: bool,
    },
    Null {
        item: ItemForm,
        grain: Place,
        is_negated: bool,
    },
    Metric {
        metric: Place,
        entity: Place,
        than: Than,
    },
    /// A column of the answer, named without a template.
    Bare {
        column: Place,
        than: Than,
        value: Place,
    },
}

/// An item, and which of the templates that mean the same names it.
#[derive(Debug, Clone, Copy)]
pub struct ItemForm {
    pub option: Place,
    pub template: Place,
}

/// A comparison with a number.
#[derive(Debug, Clone, Copy)]
pub enum Than {
    More(u64),
    Less(u64),
    Null,
    NotNull,
}

#[derive(Debug, Clone, Copy)]
pub enum Operator {
    Equal,
    NotEqual,
    In,
    NotIn,
    Less,
    AtLeast,
    DistinctFrom,
}

#[derive(Debug, Clone, Copy)]
pub enum TimeOperator {
    From,
    Before,
    Equal,
    Between,
    In,
}

/// How values are written: as what they are, or as texts, or times with their type before them.
#[derive(Debug, Clone, Copy)]
pub enum LiteralForm {
    Plain,
    Text,
    Typed,
}

pub(super) fn condition() -> impl Strategy<Value = Condition> {
    test().prop_map(Condition::Test).prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|condition| Condition::Not(Box::new(condition))),
            vec(inner.clone(), 2..=3).prop_map(Condition::And),
            vec(inner, 2..=3).prop_map(Condition::Or),
        ]
    })
}

fn item() -> impl Strategy<Value = ItemForm> {
    (place(), place()).prop_map(|(option, template)| ItemForm { option, template })
}

fn than() -> impl Strategy<Value = Than> {
    let number = || (0..=3_u32).prop_map(|power| 10_u64.pow(power));
    prop_oneof![
        3 => number().prop_map(Than::More),
        3 => number().prop_map(Than::Less),
        1 => Just(Than::Null),
        1 => Just(Than::NotNull),
    ]
}

fn test() -> impl Strategy<Value = Test> {
    let operator = prop_oneof![
        4 => Just(Operator::Equal),
        2 => Just(Operator::NotEqual),
        3 => Just(Operator::In),
        2 => Just(Operator::NotIn),
        1 => Just(Operator::Less),
        1 => Just(Operator::AtLeast),
        1 => Just(Operator::DistinctFrom),
    ];
    let time = prop_oneof![
        Just(TimeOperator::From),
        Just(TimeOperator::Before),
        Just(TimeOperator::Equal),
        Just(TimeOperator::Between),
        Just(TimeOperator::In),
    ];
    let literals =
        || prop_oneof![8 => Just(LiteralForm::Plain), 1 => Just(LiteralForm::Text), 1 => Just(LiteralForm::Typed)];
    prop_oneof![
        12 => (item(), operator, vec(place(), 1..=3), literals())
            .prop_map(|(item, operator, values, literals)| Test::Value { item, operator, values, literals }),
        5 => (item(), place(), time, 0..=1000_u64, literals())
            .prop_map(|(item, grain, operator, at, literals)| Test::Time { item, grain, operator, at, literals }),
        2 => (item(), place(), 1..=7_u64, ANY)
            .prop_map(|(item, part, at_least, is_equal)| Test::DatePart { item, part, at_least, is_equal }),
        2 => (item(), place(), chance(0.6))
            .prop_map(|(item, grain, is_negated)| Test::Null { item, grain, is_negated }),
        3 => (place(), place(), than()).prop_map(|(metric, entity, than)| Test::Metric { metric, entity, than }),
        1 => (place(), than(), place()).prop_map(|(column, than, value)| Test::Bare { column, than, value }),
    ]
}
