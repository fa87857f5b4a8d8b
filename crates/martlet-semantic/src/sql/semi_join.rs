//! A left join of which only filters read anything becomes a semi-join, where both keep the same rows.
//!
//! They do if the joined side has at most one row for each of the others, and the filter is never true of a row that
//! found none: every comparison in it names the joined value, which is null there.

use super::select::{JoinKind, Select};
use super::token::{Token, TokenKind, tokens};

pub(super) fn use_semi_joins(select: &mut Select) {
    for at in 0..select.joins.len() {
        let Some(join) = select.joins.get(at).filter(|join| join.kind == JoinKind::Left && join.finds_one) else {
            continue;
        };
        let alias = join.table.rsplit(" AS ").next().unwrap_or_default().to_owned();
        let columns = select.columns.iter().map(|column| &column.expression);
        let others = select.joins.iter().skip(at + 1).flat_map(|join| &join.on);
        if columns.chain(others).chain(&select.order_by).any(|text| names(text, &alias)) {
            continue;
        }
        let (conditions, rest): (Vec<String>, Vec<String>) =
            select.filters.iter().cloned().partition(|filter| names(filter, &alias));
        if conditions.is_empty() || !conditions.iter().all(|condition| is_null_of_null(condition, &alias)) {
            continue;
        }
        if let Some(join) = select.joins.get_mut(at) {
            join.kind = JoinKind::Semi;
            join.on.extend(conditions);
            select.filters = rest;
        }
    }
}

fn names(text: &str, table: &str) -> bool {
    tokens(text).windows(2).any(|pair| matches!(pair, [name, dot] if name.text == table && dot.text == "."))
}

/// Is the condition null wherever the table's columns are?
fn is_null_of_null(condition: &str, table: &str) -> bool {
    let parts = tokens(condition).into_iter().filter(|token| token.kind != TokenKind::Space).collect();
    let mut condition = Condition { parts, at: 0, table };
    condition.either() && condition.at == condition.parts.len()
}

/// Comparisons joined by `and`, `or` and `not`. Each method reads one form and says whether it was there.
struct Condition<'t> {
    parts: Vec<Token<'t>>,
    at: usize,
    table: &'t str,
}

const COMPARISONS: &[&str] = &["=", "<>", "!=", "<", "<=", ">", ">="];

impl Condition<'_> {
    fn either(&mut self) -> bool {
        loop {
            if !self.one() {
                return false;
            }
            if !(self.word("and") || self.word("or")) {
                return true;
            }
        }
    }

    fn one(&mut self) -> bool {
        if self.word("not") {
            return self.one();
        }
        let start = self.at;
        if self.symbol("(") && self.either() && self.symbol(")") {
            return true;
        }
        self.at = start;
        self.comparison()
    }

    fn comparison(&mut self) -> bool {
        if self.literal() {
            return self.operator() && self.value();
        }
        if !self.value() {
            return false;
        }
        if self.operator() {
            return self.literal() || self.value();
        }
        self.word("not");
        if self.word("between") {
            return self.literal() && self.word("and") && self.literal();
        }
        if !(self.word("in") && self.symbol("(")) {
            return false;
        }
        while self.literal() {
            if !self.symbol(",") {
                return self.symbol(")");
            }
        }
        false
    }

    fn operator(&mut self) -> bool {
        COMPARISONS.iter().any(|operator| self.symbol(operator))
    }

    /// A column of the table.
    fn value(&mut self) -> bool {
        let column = matches!(self.parts.get(self.at..self.at + 3), Some([table, dot, name])
            if table.text == self.table
                && dot.text == "."
                && matches!(name.kind, TokenKind::Word | TokenKind::QuotedName));
        self.at += if column { 3 } else { 0 };
        column
    }

    fn literal(&mut self) -> bool {
        let start = self.at;
        self.symbol("-");
        let found = self
            .parts
            .get(self.at)
            .is_some_and(|token| token.kind == TokenKind::Number || token.kind == TokenKind::Text && start == self.at);
        self.at = if found { self.at + 1 } else { start };
        found
    }

    fn word(&mut self, word: &str) -> bool {
        self.take(|token| token.kind == TokenKind::Word && token.text.eq_ignore_ascii_case(word))
    }

    fn symbol(&mut self, symbol: &str) -> bool {
        self.take(|token| token.text == symbol)
    }

    fn take(&mut self, wanted: impl Fn(&Token<'_>) -> bool) -> bool {
        let found = self.parts.get(self.at).is_some_and(wanted);
        self.at += usize::from(found);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::select::{Column, Join};

    fn by_customer(finds_one: bool, filters: &[&str]) -> Select {
        let join = Join {
            kind: JoinKind::Left,
            table: "counts AS c".to_owned(),
            on: vec!["visits.customer = c.customer".to_owned()],
            finds_one,
        };
        Select {
            columns: vec![Column::new("COUNT(visits.id)", "visits")],
            from: "visits".to_owned(),
            joins: vec![join],
            filters: filters.iter().map(|filter| (*filter).to_owned()).collect(),
            ..Select::default()
        }
    }

    #[test]
    fn filters_that_no_missing_row_passes_become_conditions_of_the_join() {
        for filter in [
            "c.orders > 2",
            "2 <= c.orders",
            "NOT c.orders = -1.5",
            "(c.orders > 2 or (c.\"order\" <> 'x' AND c.orders not between 1 and 3))",
            "c.orders IN (1, 2)",
            "c.orders = c.lines",
        ] {
            let mut select = by_customer(true, &["visits.channel = 'web'", filter]);
            use_semi_joins(&mut select);
            assert_eq!(select.joins[0].kind, JoinKind::Semi, "{filter}");
            assert_eq!(select.joins[0].on, ["visits.customer = c.customer", filter]);
            assert_eq!(select.filters, ["visits.channel = 'web'"]);
        }
    }

    #[test]
    fn others_stay_left_joins() {
        for filter in [
            "c.orders IS NULL",
            "COALESCE(c.orders, 0) = 0",
            "(c.orders > 2 OR visits.channel = 'web')",
            "(c.orders > 2 OR 1 = 1)",
            "c.orders IS DISTINCT FROM 2",
            "c.orders > visits.orders",
            "c.orders IN (1, NULL)",
            "(c.orders > 2) IS NOT TRUE",
            "(c.orders > 2) = (1 = 2)",
            "visits.channel = 'web'",
        ] {
            let mut select = by_customer(true, &[filter]);
            let before = select.clone();
            use_semi_joins(&mut select);
            assert_eq!(select, before, "{filter}");
        }
        let mut several = by_customer(false, &["c.orders > 2"]);
        use_semi_joins(&mut several);
        assert_eq!(several.joins[0].kind, JoinKind::Left);
        let mut read = by_customer(true, &["c.orders > 2"]);
        read.columns.push(Column::new("SUM(c.orders)", "orders"));
        use_semi_joins(&mut read);
        assert_eq!(read.joins[0].kind, JoinKind::Left);
    }
}
