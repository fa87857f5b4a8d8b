//! The names of one item, in every form in which it can be asked for.

use martlet_semantic::GroupByKind;
use serde_json::{Value, json};

use super::draw::{Letters, NameForm, Place};

/// An item, with what is taken of its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Without grain or date part.
    pub base: String,
    pub kind: GroupByKind,
    /// `None`: whatever is taken when nothing is said.
    pub grain: Option<String>,
    pub date_part: Option<String>,
}

impl Named {
    /// The name for a group-by item.
    pub fn in_request(&self, form: NameForm) -> Value {
        match form {
            NameForm::Object if self.kind == GroupByKind::Time => match (&self.grain, &self.date_part) {
                (_, Some(part)) => json!({"name": self.base, "date_part": part}),
                (Some(grain), None) => json!({"name": self.base, "grain": grain}),
                (None, None) => json!(self.base),
            },
            form => json!(self.text(form)),
        }
    }

    /// The name as a text, which an order can have too.
    pub fn text(&self, form: NameForm) -> String {
        match (form, &self.date_part) {
            (NameForm::Template(place), _) => self.template(place),
            (_, Some(_)) => self.template(Place::FIRST),
            (NameForm::Dundered(Letters::Small) | NameForm::Object, _) => self.dundered(&self.base),
            (NameForm::Dundered(Letters::Capital), _) => self.dundered(&self.base).to_uppercase(),
            (NameForm::Shortened, _) => self.dundered(self.shortened()),
            (NameForm::WithoutGrain, _) => self.base.clone(),
        }
    }

    /// The call that a filter has in braces.
    pub fn template(&self, place: Place) -> String {
        let mut links: Vec<&str> = self.base.split("__").collect();
        let own = links.split_off(links.len().saturating_sub(2)).join("__");
        let list: Vec<String> = links.iter().map(|link| format!("'{link}'")).collect();
        let list = list.join(", ");
        // The path's place among the arguments, and its name.
        let (path, named_path) = match list.as_str() {
            "" => (String::new(), String::new()),
            list => (format!(", [{list}]"), format!(", entity_path=[{list}]")),
        };
        let templates = match (self.kind, &self.grain, &self.date_part) {
            (GroupByKind::Entity, ..) => {
                let (entity, links) = match self.base.rsplit_once("__") {
                    Some((links, entity)) => (entity, links.split("__").collect::<Vec<_>>().join("', '")),
                    None => (self.base.as_str(), String::new()),
                };
                let apart = match links.as_str() {
                    "" => format!("Entity(\"{entity}\")"),
                    links => format!("Entity('{entity}', ['{links}'])"),
                };
                vec![format!("Entity('{}')", self.base), apart, format!("Entity(entity_name='{}')", self.base)]
            }
            (GroupByKind::Categorical, ..) => vec![
                format!("Dimension('{own}'{named_path})"),
                format!("Dimension(\"{own}\"{path})"),
                format!("Dimension(name='{own}'{named_path})"),
            ],
            (GroupByKind::Time, _, Some(part)) => vec![
                format!("TimeDimension('{own}', date_part_name='{part}'{named_path})"),
                format!("Dimension('{own}'{named_path}).date_part('{part}')"),
                format!("TimeDimension('{own}', date_part_name='{}'{named_path})", part.to_uppercase()),
            ],
            (GroupByKind::Time, Some(grain), None) => vec![
                format!("TimeDimension('{own}', '{grain}'{named_path})"),
                format!("TimeDimension('{own}', '{grain}'{path})"),
                format!("Dimension('{own}'{named_path}).grain('{grain}')"),
                format!("TimeDimension('{own}__{grain}'{named_path})"),
                format!("TimeDimension(\"{own}\", time_granularity_name='{}'{named_path})", grain.to_uppercase()),
            ],
            (GroupByKind::Time, None, None) => {
                vec![format!("TimeDimension('{own}'{named_path})"), format!("Dimension('{own}'{named_path})")]
            }
        };
        place.of(&templates).cloned().unwrap_or_default()
    }

    fn dundered(&self, base: &str) -> String {
        match &self.grain {
            Some(grain) => format!("{base}__{grain}"),
            None => base.to_owned(),
        }
    }

    /// Without the first entity, if there is another one.
    fn shortened(&self) -> &str {
        let is_entity = self.kind == GroupByKind::Entity;
        let links = self.base.matches("__").count() + usize::from(is_entity);
        match self.base.split_once("__") {
            Some((_, rest)) if links > 1 => rest,
            _ => &self.base,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(base: &str, grain: Option<&str>, date_part: Option<&str>) -> Named {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Named { base: base.to_owned(), kind: GroupByKind::Time, grain: owned(grain), date_part: owned(date_part) }
    }

    #[test]
    fn paths_stand_apart_in_templates_only() {
        let named = time("a__b__c", Some("month"), None);
        assert_eq!(named.text(NameForm::Dundered(Letters::Small)), "a__b__c__month");
        assert_eq!(named.text(NameForm::Shortened), "b__c__month");
        assert_eq!(named.template(Place::FIRST), "TimeDimension('b__c', 'month', entity_path=['a'])");
        assert_eq!(time("b__c", None, None).text(NameForm::Shortened), "b__c");
    }

    #[test]
    fn date_parts_have_no_dundered_name() {
        let named = time("metric_time", None, Some("dow"));
        let template = "TimeDimension('metric_time', date_part_name='dow')";
        assert_eq!(named.text(NameForm::Dundered(Letters::Capital)), template);
        assert_eq!(named.in_request(NameForm::Object), json!({"name": "metric_time", "date_part": "dow"}));
    }

    #[test]
    fn entities_are_named_with_or_without_their_path() {
        let named = Named { base: "a__b".to_owned(), kind: GroupByKind::Entity, grain: None, date_part: None };
        assert_eq!(named.template(Place::FIRST), "Entity('a__b')");
        assert_eq!(named.text(NameForm::Shortened), "b");
    }
}
