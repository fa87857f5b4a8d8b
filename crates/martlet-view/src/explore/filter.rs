//! Filters on dimension values, as dbt filter templates.

use martlet_site::catalog::{GroupByKind, GroupByOption};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterKind {
    Is,
    /// Rows without a value are kept, unless that is among the values.
    IsNot,
}

impl FilterKind {
    /// The name in URLs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Is => "in",
            Self::IsNot => "not-in",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Is, Self::IsNot].into_iter().find(|kind| kind.name() == name)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "is not",
        }
    }
}

/// One dimension limited to, or without, some values.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Filter {
    pub dimension: String,
    pub kind: FilterKind,
    /// At least one. None stands for rows without a value.
    pub values: Vec<Option<String>>,
}

impl Filter {
    /// The filter as dbt writes it: `{{ Dimension('customer__country') }} IN ('DE', 'FR')`.
    pub fn template(&self, option: &GroupByOption) -> String {
        let item = match option.kind {
            GroupByKind::Entity => format!("{{{{ Entity({}) }}}}", quoted(&option.name)),
            GroupByKind::Categorical | GroupByKind::Time => format!("{{{{ Dimension({}) }}}}", with_path(&option.name)),
        };
        let literal = if is_boolean(option) { bare } else { quoted };
        let list: Vec<String> = self.values.iter().flatten().map(|value| literal(value)).collect();
        let has_missing = self.values.contains(&None);
        let listed = match (self.kind, list.as_slice()) {
            (_, []) => None,
            (FilterKind::Is, [one]) => Some(format!("{item} = {one}")),
            (FilterKind::Is, _) => Some(format!("{item} IN ({})", list.join(", "))),
            (FilterKind::IsNot, _) => Some(format!("{item} NOT IN ({})", list.join(", "))),
        };
        match (self.kind, listed, has_missing) {
            (FilterKind::Is, None, _) => format!("{item} IS NULL"),
            (FilterKind::Is, Some(listed), true) | (FilterKind::IsNot, Some(listed), false) => {
                format!("({listed} OR {item} IS NULL)")
            }
            // What is in no list has a value: SQL's NOT IN leaves rows without one out.
            (FilterKind::Is, Some(listed), false) | (FilterKind::IsNot, Some(listed), true) => listed,
            (FilterKind::IsNot, None, _) => format!("{item} IS NOT NULL"),
        }
    }
}

/// A dimension's name in a template has one entity; those before it are its path.
fn with_path(name: &str) -> String {
    let parts: Vec<&str> = name.split("__").collect();
    match parts.as_slice() {
        [path @ .., entity, element] if !path.is_empty() => {
            let path: Vec<String> = path.iter().map(|link| quoted(link)).collect();
            format!("{}, entity_path=[{}]", quoted(&format!("{entity}__{element}")), path.join(", "))
        }
        _ => quoted(name),
    }
}

fn is_boolean(option: &GroupByOption) -> bool {
    option
        .values
        .as_ref()
        .is_some_and(|values| !values.is_empty() && values.iter().all(|value| value == "true" || value == "false"))
}

fn bare(value: &str) -> String {
    if value == "true" { "TRUE".to_owned() } else { "FALSE".to_owned() }
}

/// A SQL string literal that no template engine reads as its own.
fn quoted(value: &str) -> String {
    let mut literal = format!("'{}'", value.replace('\'', "''"));
    for mark in ["{{", "{%", "{#"] {
        let (brace, rest) = mark.split_at(1);
        while literal.contains(mark) {
            literal = literal.replace(mark, &format!("{brace}' || '{rest}"));
        }
    }
    literal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn template(kind: FilterKind, values: &[&str]) -> String {
        let metric = &fixture::catalog().metrics[0];
        let filter = Filter {
            dimension: "customer__country".to_owned(),
            kind,
            values: values.iter().map(|v| (*v != MISSING).then(|| (*v).to_owned())).collect(),
        };
        filter.template(&metric.group_by[1])
    }

    /// In this file's tests, rows without a value.
    const MISSING: &str = "∅";

    #[test]
    fn rows_without_a_value_are_kept_and_left_out() {
        expect_test::expect![[r"
            {{ Dimension('customer__country') }} IS NULL
            ({{ Dimension('customer__country') }} = 'DE' OR {{ Dimension('customer__country') }} IS NULL)
            {{ Dimension('customer__country') }} IS NOT NULL
            {{ Dimension('customer__country') }} NOT IN ('DE')"]]
        .assert_eq(
            &[
                template(FilterKind::Is, &[MISSING]),
                template(FilterKind::Is, &["DE", MISSING]),
                template(FilterKind::IsNot, &[MISSING]),
                template(FilterKind::IsNot, &[MISSING, "DE"]),
            ]
            .join("\n"),
        );
    }

    #[test]
    fn templates_are_dbts_own() {
        expect_test::expect![[r"
            {{ Dimension('customer__country') }} = 'DE'
            {{ Dimension('customer__country') }} IN ('DE', 'FR')
            ({{ Dimension('customer__country') }} NOT IN ('DE') OR {{ Dimension('customer__country') }} IS NULL)"]]
        .assert_eq(
            &[
                template(FilterKind::Is, &["DE"]),
                template(FilterKind::Is, &["DE", "FR"]),
                template(FilterKind::IsNot, &["DE"]),
            ]
            .join("\n"),
        );
    }

    #[test]
    fn an_entity_path_stands_apart_from_the_name() {
        let option = GroupByOption {
            name: "order__customer__region__name".to_owned(),
            ..fixture::catalog().metrics[0].group_by[1].clone()
        };
        let filter =
            Filter { dimension: option.name.clone(), kind: FilterKind::Is, values: vec![Some("North".to_owned())] };
        assert_eq!(
            filter.template(&option),
            "{{ Dimension('region__name', entity_path=['order', 'customer']) }} = 'North'"
        );
    }

    #[test]
    fn values_cannot_leave_their_quotes() {
        let quote = template(FilterKind::Is, &["' OR 1=1 --"]);
        assert_eq!(quote, "{{ Dimension('customer__country') }} = ''' OR 1=1 --'");
        let braces = template(FilterKind::Is, &["{{ x }} {{{% y"]);
        let value = braces.split_once(" = ").expect("one value").1;
        assert!(!value.contains("{{") && !value.contains("{%"), "{value}");
    }
}
