//! Drawn conditions as filters in dbt's template syntax.

use martlet_semantic::{GroupByKind, GroupByOption};

use super::draw::{Condition, ItemForm, LiteralForm, Operator, Place, Test, TimeOperator};
use super::draw_filter::Than;
use super::names::Named;
use super::request::{date_parts, grains};
use crate::catalogue::{Catalogue, Span};

/// What filters can be about.
#[derive(Debug, Clone, Copy)]
pub struct Filters<'a> {
    pub catalogue: &'a Catalogue,
    pub options: &'a [GroupByOption],
    pub span: Option<Span>,
    /// Then no other conversion metric can be beside it.
    pub has_conversions: bool,
    /// Items that are asked for, and metrics.
    pub items: &'a [Named],
    pub metrics: &'a [String],
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
            Test::Value { item, operator, values, literals } => {
                let option = self.of_kind(item.option, |kind| kind != GroupByKind::Time)?;
                Some(self.value(&option.name, &self.call(option, None, item.template), *operator, values, *literals))
            }
            Test::Time { item, grain, operator, at, literals } => self.time(*item, *grain, *operator, *at, *literals),
            Test::DatePart { item, part, at_least, is_equal } => {
                let option = self.of_kind(item.option, |kind| kind == GroupByKind::Time)?;
                let parts = date_parts(option);
                let date_part = Some((*part.of(&parts)?).to_owned());
                let named = Named { date_part, ..named(option, None) };
                let operator = if *is_equal { "=" } else { ">=" };
                Some(format!("{{{{ {} }}}} {operator} {at_least}", named.template(item.template)))
            }
            Test::Null { item, grain, is_negated } => {
                let option = self.of_kind(item.option, |_| true)?;
                let grains = grains(option);
                let call = self.call(option, grain.of(&grains).cloned(), item.template);
                Some(format!("{call} is {}null", if *is_negated { "not " } else { "" }))
            }
            Test::Metric { metric, entity, than } => self.metric(*metric, *entity, *than),
            Test::Bare { column, than, value } => self.bare(*column, *than, *value),
        }
    }

    fn call(&self, option: &GroupByOption, grain: Option<String>, template: Place) -> String {
        format!("{{{{ {} }}}}", named(option, grain).template(template))
    }

    fn value(&self, name: &str, item: &str, operator: Operator, values: &[Place], form: LiteralForm) -> String {
        let known = self.catalogue.values(name).map(|values| values.literals.as_slice()).unwrap_or_default();
        let mut literals: Vec<String> =
            values.iter().filter_map(|place| place.of(known)).map(|literal| written(literal, form)).collect();
        literals.dedup();
        let Some(first) = literals.first() else { return format!("{item} is not null") };
        let list = literals.join(", ");
        match operator {
            Operator::Equal => format!("{item} = {first}"),
            Operator::NotEqual => format!("{item} <> {first}"),
            Operator::In => format!("{item} in ({list})"),
            Operator::NotIn => format!("{item} not in ({list})"),
            Operator::Less => format!("{item} < {first}"),
            Operator::AtLeast => format!("{item} >= {first}"),
            Operator::DistinctFrom => format!("{item} is distinct from {first}"),
        }
    }

    fn time(&self, item: ItemForm, grain: Place, operator: TimeOperator, at: u64, form: LiteralForm) -> Option<String> {
        let option = self.of_kind(item.option, |kind| kind == GroupByKind::Time)?;
        let grains = grains(option);
        let grain = grain.of(&grains)?;
        let item = self.call(option, Some(grain.clone()), item.template);
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
                let day = |thousandths: u64| match form {
                    LiteralForm::Plain => format!("'{}'", span.day(thousandths)),
                    LiteralForm::Text => format!("'{} 00:00:00'", span.day(thousandths)),
                    LiteralForm::Typed => format!("date '{}'", span.day(thousandths)),
                };
                (day(at), day((at + 200).min(1000)))
            }
        };
        Some(match operator {
            TimeOperator::From => format!("{item} >= {at}"),
            TimeOperator::Before => format!("{item} < {at}"),
            TimeOperator::Equal => format!("{item} = {at}"),
            TimeOperator::Between => format!("{item} between {at} and {later}"),
            TimeOperator::In => format!("{item} in ({at}, {later})"),
        })
    }

    /// A metric by an entity that both it and the request can be grouped by.
    fn metric(&self, metric: Place, entity: Place, than: Than) -> Option<String> {
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
        Some(format!("{{{{ Metric('{metric}', group_by=['{entity}']) }}}} {}", compared(than)))
    }

    /// An item, or the only metric of the request, by the name of its column. Of several metrics, one may be computed
    /// without the other's column; DuckDB then takes the name for the other one's value, if that stands beside it. So it
    /// does where MetricFlow computes the last instant of a semi-additive measure without the columns that only such a
    /// name reads.
    fn bare(&self, column: Place, than: Than, value: Place) -> Option<String> {
        if self.metrics.iter().any(|metric| self.catalogue.is_semi_additive(metric)) {
            return None;
        }
        let metric = if let [only] = self.metrics { Some(only) } else { None };
        let places: Vec<usize> = (0..self.items.len() + usize::from(metric.is_some())).collect();
        let at = *column.of(&places)?;
        let Some(item) = self.items.get(at) else {
            let metric = metric?;
            return self.catalogue.is_number(metric).then(|| format!("{metric} {}", compared(than)));
        };
        if item.kind != GroupByKind::Time {
            return Some(self.value(&item.base, &item.base, Operator::NotEqual, &[value], LiteralForm::Plain));
        }
        let grain = item.grain.as_ref().filter(|grain| self.catalogue.periods(grain).is_none())?;
        let span = self.catalogue.span(&item.base).or(self.span)?;
        Some(format!("{}__{grain} >= '{}'", item.base, span.day(300)))
    }

    fn of_kind(&self, place: Place, is_kind: impl Fn(GroupByKind) -> bool) -> Option<&GroupByOption> {
        let fitting: Vec<&GroupByOption> = self.options.iter().filter(|option| is_kind(option.kind)).collect();
        place.of(&fitting).copied()
    }
}

fn named(option: &GroupByOption, grain: Option<String>) -> Named {
    Named { base: option.name.clone(), kind: option.kind, grain, date_part: None }
}

fn compared(than: Than) -> String {
    match than {
        Than::More(number) => format!("> {number}"),
        Than::Less(number) => format!("<= {number}"),
        Than::Null => "is null".to_owned(),
        Than::NotNull => "is not null".to_owned(),
    }
}

/// The literal, as a text if it is to be one.
fn written(literal: &str, form: LiteralForm) -> String {
    match form {
        LiteralForm::Plain => literal.to_owned(),
        LiteralForm::Typed if literal.starts_with('\'') => format!("cast({literal} as varchar)"),
        LiteralForm::Typed => literal.to_owned(),
        LiteralForm::Text if literal.starts_with('\'') => literal.to_owned(),
        LiteralForm::Text => format!("'{literal}'"),
    }
}
