//! Slips: what makes a request one that nobody can answer, or another one than was meant.

use proptest::bool::ANY;
use proptest::prelude::{Just, Strategy};
use proptest::prop_oneof;
use serde_json::{Map, Value, json};

use super::draw::{Place, place};
use crate::catalogue::Catalogue;

/// A slip. Places are in the list of what it happens to.
#[derive(Debug, Clone, Copy)]
pub enum Slip {
    /// A letter of a name is missing, or there twice.
    Letter { list: List, which: Place, letter: Place, is_twice: bool },
    /// Something is asked for twice.
    Twice { list: List, which: Place },
    /// An item that these metrics do not offer.
    Unreachable(Place),
    /// A grain that no time has, or that only few have.
    Grain { grain: Place, is_in_filter: bool },
    /// The dundered name of a date part.
    DatePart { part: Place },
    /// The order by a metric that may not be asked for.
    Order(Place),
    /// Rows without de-duplication, or only the ends, whatever is asked for.
    Shape { is_min_max: bool },
}

/// The list of a request.
#[derive(Debug, Clone, Copy)]
pub enum List {
    Metrics,
    GroupBy,
    Where,
    OrderBy,
}

const GRAINS: [&str; 6] = ["hour", "second", "day", "fortnight", "millisecond", "months"];
const PARTS: [&str; 3] = ["year", "dow", "week"];

pub fn slip() -> impl Strategy<Value = Slip> {
    let list = || prop_oneof![Just(List::Metrics), Just(List::GroupBy), Just(List::Where), Just(List::OrderBy)];
    prop_oneof![
        4 => (list(), place(), place(), ANY)
            .prop_map(|(list, which, letter, is_twice)| Slip::Letter { list, which, letter, is_twice }),
        1 => (list(), place()).prop_map(|(list, which)| Slip::Twice { list, which }),
        3 => place().prop_map(Slip::Unreachable),
        2 => (place(), ANY).prop_map(|(grain, is_in_filter)| Slip::Grain { grain, is_in_filter }),
        1 => place().prop_map(|part| Slip::DatePart { part }),
        1 => place().prop_map(Slip::Order),
        1 => ANY.prop_map(|is_min_max| Slip::Shape { is_min_max }),
    ]
}

impl List {
    fn key(self) -> &'static str {
        match self {
            Self::Metrics => "metrics",
            Self::GroupBy => "group_by",
            Self::Where => "where",
            Self::OrderBy => "order_by",
        }
    }
}

impl Slip {
    /// Puts the slip into the request, if there is a place for it.
    pub fn apply(self, catalogue: &Catalogue, metrics: &[String], request: &mut Map<String, Value>) {
        // Further items have no place in the order that a limit needs; a saved query takes none anyway.
        let takes_items = !request.contains_key("limit") || request.contains_key("saved_query");
        match self {
            Self::Letter { list, which, letter, is_twice } => {
                let texts = request.get_mut(list.key()).and_then(Value::as_array_mut);
                let mut names: Vec<&mut String> = texts.into_iter().flatten().filter_map(text_of).collect();
                let places: Vec<usize> = (0..names.len()).collect();
                if let Some(name) = which.of(&places).and_then(|at| names.get_mut(*at)) {
                    **name = with_slip(name, letter, is_twice);
                }
            }
            Self::Twice { list, which } => {
                let Some(all) = request.get_mut(list.key()).and_then(Value::as_array_mut) else { return };
                if let Some(again) = which.of(all).cloned() {
                    all.push(again);
                }
            }
            Self::Unreachable(which) if takes_items => {
                let offered = catalogue.options(metrics);
                let missing = catalogue.everything().iter().filter(|name| offered.iter().all(|own| own.name != **name));
                let missing: Vec<&String> = missing.collect();
                if let Some(name) = which.of(&missing) {
                    push(request, List::GroupBy, json!(name));
                }
            }
            Self::Grain { grain, is_in_filter } => {
                let Some(grain) = grain.of(&GRAINS) else { return };
                if is_in_filter {
                    let filter = format!("{{{{ TimeDimension('metric_time', '{grain}') }}}} is not null");
                    push(request, List::Where, json!(filter));
                } else if takes_items {
                    push(request, List::GroupBy, json!(format!("metric_time__{grain}")));
                }
            }
            Self::DatePart { part } if takes_items => {
                let Some(part) = part.of(&PARTS) else { return };
                push(request, List::GroupBy, json!(format!("metric_time__extract_{part}")));
            }
            Self::Order(metric) => {
                if let Some(metric) = metric.of(&catalogue.metrics) {
                    push(request, List::OrderBy, json!(format!("-{metric}")));
                }
            }
            Self::Shape { is_min_max: true } => {
                request.insert("min_max_only".to_owned(), json!(true));
            }
            Self::Shape { is_min_max: false } => {
                request.insert("apply_group_by".to_owned(), json!(false));
            }
            Self::Unreachable(_) | Self::DatePart { .. } => {}
        }
    }
}

fn push(request: &mut Map<String, Value>, list: List, value: Value) {
    let all = request.entry(list.key()).or_insert_with(|| json!([]));
    if let Some(all) = all.as_array_mut() {
        all.push(value);
    }
}

/// The name in a list's element.
fn text_of(value: &mut Value) -> Option<&mut String> {
    match value {
        Value::String(text) => Some(text),
        Value::Object(parts) => match parts.get_mut("name") {
            Some(Value::String(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The name with one of its letters left out or doubled. A comparison's values and signs stay as they are.
fn with_slip(name: &str, letter: Place, is_twice: bool) -> String {
    let end = name.find("}}").unwrap_or(name.len());
    let letters = name.char_indices().filter(|(at, letter)| *at < end && letter.is_ascii_lowercase());
    let letters: Vec<(usize, char)> = letters.collect();
    let Some((at, found)) = letter.of(&letters) else { return name.to_owned() };
    let (before, after) = name.split_at(*at);
    let after = after.strip_prefix(*found).unwrap_or(after);
    if is_twice { format!("{before}{found}{found}{after}") } else { format!("{before}{after}") }
}

#[cfg(test)]
mod tests {
    use super::with_slip;
    use crate::random::draw::Place;

    #[test]
    fn a_letter_is_left_out_or_doubled() {
        assert_eq!(with_slip("revenue", Place::FIRST, false), "evenue");
        assert_eq!(with_slip("revenue", Place::FIRST, true), "rrevenue");
        assert_eq!(with_slip("{{ Entity('a') }} = 'b'", Place::FIRST, true), "{{ Enntity('a') }} = 'b'");
        assert_eq!(with_slip("1", Place::FIRST, true), "1");
    }
}
