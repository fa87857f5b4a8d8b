//! Drawn conditions as filters in dbt's template syntax.

use martlet_semantic::{GroupByKind, GroupByOption};

use super::draw::{Condition, Operator, Place, Test, TimeOperator};
use super::request::{date_parts, grains};
use crate::catalogue::{Catalogue, Span, template};

/// What filters can be about.
#[derive(Debug, Clone, Copy)]
pub struct Filters<'a> {
    pub catalogue: &'a Catalogue,
    pub options: &'a [GroupByOption],
    pub span: Option<Span>,
    /// Then no other conversion metric can be beside it.
    pub has_conversions: bool,
}

impl Filters<'_> {
    /// `None` when there is nothing that the condition could be about.
    pub fn sql(&self, condition: &Condition) -> Option<String> {
        match condition {
            Condition::Test(test) => self.test(test),
            Condition::Not(inner) => self.sql(inner).map(|inner| format!("not ({inner})")),
            Condition::And(parts) => self.joined(parts, " and "),
            Condition::Or(parts) => self.joined(parts, " or "),
        }
    }

    fn joined(&self, parts: &[Condition], with: &str) -> Option<String> {
        let parts: Vec<String> =
            parts.iter().filter_map(|part| self.sql(part)).map(|part| format!("({part})")).collect();
        (!parts.is_empty()).then(|| parts.join(with))
    }

    fn test(&self, test: &Test) -> Option<String> {
        match test {
            Test::Value { option, operator, values } => self.value(*option, *operator, values),
            Test::Time { option, grain, operator, at } => self.time(*option, *grain, *operator, *at),
            Test::DatePart { option, part, at_least } => {
                let option = self.of_kind(*option, |kind| kind == GroupByKind::Time)?;
                let parts = date_parts(option);
                let part = part.of(&parts)?;
                let item = template("Dimension", &option.name, None);
                Some(format!("{} >= {at_least}", item.replace(") }}", &format!(").date_part('{part}') }}}}"))))
            }
            Test::Metric { metric, entity, more_than, is_less } => self.metric(*metric, *entity, *more_than, *is_less),
        }
    }

    fn value(&self, option: Place, operator: Operator, values: &[Place]) -> Option<String> {
        let option = self.of_kind(option, |kind| kind != GroupByKind::Time)?;
        let item = match option.kind {
            GroupByKind::Entity => template("Entity", &option.name, None),
            _ => template("Dimension", &option.name, None),
        };
        let known = self.catalogue.values(&option.name).map(|values| values.literals.as_slice()).unwrap_or_default();
        let mut literals: Vec<&str> = values.iter().filter_map(|place| place.of(known)).map(String::as_str).collect();
        literals.dedup();
        let Some(first) = literals.first() else { return Some(format!("{item} is not null")) };
        let list = literals.join(", ");
        Some(match operator {
            Operator::Equal => format!("{item} = {first}"),
            Operator::NotEqual => format!("{item} <> {first}"),
            Operator::In => format!("{item} in ({list})"),
            Operator::NotIn => format!("{item} not in ({list})"),
            Operator::IsNull => format!("{item} is null"),
            Operator::IsNotNull => format!("{item} is not null"),
        })
    }

    fn time(&self, option: Place, grain: Place, operator: TimeOperator, at: u64) -> Option<String> {
        let option = self.of_kind(option, |kind| kind == GroupByKind::Time)?;
        let grains = grains(option);
        let grain = grain.of(&grains)?;
        let item = template("TimeDimension", &option.name, Some(grain));
        let (at, later) = match self.catalogue.periods(grain) {
            // Periods of a custom grain can be texts or numbers, which no day can be compared with.
            Some(periods) => {
                let name = |thousandths: u64| {
                    let last = periods.len().checked_sub(1)?;
                    periods.get(usize::try_from(thousandths).ok()? * last / 1000).cloned()
                };
                (name(at)?, name((at + 200).min(1000))?)
            }
            None => {
                let span = self.catalogue.span(&option.name).or(self.span)?;
                let day = |thousandths: u64| format!("'{}'", span.day(thousandths));
                (day(at), day((at + 200).min(1000)))
            }
        };
        Some(match operator {
            TimeOperator::From => format!("{item} >= {at}"),
            TimeOperator::Before => format!("{item} < {at}"),
            TimeOperator::Equal => format!("{item} = {at}"),
            TimeOperator::Between => format!("{item} between {at} and {later}"),
        })
    }

    /// A metric by an entity that both it and the request can be grouped by.
    fn metric(&self, metric: Place, entity: Place, more_than: u64, is_less: bool) -> Option<String> {
        let metric = metric.of(&self.catalogue.metrics)?;
        if !self.catalogue.is_number(metric) || (self.has_conversions && self.catalogue.has_conversions(metric)) {
            return None;
        }
        let of_metric = self.catalogue.options(std::slice::from_ref(metric));
        let shared: Vec<&String> = self
            .options
            .iter()
            .filter(|option| option.kind == GroupByKind::Entity && !option.name.contains("__"))
            .filter(|option| of_metric.iter().any(|other| other.name == option.name && other.kind == option.kind))
            .map(|option| &option.name)
            .collect();
        let entity = entity.of(&shared)?;
        let operator = if is_less { "<=" } else { ">" };
        Some(format!("{{{{ Metric('{metric}', group_by=['{entity}']) }}}} {operator} {more_than}"))
    }

    fn of_kind(&self, place: Place, is_kind: impl Fn(GroupByKind) -> bool) -> Option<&GroupByOption> {
        let fitting: Vec<&GroupByOption> = self.options.iter().filter(|option| is_kind(option.kind)).collect();
        place.of(&fitting).copied()
    }
}
